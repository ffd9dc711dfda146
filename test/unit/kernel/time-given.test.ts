import { describe, expect, test } from "@jest/globals";
import { grantBody, registerSolutionBody } from "../../../shared/domain/segur/solution-api.ts";
import { civilDateSchema, instantSchema, recordedInstantSchema } from "../../../shared/kernel/time.ts";
import { givenDateSchema, givenInstantSchema } from "../../../shared/kernel/time-given.ts";

const year = "Vérifiez l'année : elle est attendue de 2000 à 2100.";
const refusal = (schema: typeof givenInstantSchema | typeof givenDateSchema, text: string) =>
  schema.safeParse(text).error?.issues.map(({ message }) => message);

describe("an instant and a day that a person gives", () => {
  test.each([
    ["2000-01-01T00:00:00Z", undefined],
    ["2100-12-31T23:59:59.999Z", undefined],
    ["1999-12-31T23:59:59.999Z", [year]],
    ["2101-01-01T00:00:00Z", [year]],
    ["0022-03-01T09:00:00+01:00", [year]],
    ["2202-03-01T09:00:00+01:00", [year]],
    ["2000-01-01T00:30:00+01:00", [year]],
  ])("%s: %j", (text, refused) => {
    expect(refusal(givenInstantSchema, text)).toEqual(refused);
  });

  test.each([
    ["2000-01-01", undefined],
    ["2100-12-31", undefined],
    ["1999-12-31", [year]],
    ["2101-01-01", [year]],
    ["0022-03-01", [year]],
  ])("%s: %j", (text, refused) => {
    expect(refusal(givenDateSchema, text)).toEqual(refused);
  });

  test("no instant and no day: refused in the words of the form", () => {
    expect(refusal(givenInstantSchema, "demain")).toEqual([expect.stringContaining("ISO 8601")]);
    expect(refusal(givenDateSchema, "2022-02-30")).toEqual([expect.stringContaining("n'existe pas")]);
  });

  test("what is recorded of any year: still read", () => {
    expect(recordedInstantSchema.safeParse("0022-03-01T08:00:00.000Z").success).toBe(true);
    expect([instantSchema.safeParse("0022-03-01T08:00Z"), civilDateSchema.safeParse("0022-03-01")]).toMatchObject([
      { success: true },
      { success: true },
    ]);
  });
});

test("what ANS tells of the year 22: refused at its place", () => {
  const told = registerSolutionBody.safeParse({
    requestNumber: "R-1",
    name: "Labonova",
    editeurSiret: "73282932000074",
    requestReceivedAt: "0022-03-01T09:00:00+01:00",
    conventionSignedOn: "0022-03-01",
  });
  expect(told.error?.issues.map(({ path }) => path.join("."))).toEqual(["requestReceivedAt", "conventionSignedOn"]);
  expect(grantBody.safeParse({ number: "N-1", pronouncedOn: "0022-03-01" }).success).toBe(false);
});
