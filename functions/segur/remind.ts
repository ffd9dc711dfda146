import { reminder } from "../../shared/domain/segur/mails-filing.ts";
import { reminderSchema } from "../../shared/domain/segur/reminders.ts";
import { dateInParis } from "../../shared/kernel/time-paris.ts";
import { eachMessage } from "../../shared/lambda/each-message.ts";
import { mailDeps, openDossier, tellIfDue } from "./mail-composition.ts";

/** A reminder has come: whether what it calls for is still due is read now. */
export const handler = (batch: unknown) =>
  eachMessage(batch, reminderSchema, async ({ reminder: { caseId, seq, dueOn, kind } }) => {
    const open = await openDossier(caseId);
    const today = dateInParis(mailDeps.now());
    await tellIfDue(open, seq, reminder(open.dossier, { seq, dueOn, kind, today }));
  });
