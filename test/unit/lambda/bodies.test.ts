import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import { operations } from "../../../docs/openapi/operations.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import "../../../shared/lambda/http.ts";
import { readBody } from "../../../shared/lambda/http-body.ts";
import { httpEvent } from "./http-requests.ts";

const bodies = Object.entries(operations).flatMap(([route, { body }]) =>
  body === undefined ? [] : [[route, body] as const],
);

/** The arrays in a JSON Schema that may be of any length, by their place. */
function endless(schema: unknown, at = ""): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { type, maxItems } = schema as { type?: unknown; maxItems?: unknown };
  const own = type === "array" && maxItems === undefined ? [at] : [];
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => endless(inner, `${at}/${key}`))];
}

/** Words that no agent of the State would write, and what only a programmer reads. */
const foreign =
  /invalid|expected|required|undefined|indéfini|\brecord\b|\bstring\b|[<>]=|\/\^|\bregex\b|motif \/|"\|"/i;

function reasonsFor(body: unknown, schema: z.core.$ZodType): readonly string[] {
  try {
    readBody(httpEvent({ json: body }), schema);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.fields.map(({ reason }) => reason);
    throw error;
  }
}

/** Bodies near those that are expected: the names that they have, with anything under them. */
const names = fc.constantFrom(
  ...["points", "piece", "reviews", "action", "fact", "value", "pieces", "D-ENR-RIB", "sha256", "version", "roles"],
  ...["mail", "person", "siret", "declared", "role", "programme", "evidence", "kind", "outcome", "sirets", "number"],
);
const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("", "a", "confirm", "22", "2022-13-45", true, 1.5, -1, [], {}),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(names, tie("any"), { maxKeys: 4 }),
  ),
})).any;

describe.each(bodies)("the body of %s", (_, schema) => {
  test("holds no list without an end", () => {
    expect(endless(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }))).toEqual([]);
  });

  test("whatever is sent: refused in French sentences, without the words of a program", () => {
    fc.assert(
      fc.property(values, (body) => {
        for (const reason of reasonsFor(body, schema)) {
          expect(reason).not.toMatch(foreign);
          expect(reason).toMatch(/^[«\p{Lu}\d].*\.$/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});
