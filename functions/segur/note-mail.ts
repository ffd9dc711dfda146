import * as z from "zod/mini";
import { afterOutcome, isTrouble, mailSchema } from "../../shared/domain/segur/mail-record.ts";
import { epochMillis, type Instant, instantSchema } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { eachMessage } from "../../shared/lambda/each-message.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { mailPut } from "./mail-desk.ts";

/** What SES tells of a mail, without the addresses that it also knows: by the tags that the mail bears. */
const toldSchema = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      timestamp: instantSchema,
      tags: z.object({ mail: z.tuple([z.string()]), case: z.tuple([z.string()]) }),
    }),
  }),
});

/** Notes what became of each mail; one that did not reach its reader is for a person (SEC-48). */
export const handler = (batch: unknown) =>
  eachMessage(batch, toldSchema, ({ detail: { eventType, mail } }) =>
    note(mail.tags.case[0], mail.tags.mail[0], eventType, mail.timestamp),
  );

async function note(caseId: string, id: string, outcome: string, at: Instant): Promise<void> {
  const place = places.mail(id);
  const snapshot = await records.load([place, places.dossier(caseId)]);
  const proof = demandAllowed(authoriseProceeding(caseId, snapshot));
  const mail = snapshot.reveal(proof, place, mailSchema);
  const after = mail && afterOutcome(mail, outcome, at);
  if (mail === undefined || after === undefined) return;
  const written = await records.commit(proof, { puts: [mailPut(after, mail)], checks: [] });
  if (written !== "committed") throw new Error("the mail changed meanwhile: to be noted again");
  if (!isTrouble(after.state)) return;
  log({ event: "mail-not-received", chain: caseId, seq: mail.seq, code: after.state });
  logMetric("MailNotReceived", epochMillis(at));
}
