import { describe, expect, test } from "@jest/globals";
import { calendar, calendarInForce, settings } from "../../../../shared/domain/segur/programmes/bio-sgl-va1.ts";
import { versionsOf } from "../../../../shared/kernel/programme.ts";
import { instantSchema } from "../../../../shared/kernel/time.ts";

const inForce = (text: string) => calendarInForce(instantSchema.parse(text));

describe("the calendar in force", () => {
  test("the last millisecond before V1 is published: none", () => {
    expect(inForce("2021-08-12T23:59:59.999+02:00")).toBeUndefined();
  });

  test.each([
    ["2021-08-13T00:00:00+02:00", "V1"],
    ["2022-02-14T23:59:59.999+01:00", "V1"],
    ["2022-02-15T00:00:00+01:00", "V1.1"],
    ["2022-04-07T23:59:59.999+02:00", "V1.1"],
    ["2022-04-08T00:00:00+02:00", "V1.2"],
    ["2022-07-03T23:59:59.999+02:00", "V1.2"],
    ["2022-07-04T00:00:00+02:00", "V1.3"],
    ["2022-11-27T23:59:59.999+01:00", "V1.3"],
    ["2022-11-28T00:00:00+01:00", "V1.4"],
    ["2023-04-06T23:59:59.999+02:00", "V1.4"],
    ["2023-04-07T00:00:00+02:00", "V1.5"],
    ["2040-01-01T00:00:00+01:00", "V1.5"],
  ])("at %s: %s", (at, version) => {
    expect(inForce(at)?.version).toBe(version);
  });
});

describe("the dates of a version", () => {
  test("V1 prints the opening to ANS; its ends are not known, a date added later is absent", () => {
    expect(inForce("2021-09-15T10:00:00+02:00")?.dates).toEqual({
      referencementOpensOn: "2021-08-31",
      referencementEndsAt: "unknown",
      fermetureAt: "unknown",
      firmDateDueOn: "absent",
      finPrestationsOn: "absent",
      clotureAt: "unknown",
    });
  });

  test("V1.1 moves no date", () => {
    expect(inForce("2022-02-15T00:00:00+01:00")?.dates).toEqual(inForce("2021-09-15T00:00:00+02:00")?.dates);
  });

  test("V1.2 gives the end of référencement requests and still not the Date de fermeture", () => {
    expect(inForce("2022-04-08T00:00:00+02:00")?.dates).toMatchObject({
      referencementEndsAt: "2022-06-15T12:00:00.000Z",
      fermetureAt: "unknown",
    });
  });

  test("V1.3 gives the Date de fermeture and a first Date de clôture; V1.4 keeps both", () => {
    const dates = { fermetureAt: "2022-11-30T13:00:00.000Z", clotureAt: "2023-04-28T12:00:00.000Z" };
    expect(inForce("2022-07-04T09:00:00+02:00")?.dates).toMatchObject(dates);
    expect(inForce("2022-11-29T09:00:00+01:00")?.dates).toMatchObject({ ...dates, finPrestationsOn: "absent" });
  });

  test("V1.5 adds the end of the Prestations and moves the Date de clôture", () => {
    expect(inForce("2023-04-07T00:00:00+02:00")?.dates).toEqual({
      referencementOpensOn: "2021-08-31",
      referencementEndsAt: "2022-06-15T12:00:00.000Z",
      fermetureAt: "2022-11-30T13:00:00.000Z",
      firmDateDueOn: "2023-04-28",
      finPrestationsOn: "2023-09-20",
      clotureAt: "2023-12-14T13:00:00.000Z",
    });
  });

  test("versions follow each other in the order of their publication", () => {
    const published = versionsOf(calendar).map(({ publishedOn }) => publishedOn);
    expect(published).toEqual([...published].sort());
    expect(new Set(published).size).toBe(6);
  });
});

test("what the text leaves open has the defaults of the programme", () => {
  expect(Object.fromEntries(Object.entries(settings).map(([name, { default: value }]) => [name, value]))).toEqual({
    completionDelayDays: 30,
    opServicesOpenOn: "2021-10-01",
    dateOuverture: "2021-08-13",
  });
});
