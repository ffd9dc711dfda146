import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { expire } from "../../../functions/segur/expiry.ts";
import type { Point } from "../../../shared/domain/segur/invitation.ts";
import type { Open } from "../../../shared/lambda/act.ts";
import { places } from "../../../shared/ports/places.ts";
import { at, dossier, point } from "./made.ts";

const invitedAt = at("2022-11-28T10:00:00+01:00");
const answeredAt = at("2022-12-01T10:00:00+01:00");
/** The midnights of Paris after the 10th and after the 28th of December. */
const [early, late] = [at("2022-12-11T00:00:00+01:00"), at("2022-12-29T00:00:00+01:00")];

/** What the end of the delay makes of a dossier that was asked these points. */
function expired(points: Point[], dueAt: typeof early) {
  const invitation = { seq: 3, at: invitedAt, state: "open" as const, points };
  const head = dossier(["D-ENR-FORM"], { state: "to_complete", invitation });
  const open: Open = (place, schema) => (place.sk === places.dossier(head.id).sk ? z.parse(schema, head) : undefined);
  return expire.decide({ caseId: head.id, dueAt }, open);
}

describe("SEG-6.1-29 the end of the delay of an invitation", () => {
  const answered = point("D-ENR-ID", "2022-12-10", { answeredAt });
  const later = point("D-ENR-RIB", "2022-12-28");

  test("a partial answer moved the last day: at the old one nothing, at the new one expired", () => {
    expect(expired([answered, later], early)).toBeUndefined();
    expect(expired([answered, later], late)).toMatchObject({
      head: { item: { state: "rejected", invitation: { state: "expired" } } },
      event: { type: "completion-delay-expired", data: { pieces: ["D-ENR-RIB"] } },
    });
  });

  test("one of two points late: a finding for that one alone, though both are unanswered", () => {
    const decision = expired([point("D-ENR-ID", "2022-12-10"), later], early);
    expect(decision?.event?.findings).toEqual([
      expect.objectContaining({
        rule: "SEG-6.1-29",
        outcome: "reject",
        expected: expect.stringContaining("10 décembre 2022"),
      }),
    ]);
    expect(decision?.event?.data).toEqual({ pieces: ["D-ENR-ID", "D-ENR-RIB"] });
  });

  test("two points late on the same day, a third one answered: a finding for each of the two", () => {
    const points = [later, point("D-ENR-FORM", "2022-12-28"), answered];
    expect(expired(points, late)?.event?.findings?.map(({ outcome }) => outcome)).toEqual(["reject", "reject"]);
  });

  test("every point answered: nothing", () => {
    expect(expired([answered], early)).toBeUndefined();
  });
});
