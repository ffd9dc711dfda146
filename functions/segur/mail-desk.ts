import type { Enrolment } from "../../shared/domain/segur/enrolment.ts";
import { writeMail } from "../../shared/domain/segur/mail-form.ts";
import type { Letter } from "../../shared/domain/segur/mail-letter.ts";
import { isTrouble, type MailRecord, type MailState, mailSchema } from "../../shared/domain/segur/mail-record.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import type { Notifier } from "../../shared/ports/notifier.ts";
import { listPartition, mailIdOf, mailTroubleList, places } from "../../shared/ports/places.ts";
import type { Put, Records } from "../../shared/ports/records.ts";
import { type Recipient, type RecipientDeps, recipientsOf } from "./recipients.ts";

export interface MailDeps extends RecipientDeps {
  readonly records: Records;
  readonly notifier: Notifier;
  now(): Instant;
  /** Origin of the portal, where there is one. */
  readonly portal?: string;
}

/**
 * How long a mail that was about to be sent is waited for before it is sent again. SES tells within seconds what it took;
 * the visibility of the queue is longer, so that a message that comes back finds the answer.
 */
const doubtMinutes = 5;

/** What a dossier is told: of its event `seq`, in these words. */
export interface Telling {
  readonly dossier: Enrolment;
  readonly seq: number;
  readonly letter: Letter;
}

/**
 * Writes to each party of a dossier, once each: whoever was told already is not told again, whatever comes twice.
 *
 * SES knows no idempotency, so that the mail is written down as `intended` before it is handed over, under its own name.
 * Whoever comes back to an `intended` mail cannot know whether it left. SES can: it tells of each mail that it took, by the
 * tag that names it (`note-mail`). So the message waits; only when nothing was told for `doubtMinutes` had the mail not
 * left, and it is sent again. No mail is lost, and none is sent twice unless SES keeps silent for longer than that.
 *
 * @throws Error when some mail is in doubt or could not be handed over: the message is to come back
 */
export async function tellParties(deps: MailDeps, proof: Proof, telling: Telling): Promise<void> {
  const recipients = await recipientsOf(deps, proof, telling.dossier.owner, deps.now());
  if (recipients.length === 0) await giveToAPerson(deps, proof, recordOf(deps, telling, undefined, "no-recipient"));
  const told = await Promise.allSettled(recipients.map((recipient) => tellOne(deps, proof, telling, recipient)));
  const failed = told.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

async function tellOne(deps: MailDeps, proof: Proof, telling: Telling, recipient: Recipient): Promise<void> {
  const { member, address } = recipient;
  if (address === undefined) return giveToAPerson(deps, proof, recordOf(deps, telling, member, "no-address"));
  const intended = await intend(deps, proof, recordOf(deps, telling, member, "intended"));
  if (intended === undefined) return;
  const outcome = await deps.notifier.send({ to: address, ...wordsOf(deps, telling), tags: tagsOf(intended) });
  const after = { ...intended, state: outcome === "taken" ? "sent" : "refused" } as const;
  // What SES told meanwhile says more: it stands.
  if ((await write(deps, proof, after, intended)) && isTrouble(after.state)) ring(deps, after);
}

/** Writes down that a mail is about to be handed over; undefined when it was already. */
async function intend(deps: MailDeps, proof: Proof, fresh: MailRecord): Promise<MailRecord | undefined> {
  const place = places.mail(fresh.id);
  const kept = (await deps.records.load([place])).reveal(proof, place, mailSchema);
  if (kept !== undefined && kept.state !== "intended") return undefined;
  const inDoubt = kept !== undefined && minutesBetween(kept.at, fresh.at) < doubtMinutes;
  const intended = { ...fresh, attempts: (kept?.attempts ?? 0) + 1 };
  if (inDoubt || !(await write(deps, proof, intended, kept))) throw new MailInDoubt();
  return intended;
}

/** Nobody knows whether the mail left. */
class MailInDoubt extends Error {
  override readonly name = "MailInDoubt";
}

const wordsOf = ({ portal }: MailDeps, { dossier, letter }: Telling) =>
  writeMail(letter, {
    dossierId: dossier.id,
    programme: dossier.programme,
    ...(portal === undefined ? {} : { portal }),
  });

/** Names of the tags by which `note-mail` finds the mail again. */
const tagsOf = ({ id, caseId }: MailRecord) => ({ mail: id, case: caseId });

function recordOf(
  deps: MailDeps,
  { dossier, seq, letter: { template } }: Telling,
  member: string | undefined,
  state: MailState,
): MailRecord {
  const id = mailIdOf(dossier.id, seq, member ?? "nobody", template);
  const recipient = member === undefined ? {} : { member };
  return { v: 1, id, caseId: dossier.id, seq, template, ...recipient, state, attempts: 0, at: deps.now() };
}

async function giveToAPerson(deps: MailDeps, proof: Proof, mail: MailRecord): Promise<void> {
  if (await write(deps, proof, mail, undefined)) ring(deps, mail);
}

function ring(deps: MailDeps, { caseId, seq, state }: MailRecord): void {
  log({ event: "mail-not-sent", chain: caseId, seq, code: state });
  logMetric("MailNotSent", epochMillis(deps.now()));
}

/** False when somebody else wrote first. */
async function write(
  { records }: MailDeps,
  proof: Proof,
  mail: MailRecord,
  before: MailRecord | undefined,
): Promise<boolean> {
  return (await records.commit(proof, { puts: [mailPut(mail, before)], checks: [] })) === "committed";
}

/** A mail as it is kept, in the list of troubles where it is one; written only over what was read. */
export function mailPut({ gpk: _gpk, gsk: _gsk, ...mail }: MailRecord, before: MailRecord | undefined): Put {
  const listed = isTrouble(mail.state) ? listPartition(mailTroubleList, mail.id, `${mail.at}#${mail.id}`) : {};
  return {
    place: places.mail(mail.id),
    item: { ...mail, ...listed },
    condition:
      before === undefined
        ? { kind: "absent" }
        : { kind: "equal", attributes: { state: before.state, attempts: before.attempts } },
  };
}

const minutesBetween = (from: Instant, to: Instant): number => (epochMillis(to) - epochMillis(from)) / 60_000;
