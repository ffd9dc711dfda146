import { describe, expect, test } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { type InviteToComplete, pointsAsked } from "../../../shared/domain/segur/invitation-request.ts";
import { refusal } from "../segur-solutions/samples.ts";
import { at, on } from "../segur-workflow/made.ts";
import { complete } from "./made.ts";
import { underException } from "./ruled.ts";

type Asked = InviteToComplete["points"][number];
const rib: Asked = { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06" };
const now = at("2022-11-28T10:00:00+01:00");
const { receivedAt: _received, ...awaited } = underException();

describe("SEG-2-17 the last day of a request under the exception that is not yet received", () => {
  const dueOn = (day: string | undefined, asking = now, dossier: Enrolment = awaited) =>
    pointsAsked({ points: [{ ...rib, ...(day && { dueOn: on(day) }) }] }, dossier, asking)[0]?.dueOn;

  test("no day given: that of the Date de fermeture, before the thirtieth", () => {
    expect(dueOn(undefined)).toBe("2022-11-30");
    expect(dueOn(undefined, at("2022-10-30T10:00:00+01:00"))).toBe("2022-11-29");
  });

  test.each(["2022-11-29", "2022-11-30"])("given as %s, the first day possible or the last: taken", (day) => {
    expect(dueOn(day)).toBe(day);
  });

  test.each(["2022-11-28", "2022-12-01"])(
    "given as %s, a day too early or too late: refused, with those possible",
    (day) => {
      expect(refusal(() => dueOn(day)).fields).toEqual([
        {
          pointer: "/points/0/dueOn",
          reason: expect.stringMatching(/du mardi 29 novembre 2022 au mercredi 30 novembre 2022/),
        },
      ]);
    },
  );

  test("asked on the day of the Date de fermeture: that very day, and no other", () => {
    const morning = at("2022-11-30T09:00:00+01:00");
    expect([dueOn(undefined, morning), dueOn("2022-11-30", morning)]).toEqual(["2022-11-30", "2022-11-30"]);
    expect(refusal(() => dueOn("2022-12-01", morning)).fields[0]?.pointer).toBe("/points/0/dueOn");
  });

  test.each([
    ["once received", underException()],
    ["outside the exception", complete()],
  ])("%s: a day after the Date de fermeture is taken, the usual one is the thirtieth", (_, dossier) => {
    expect([dueOn(undefined, now, dossier), dueOn("2022-12-01", now, dossier)]).toEqual(["2022-12-28", "2022-12-01"]);
  });
});

describe("points of pieces that what was settled makes due", () => {
  const settled = (value: string | boolean) => ({ action: "override" as const, seq: 4, value });
  const mandat: Asked = { piece: "D-ENR-MANDAT", defect: "missing", rule: "SEG-3.2-05" };
  const powers: Asked = { piece: "D-ENR-POUVOIRS", defect: "missing", rule: "SEG-3.1-08" };
  const asked = (point: Asked, changes: Partial<Enrolment> = {}) =>
    pointsAsked({ points: [point] }, complete(changes), now);

  test.each<[string, Asked, Enrolment["reviews"], RegExp]>([
    [
      "SEG-3.2-05 the mandat of an operator settled as a distributor",
      mandat,
      { role: settled("distributeur") },
      /est l'Editeur.*rectifiez d'abord l'élément «.role.»/,
    ],
    [
      "SEG-3.1-08 the powers of a depositor settled as another person",
      powers,
      { depositorIsLegalRep: settled(false) },
      /Le représentant légal dépose lui-même.*rectifiez d'abord l'élément «.depositorIsLegalRep.»/,
    ],
  ])("%s: asked; as declared: refused with the why", (_, point, reviews, why) => {
    expect(asked(point, { reviews })).toEqual([{ ...point, dueOn: "2022-12-28" }]);
    expect(refusal(() => asked(point)).fields).toEqual([
      { pointer: "/points/0/piece", reason: expect.stringMatching(why) },
    ]);
  });

  test("the mandat of a distributor settled as the Editeur: refused", () => {
    const declared = { ...complete().declared, role: "distributeur" } as const;
    expect(asked(mandat, { declared })).toHaveLength(1);
    expect(refusal(() => asked(mandat, { declared, reviews: { role: settled("editeur") } })).fields).toHaveLength(1);
  });
});
