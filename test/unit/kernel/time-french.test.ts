import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";
import { dateInFrench, instantInFrench } from "../../../shared/kernel/time-french.ts";
import { anyInstant, everyChange, everyDay, hour, later } from "./time-samples.ts";

/** The expectations below are typed with plain spaces; a time is written with no-break ones. */
const spaced = (text: string) => text.replaceAll("\u00a0", " ");
const written = (text: string) => instantInFrench(instantSchema.parse(text));

describe("a date in French", () => {
  test.each([
    ["2022-11-30", "mercredi 30 novembre 2022"],
    ["2022-12-01", "jeudi 1er décembre 2022"],
    ["2024-02-29", "jeudi 29 février 2024"],
    ["2021-08-13", "vendredi 13 août 2021"],
  ])("%s: %s", (date, expected) => {
    expect(dateInFrench(civilDateSchema.parse(date))).toBe(expected);
  });

  test("every day of 2020-2030: as the runtime's French writes it, « 1er » apart", () => {
    const french = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeZone: "UTC" });
    for (const day of everyDay) {
      expect(dateInFrench(day).replace(" 1er ", " 1 ")).toBe(french.format(new Date(day)).replace(" 1er ", " 1 "));
    }
  });
});

describe("an instant in French", () => {
  test.each([
    ["a round hour", "2022-11-30T14:00:00+01:00", "mercredi 30 novembre 2022 à 14 h 00 (heure de Paris)"],
    [
      "one millisecond more",
      "2022-11-30T14:00:00.001+01:00",
      "mercredi 30 novembre 2022 à 14 h 00 min 00,001 s (heure de Paris)",
    ],
    ["whole seconds", "2022-11-30T14:00:05+01:00", "mercredi 30 novembre 2022 à 14 h 00 min 05 s (heure de Paris)"],
    ["morning, the first of a month", "2022-03-01T09:05:00+01:00", "mardi 1er mars 2022 à 9 h 05 (heure de Paris)"],
    [
      "midnight in Paris, the day before in UTC",
      "2023-09-20T22:00:00Z",
      "jeudi 21 septembre 2023 à 0 h 00 (heure de Paris)",
    ],
  ])("%s", (_, text, expected) => {
    expect(spaced(written(text))).toBe(expected);
  });

  test("a time is not cut at the end of a line", () => {
    expect(written("2022-11-30T14:00:05+01:00")).toContain("14\u00a0h\u00a000\u00a0min\u00a005\u00a0s");
  });

  test.each(everyChange.filter(({ hours }) => hours === 25))(
    "the doubled hour of $on: the offset is told",
    ({ at }) => {
      const around = [-hour - 1, -hour, -1, 0, hour - 1, hour].map((millis) =>
        spaced(instantInFrench(later(at, millis))),
      );
      expect(around.map((text) => text.slice(text.indexOf("à ")))).toEqual([
        "à 1 h 59 min 59,999 s (heure de Paris)",
        "à 2 h 00 (heure de Paris, UTC+02:00)",
        "à 2 h 59 min 59,999 s (heure de Paris, UTC+02:00)",
        "à 2 h 00 (heure de Paris, UTC+01:00)",
        "à 2 h 59 min 59,999 s (heure de Paris, UTC+01:00)",
        "à 3 h 00 (heure de Paris)",
      ]);
    },
  );

  test("two instants never read the same", () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(1, 1000, 60_000, hour, 24 * hour), (instant, step) => {
        expect(instantInFrench(later(instant, step))).not.toBe(instantInFrench(instant));
      }),
    );
  });
});
