import { describe, expect, test } from "@jest/globals";
import { dutySchema } from "../../../functions/segur/duties.ts";
import { invitationFound } from "../../../functions/segur/examination-steps.ts";
import { dutyList, listPartition, places } from "../../../shared/ports/places.ts";
import { at, dossier, point } from "./made.ts";

const now = at("2022-11-28T10:05:00+01:00");
const head = dossier(["D-ENR-FORM"]);

describe("SEG-6.1-29 an invitation of the platform itself", () => {
  test("two points: the duty of the case at the event of the invitation, listed by its last day, written once", () => {
    const points = [point("D-ENR-RIB", "2022-12-31"), point("D-ENR-ID", "2022-12-28")];
    const { puts } = invitationFound(head, points, now);
    const listed = listPartition(dutyList, head.id, `2022-12-31#${head.id}#4`);
    const item = { v: 1, caseId: head.id, seq: 4, ...listed };
    expect(puts).toEqual([{ place: places.duty(head.id, 4), item, condition: { kind: "absent" } }]);
    expect(dutySchema.parse(item)).toEqual(item);
  });

  test("under instruction: to be completed, the invitation open at that same event", () => {
    const points = [point("D-ENR-RIB", "2022-12-31")];
    const { head: written, event } = invitationFound(head, points, now);
    expect(written.item).toMatchObject({
      state: "to_complete",
      invitation: { seq: 4, at: now, state: "open", points },
    });
    expect(event).toMatchObject({ type: "piece-or-field-missing", role: "platform", data: { points } });
  });
});
