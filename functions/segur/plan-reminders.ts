import * as z from "zod/mini";
import { instantFromEpochMillis } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { reminders } from "../../shared/lambda/composition-reminders.ts";
import { eachMessage } from "../../shared/lambda/each-message.ts";
import { log } from "../../shared/lambda/log.ts";
import { reconcile } from "./reminder-plan.ts";

const messageSchema = z.object({ detail: z.object({ procedure: z.string(), chain: z.string() }) });

/** Told that something happened to a dossier, keeps the reminders that it calls for and withdraws those that it no longer does. */
export const handler = (batch: unknown) =>
  eachMessage(batch, messageSchema, async ({ detail: { procedure, chain } }) => {
    if (procedure !== "enrolment") return;
    const kept = await reminders.names(`${chain}-`);
    // A reminder whose time has passed when it is planned is not made: now is the moment of planning.
    const now = instantFromEpochMillis(Date.now());
    const { missing, superfluous } = await reconcile({ records, reminders }, chain, kept, now);
    for (const name of missing) log({ event: "reminder-kept", chain, code: name });
    for (const name of superfluous) log({ event: "reminder-withdrawn", chain, code: name });
  });
