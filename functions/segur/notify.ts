import * as z from "zod/mini";
import { toldEventSchema } from "../../shared/domain/segur/mail-letter.ts";
import { isTold, letterOf } from "../../shared/domain/segur/mails.ts";
import { records } from "../../shared/lambda/composition.ts";
import { eachMessage } from "../../shared/lambda/each-message.ts";
import { openDossier, tellIfDue } from "./mail-composition.ts";

const messageSchema = z.object({
  detail: z.object({ procedure: z.string(), type: z.string(), chain: z.string(), seq: z.int() }),
});

/** Told of an event of the record, writes to whoever has to know of it: once each, whatever comes twice or late (SEC-32). */
export const handler = (batch: unknown) =>
  eachMessage(batch, messageSchema, async ({ detail: { procedure, type, chain, seq } }) => {
    if (procedure !== "enrolment" || !isTold(type)) return;
    const open = await openDossier(chain);
    const [stored] = await records.events(open.proof, chain, { limit: 1, after: seq - 1 });
    const event = z.parse(toldEventSchema, stored?.event);
    if (event.seq !== seq) throw new Error("the event told of is not on its chain");
    await tellIfDue(open, seq, letterOf(event, open.dossier));
  });
