import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { reconcile } from "../../../functions/segur/reminder-plan.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { Instant } from "../../../shared/kernel/time.ts";
import { places } from "../../../shared/ports/places.ts";
import type { ScheduledReminder } from "../../../shared/ports/reminders.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { day, dossier, instant, invitation } from "../segur-mails/dossiers.ts";
import { putItem } from "../segur-mails/post-office.ts";

jest.setTimeout(60_000);

let store: Store;
beforeAll(async () => {
  if (process.env.GUICHET_MISSING?.includes("jdk")) return;
  store = await startStore();
}, 120_000);
afterAll(() => store?.stop());

/** A dossier, and the reminders that are kept for it. */
function desk() {
  const id = randomUUID();
  const kept = new Map<string, ScheduledReminder>();
  const reminders = {
    keep: async (reminder: ScheduledReminder) => void (kept.has(reminder.name) || kept.set(reminder.name, reminder)),
    withdraw: async (name: string) => void kept.delete(name),
    names: async (prefix: string) => [...kept.keys()].filter((name) => name.startsWith(prefix)),
  };
  return {
    id,
    instants: () => [...kept.values()].map(({ at }) => at).toSorted(),
    become: (changes: Partial<Enrolment>) => putItem(store, places.dossier(id), dossier({ id, ...changes })),
    told: async (now: Instant = invitation.at) =>
      reconcile({ records: store.deps.records, reminders }, id, await reminders.names(`${id}-`), now),
  };
}

const open = { state: "to_complete", invitation } as const;
const answered = { state: "under_instruction", invitation: { ...invitation, state: "answered" } } as const;
const [rib, identity] = invitation.points;

describe("SEG-6.1-29 the plan of reminders follows the head", () => {
  test("an invitation: kept; told again: as they were; answered: withdrawn", async () => {
    const { become, told, instants } = desk();
    await become(open);
    expect(await told()).toMatchObject({ missing: [expect.any(String), expect.any(String)], superfluous: [] });
    expect(await told()).toMatchObject({ missing: [], superfluous: [] });
    expect(instants()).toEqual(["2022-12-13T08:00:00.000Z", "2022-12-25T08:00:00.000Z"]);
    await become(answered);
    expect((await told()).superfluous).toHaveLength(2);
    expect(instants()).toEqual([]);
  });

  test("one of two last days answered: its reminders go, the others stay", async () => {
    const { become, told, instants } = desk();
    const points = [rib!, { ...identity!, dueOn: day("2023-01-10") }];
    await become({ ...open, invitation: { ...invitation, points } });
    await told();
    await become({
      ...open,
      invitation: { ...invitation, points: [{ ...rib!, answeredAt: invitation.at }, points[1]!] },
    });
    await told();
    expect(instants()).toEqual(["2022-12-19T08:00:00.000Z", "2023-01-07T08:00:00.000Z"]);
  });

  test("a new invitation after an answer: the new reminders alone, by names of their own", async () => {
    const { become, told, instants } = desk();
    await become(open);
    await told();
    await become({
      ...open,
      invitation: {
        ...invitation,
        seq: 9,
        at: instant("2023-01-15T09:00:00Z"),
        points: [{ ...rib!, dueOn: day("2023-02-14") }],
      },
    });
    await told(instant("2023-01-15T09:00:00Z"));
    expect(instants()).toEqual(["2023-01-30T08:00:00.000Z", "2023-02-11T08:00:00.000Z"]);
  });

  test("told only after the first has passed: that one is not made any more", async () => {
    const { become, told, instants } = desk();
    await become(open);
    await told(instant("2022-12-20T00:00:00Z"));
    expect(instants()).toEqual(["2022-12-25T08:00:00.000Z"]);
  });

  test("a dossier that does not exist: its reminders are withdrawn", async () => {
    const { id, become, told, instants } = desk();
    await become(open);
    await told();
    await store.remove(places.dossier(id));
    expect((await told()).superfluous).toHaveLength(2);
    expect(instants()).toEqual([]);
  });

  test("SEC-32 told of any events, once to three times and in any order: what the last head calls for", async () => {
    const tellings = fc.array(fc.constantFrom(open, answered), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(tellings, fc.integer({ min: 1, max: 3 }), async (heads, times) => {
        const { become, told, instants } = desk();
        for (const head of heads.flatMap((one) => Array.from({ length: times }, () => one))) {
          await become(head);
          await told();
        }
        expect(instants()).toHaveLength(heads.at(-1) === open ? 2 : 0);
      }),
      { numRuns: 20 },
    );
  });
});
