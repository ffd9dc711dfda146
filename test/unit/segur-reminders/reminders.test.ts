import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { caseOfReminder, lastChangeOf, remindersOf } from "../../../shared/domain/segur/reminders.ts";
import { addDays } from "../../../shared/kernel/civil.ts";
import { dateInParis } from "../../../shared/kernel/time-paris.ts";
import { day, dossier, dossierId, instant, invitation, invited } from "../segur-mails/dossiers.ts";

const [rib, identity] = invitation.points;
const planned = (head = invited(), now = invitation.at) => remindersOf(head, now).map(({ name, at }) => [name, at]);

describe("SEG-6.1-29 the reminders of an invitation to complete", () => {
  test("of thirty days: half-way and three days before, at 9 h 00 in Paris", () => {
    expect(planned()).toEqual([
      [`${dossierId}-5-20221228-half-way`, "2022-12-13T08:00:00.000Z"],
      [`${dossierId}-5-20221228-last-days`, "2022-12-25T08:00:00.000Z"],
    ]);
  });

  test("across the change to summer time: still at 9 h 00 on the walls of Paris", () => {
    const head = invited({ at: instant("2023-03-10T10:00:00+01:00"), points: [{ ...rib!, dueOn: day("2023-04-09") }] });
    expect(planned(head, instant("2023-03-10T09:00:00Z")).map(([, at]) => at)).toEqual([
      "2023-03-25T08:00:00.000Z",
      "2023-04-06T07:00:00.000Z",
    ]);
  });

  test("of two last days: a plan for each; of an answered point: none", () => {
    const head = invited({ points: [rib!, { ...identity!, dueOn: day("2023-01-10") }] });
    expect(planned(head)).toHaveLength(4);
    const answered = invited({
      points: [
        { ...rib!, answeredAt: invitation.at },
        { ...identity!, dueOn: day("2023-01-10") },
      ],
    });
    expect(planned(answered).map(([name]) => name)).toEqual([
      `${dossierId}-5-20230110-half-way`,
      `${dossierId}-5-20230110-last-days`,
    ]);
  });

  test("none in the past, and none at the very instant of planning", () => {
    expect(planned(invited(), instant("2022-12-13T08:00:00.000Z")).map(([, at]) => at)).toEqual([
      "2022-12-25T08:00:00.000Z",
    ]);
    expect(planned(invited(), instant("2022-12-25T08:00:00.000Z"))).toEqual([]);
  });

  test("of a week: the last-days one alone where half-way would not come before it", () => {
    const in6 = invited({ points: [{ ...rib!, dueOn: day("2022-12-04") }] });
    expect(planned(in6).map(([, at]) => at)).toEqual(["2022-12-01T08:00:00.000Z"]);
    const in8 = invited({ points: [{ ...rib!, dueOn: day("2022-12-06") }] });
    expect(planned(in8).map(([, at]) => at)).toEqual(["2022-12-02T08:00:00.000Z", "2022-12-03T08:00:00.000Z"]);
  });

  test("of three days or less: none, for the mail of the invitation has just left", () => {
    expect(planned(invited({ points: [{ ...rib!, dueOn: day("2022-12-01") }] }))).toEqual([]);
  });

  test.each([
    ["answered", dossier({ invitation: { ...invitation, state: "answered" } })],
    ["expired", dossier({ state: "rejected", invitation: { ...invitation, state: "expired" } })],
    ["never made", dossier({ state: "to_complete" })],
    ["left open by a dossier that is no longer to complete", dossier({ state: "enrolled", invitation })],
  ])("an invitation %s: none", (_, head) => {
    expect(planned(head)).toEqual([]);
  });

  test("whatever the delay and the moment: after the invitation and the moment, before the last day, each by a name of its own", () => {
    const delays = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(delays, fc.integer({ min: 0, max: 100 }), (days, later) => {
        const invitedOn = dateInParis(invitation.at);
        const points = days.map((count) => ({ ...rib!, dueOn: addDays(invitedOn, count) }));
        const now = instant(`${addDays(invitedOn, later)}T12:00:00Z`);
        const plan = remindersOf(invited({ points }), now);
        expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length);
        for (const { name, at, message } of plan) {
          expect(at > now && at > invitation.at).toBe(true);
          expect(addDays(dateInParis(at), 3) <= message.reminder.dueOn).toBe(true);
          expect(name).toMatch(/^[\w.-]{1,64}$/);
          expect(caseOfReminder(name)).toBe(dossierId);
        }
      }),
    );
  });
});

describe("the case that a reminder is named after", () => {
  test("a name that no reminder bears: none", () => {
    for (const name of [
      "",
      "reminder",
      `${dossierId}-5-half-way`,
      `x${dossierId}-5-20221228-half-way`,
      `${dossierId}-5-20221228-other`,
    ]) {
      expect(caseOfReminder(name)).toBeUndefined();
    }
  });
});

describe("the last change that bears on reminders", () => {
  const late = instant("2023-02-01T00:00:00Z");
  test.each([
    ["the invitation", invited(), invitation.at],
    ["an answer", invited({ points: [{ ...rib!, answeredAt: late }] }), late],
    ["a decision", dossier({ invitation, decisions: [{ seq: 6, at: late, event: "x" }] }), late],
    [
      "a decision taken back",
      dossier({ decisions: [{ seq: 6, at: invitation.at, event: "x", void: { seq: 7, at: late } }] }),
      late,
    ],
    ["the draft itself", dossier(), dossier().createdAt],
  ])("%s", (_, head, expected) => {
    expect(lastChangeOf(head)).toBe(expected);
  });
});
