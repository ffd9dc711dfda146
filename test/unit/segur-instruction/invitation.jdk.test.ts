import { describe, expect, jest, test } from "@jest/globals";
import { dutyList, listPartition, places } from "../../../shared/ports/places.ts";
import { type } from "../adapters/acts.ts";
import { ask, colleague, eventsOf, inHand, inQueue, instructor, itemOf, useDesk } from "./desk.ts";

jest.setTimeout(60_000);
useDesk();

const points = [
  { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: "2022-12-20" },
  { piece: "D-ENR-ID", defect: "expired", rule: "SEG-3.1-07", dueOn: "2022-12-09" },
];
const invite = (who: typeof instructor, id: string) => ask(who, "invitation", id, { version: 3, json: { points } });

describe("SEG-6.1-29 the duty that an invitation makes", () => {
  test("two points by an instructor: one duty of the case, at the event of the invitation, listed by the last day", async () => {
    const id = await inHand();
    expect((await invite(instructor, id)).status).toBe(200);
    const listed = listPartition(dutyList, id, `2022-12-20#${id}#4`);
    const { pk, sk } = places.duty(id, 4);
    expect(await itemOf(id, "DUTY#4")).toEqual({ pk, sk, v: 1, caseId: id, seq: 4, ...listed });
  });
});

describe("SEG-3.2-02 an invitation by an instructor who has not the dossier in hand", () => {
  /** The dossier is where it was: nothing recorded, nothing asked of the Fournisseur. */
  async function expectUntouched(id: string, taskState: string) {
    expect(await eventsOf(id)).toEqual([]);
    expect(await itemOf(id, "HEAD")).toMatchObject({ state: "under_instruction", seq: 3 });
    expect(await itemOf(id, "TASK")).toMatchObject({ state: taskState });
    expect(await itemOf(id, "DUTY#4")).toBeUndefined();
  }

  test("nobody has it: refused, to be taken first", async () => {
    const id = await inQueue();
    const answer = await invite(instructor, id);
    expect([answer.status, type(answer)]).toEqual([409, "illegal-transition"]);
    expect(answer.json.detail).toContain("Prenez d'abord");
    await expectUntouched(id, "waiting");
  });

  test("another has it: refused, and names who", async () => {
    const id = await inHand();
    const answer = await invite(colleague, id);
    expect([answer.status, type(answer)]).toEqual([409, "illegal-transition"]);
    expect(answer.json.detail).toContain(instructor.memberId);
    await expectUntouched(id, "claimed");
  });
});
