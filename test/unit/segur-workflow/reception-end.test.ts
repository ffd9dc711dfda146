import { describe, expect, test } from "@jest/globals";
import {
  findingsOfPoints,
  pointsFound,
  receptionEndsAt,
  usualDueOn,
} from "../../../shared/domain/segur/completeness.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { completionEndsAt } from "../../../shared/domain/segur/stage.ts";
import { at, dossier, pieces } from "./made.ts";

/** The Date de fermeture, in winter. */
const end = at("2022-11-30T14:00:00+01:00");
const declared = { ...dossier([]).declared, exception: true };

/** A request under the exception of §2 of which no date of reception is known yet. */
const awaited = (changes: Partial<Enrolment> = {}): Enrolment => {
  const { receivedAt: _, ...unreceived } = dossier(["D-ENR-FORM"], { declared });
  return { ...unreceived, ...changes };
};
const received = dossier(["D-ENR-FORM"], { declared });
const ordinary = awaited({ declared: { ...declared, exception: false } });

describe("SEG-2-17 by when a request under the exception must be received", () => {
  test.each([
    ["a week before", "2022-11-23T09:00:00+01:00"],
    ["at the Date de fermeture itself", "2022-11-30T14:00:00.000+01:00"],
  ])("asked %s: by the Date de fermeture", (_, now) => {
    expect(receptionEndsAt(awaited(), at(now))).toBe(end);
  });

  test.each([
    ["one millisecond after the Date de fermeture", awaited(), "2022-11-30T14:00:00.001+01:00"],
    ["once it is received", received, "2022-11-23T09:00:00+01:00"],
    ["outside the exception", ordinary, "2022-11-23T09:00:00+01:00"],
    ["while the calendar prints no Date de fermeture", awaited(), "2022-05-02T09:00:00+02:00"],
  ])("asked %s: no end", (_, asked, now) => {
    expect(receptionEndsAt(asked, at(now))).toBeUndefined();
  });

  test("the calendar that prints it is published: from the first millisecond of that day in Paris, and not before", () => {
    expect(receptionEndsAt(awaited(), at("2022-07-03T23:59:59.999+02:00"))).toBeUndefined();
    expect(receptionEndsAt(awaited(), at("2022-07-04T00:00:00.000+02:00"))).toBe(end);
  });
});

describe("SEG-6.1-29, SEG-2-17 the last day to answer, when nobody sets another", () => {
  test.each([
    [
      "the thirtieth day is the eve of the Date de fermeture: that eve",
      awaited(),
      "2022-10-30T10:00:00+01:00",
      "2022-11-29",
    ],
    ["the thirtieth day is its very day: that day", awaited(), "2022-10-31T10:00:00+01:00", "2022-11-30"],
    [
      "the thirtieth day is the day after it: the day of the Date de fermeture",
      awaited(),
      "2022-11-01T10:00:00+01:00",
      "2022-11-30",
    ],
    [
      "asked on the day of the Date de fermeture, at its hour: that day",
      awaited(),
      "2022-11-30T14:00:00+01:00",
      "2022-11-30",
    ],
    ["asked one millisecond later: thirty days", awaited(), "2022-11-30T14:00:00.001+01:00", "2022-12-30"],
    ["received already: thirty days", received, "2022-11-28T10:00:00+01:00", "2022-12-28"],
    ["outside the exception: thirty days", ordinary, "2022-11-28T10:00:00+01:00", "2022-12-28"],
  ])("%s", (_, asked, now, dueOn) => {
    expect(usualDueOn(asked, at(now))).toBe(dueOn);
  });

  test("asked late in the evening of Paris: the days are those of Paris", () => {
    expect(usualDueOn(awaited(), at("2022-10-30T22:59:59.999Z"))).toBe("2022-11-29");
    expect(usualDueOn(awaited(), at("2022-10-30T23:00:00.000Z"))).toBe("2022-11-30");
  });

  test("what the platform asks by itself: due on the day of the Date de fermeture, and its findings say so", () => {
    const points = pointsFound(awaited(), pieces({}), at("2022-11-28T10:05:00+01:00"));
    expect(points.map(({ piece, dueOn }) => [piece, dueOn])).toEqual([
      ["D-ENR-RIB", "2022-11-30"],
      ["D-ENR-ID", "2022-11-30"],
    ]);
    for (const { expected } of findingsOfPoints(points)) {
      expect(expected).toBe("une réponse au plus tard le mercredi 30 novembre 2022");
    }
    const invitation = { seq: 3, at: at("2022-11-28T10:05:00+01:00"), state: "open" as const, points: [...points] };
    expect(completionEndsAt(invitation)).toBe("2022-11-30T23:00:00.000Z");
  });
});

describe("SEG-3.1-01 what the platform asks once an instructor settled the situation", () => {
  const whole = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;
  const settled = (value: string | boolean) => ({ action: "override" as const, seq: 4, value });
  const asked = (reviews: NonNullable<Enrolment["reviews"]>) =>
    pointsFound(dossier([...whole], { reviews }), pieces({}), at("2022-11-28T10:05:00+01:00")).map(
      ({ piece }) => piece,
    );

  test("a distributor: the mandat; another depositor: the powers; as declared: nothing", () => {
    expect(asked({ role: settled("distributeur") })).toEqual(["D-ENR-MANDAT"]);
    expect(asked({ depositorIsLegalRep: settled(false) })).toEqual(["D-ENR-POUVOIRS"]);
    expect(asked({ role: settled("editeur"), depositorIsLegalRep: settled(true) })).toEqual([]);
  });
});
