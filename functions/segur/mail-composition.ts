import { sesNotifier } from "../../shared/adapters/ses/notifier.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import type { Letter } from "../../shared/domain/segur/mail-letter.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { instantFromEpochMillis } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { personKeys } from "../../shared/lambda/composition-sealing.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { log } from "../../shared/lambda/log.ts";
import { setting } from "../../shared/lambda/setting.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { type MailDeps, tellParties } from "./mail-desk.ts";

const portal = process.env.PORTAL_ORIGIN;

/** What the functions need that write to parties. */
export const mailDeps: MailDeps = {
  records,
  personKeys,
  notifier: sesNotifier({ from: setting("MAIL_FROM"), configurationSet: setting("MAIL_CONFIGURATION_SET") }),
  // Whom to write to and whether it is still due are read when the mail leaves, whenever that is.
  now: () => instantFromEpochMillis(Date.now()),
  ...(portal === undefined ? {} : { portal }),
};

/** A dossier as it is now, and the right of the platform to act on it. */
interface OpenDossier {
  readonly proof: Proof;
  readonly dossier: Enrolment;
}

/** @throws Problem when there is no such dossier: the message is for a person */
export async function openDossier(id: string): Promise<OpenDossier> {
  const place = places.dossier(id);
  const snapshot = await records.load([place]);
  const proof = demandAllowed(authoriseProceeding(id, snapshot));
  const dossier = snapshot.reveal(proof, place, enrolmentSchema);
  if (dossier === undefined) throw new Error("allowed on no dossier");
  return { proof, dossier };
}

/** Writes to the parties of a dossier; where there is nothing to tell any more, nothing leaves and the log says so. */
export async function tellIfDue(
  { proof, dossier }: OpenDossier,
  seq: number,
  letter: Letter | undefined,
): Promise<void> {
  if (letter === undefined) return log({ event: "nothing-to-tell", chain: dossier.id, seq });
  await tellParties(mailDeps, proof, { dossier, seq, letter });
}
