import { ok, type Refusal, type Result, refused } from "./result.ts";
import { parsedText } from "./result-schema.ts";
import { parseCivilDate, parseInstant } from "./time.ts";

/** Years that a person may mean: any other is a slip of the hand. What is recorded knows no such bound. */
const years = { first: 2000, last: 2100 } as const;

const outside = {
  code: "year",
  sentence: `Vérifiez l'année : elle est attendue de ${years.first} à ${years.last}.`,
} as const satisfies Refusal<"year">;

const ofOurTime =
  <T extends string, E>(parse: (text: string) => Result<T, E>) =>
  (text: string): Result<T, E | typeof outside> => {
    const read = parse(text);
    if (!read.ok) return read;
    const year = Number(read.value.slice(0, 4));
    return years.first <= year && year <= years.last ? ok(read.value) : refused(outside);
  };

/** An instant that a person or another service gives. */
export const givenInstantSchema = /* @__PURE__ */ parsedText(ofOurTime(parseInstant), "date-time");

/** A day that a person or another service gives. */
export const givenDateSchema = /* @__PURE__ */ parsedText(ofOurTime(parseCivilDate), "date");
