import * as z from "zod/mini";
import { addDays, daysBetween } from "../../kernel/civil.ts";
import { type CivilDate, civilDateSchema, type Instant } from "../../kernel/time.ts";
import { dateInParis, instantInParis } from "../../kernel/time-paris.ts";
import type { Enrolment } from "./enrolment.ts";
import { outstanding } from "./invitation.ts";

/** When a duty to complete is called to mind. No text gives it: settings of the service. */
const reminderSettings = { timeInParis: "09:00", daysBefore: 3 } as const;

const kinds = ["half-way", "last-days"] as const;

/** What a reminder says of itself when it comes: ids and dates; whether it is still due is read then. */
export const reminderSchema = z.strictObject({
  v: z.literal(1),
  reminder: z.strictObject({
    caseId: z.string(),
    /** Event of the invitation. */
    seq: z.int(),
    dueOn: civilDateSchema,
    kind: z.enum(kinds),
  }),
});
type ReminderMessage = Readonly<z.infer<typeof reminderSchema>>;

/** A reminder that is to come. */
export interface PlannedReminder {
  /** Of at most 64 characters, the same whenever it is planned. */
  readonly name: string;
  readonly at: Instant;
  readonly message: ReminderMessage;
}

/**
 * The reminders that an open invitation still calls for after an instant: for each last day, half-way from the invitation
 * and three days before, at 9 h 00 in Paris. One that would not precede the last one is not made.
 */
export function remindersOf({ id, state, invitation }: Enrolment, now: Instant): readonly PlannedReminder[] {
  if (state !== "to_complete" || invitation?.state !== "open") return [];
  const { seq, at: invitedAt } = invitation;
  const lastDays = [...new Set(outstanding(invitation).map(({ dueOn }) => dueOn))];
  return lastDays
    .flatMap((dueOn) => daysOf(dateInParis(invitedAt), dueOn).map((one) => ({ ...one, dueOn })))
    .map(({ kind, on, dueOn }) => ({
      name: `${id}-${seq}-${dueOn.replaceAll("-", "")}-${kind}`,
      at: morning(on),
      message: { v: 1 as const, reminder: { caseId: id, seq, dueOn, kind } },
    }))
    .filter(({ at }) => at > invitedAt && at > now);
}

function daysOf(invitedOn: CivilDate, dueOn: CivilDate) {
  const halfWay = addDays(invitedOn, Math.floor(daysBetween(invitedOn, dueOn) / 2));
  const last = { kind: "last-days", on: addDays(dueOn, -reminderSettings.daysBefore) } as const;
  return halfWay < last.on ? [{ kind: "half-way", on: halfWay } as const, last] : [last];
}

function morning(on: CivilDate): Instant {
  const at = instantInParis(on, reminderSettings.timeInParis);
  if (!at.ok) throw new Error("the clocks change at night");
  return at.value;
}

/** The case that a reminder is named after, or undefined for a name that no reminder bears. */
export function caseOfReminder(name: string): string | undefined {
  return /^([0-9a-f-]{36})-\d+-\d{8}-(?:half-way|last-days)$/.exec(name)?.[1];
}

/** The last instant at which something of the dossier changed that bears on its reminders. */
export function lastChangeOf({ invitation, decisions = [], createdAt }: Enrolment): Instant {
  const answers = invitation?.points.flatMap(({ answeredAt }) => answeredAt ?? []) ?? [];
  const decided = decisions.flatMap(({ at, void: undone }) => [at, ...(undone === undefined ? [] : [undone.at])]);
  const all = [createdAt, ...(invitation === undefined ? [] : [invitation.at]), ...answers, ...decided];
  return all.sort().at(-1) ?? createdAt;
}
