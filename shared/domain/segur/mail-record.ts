import * as z from "zod/mini";
import { type Instant, recordedInstantSchema } from "../../kernel/time.ts";

/**
 * How far a mail is known to be. `intended`: written down before it is handed over, so that it may or may not have left.
 * Those of `troubles` are for a person.
 */
const states = [
  "intended",
  "sent",
  "delivered",
  "refused",
  "bounced",
  "complained",
  "no-address",
  "no-recipient",
] as const;
export type MailState = (typeof states)[number];

const elsewhere = "Prévenez l'organisation par une autre voie.";

/** What a person must know of a mail whose reader does not know what was to be told. */
const troubles: Readonly<Partial<Record<MailState, string>>> = {
  refused: `Le courriel n'est pas parti : le service d'envoi l'a refusé. ${elsewhere}`,
  bounced: `Le courriel n'a pas été remis : l'adresse de son destinataire l'a rejeté. ${elsewhere}`,
  complained: `Le destinataire a signalé le courriel comme indésirable : il peut n'en plus recevoir. ${elsewhere}`,
  "no-address": `Le courriel n'a pas été envoyé : l'adresse de son destinataire manque ou est effacée. ${elsewhere}`,
  "no-recipient": `Le courriel n'a pas été envoyé : personne ne dépose ni ne signe pour l'organisation. ${elsewhere}`,
};

/** A mail to one recipient about one event, for ever: ids alone. `gpk` and `gsk` place it in the list of troubles. */
export const mailSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  caseId: z.string(),
  /** Event that it tells of. */
  seq: z.int(),
  template: z.string(),
  /** Membership of the recipient; absent when there was nobody to write to. */
  member: z.optional(z.string()),
  state: z.enum(states),
  /** Times that it was handed over, or was about to be. */
  attempts: z.int(),
  /** Instant of the state. */
  at: recordedInstantSchema,
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
});
export type MailRecord = Readonly<z.infer<typeof mailSchema>>;

/** Whether a person must look after it: the recipient does not know what was to be told. */
export const isTrouble = (state: MailState): boolean => troubles[state] !== undefined;

/** A mail of the list of troubles as officers read it: which event it was to tell, and what became of it. */
export const mailTroubleLine = ({ caseId, seq, template, at, state }: MailRecord) => ({
  dossierId: caseId,
  seq,
  template,
  at,
  state,
  sentence: troubles[state],
});

/** What SES tells of a mail, and the state that it means. What is not here changes nothing. */
const outcomes = new Map<string, MailState>([
  ["Send", "sent"],
  ["Delivery", "delivered"],
  ["Reject", "refused"],
  ["Bounce", "bounced"],
  ["Complaint", "complained"],
]);

const rank = (state: MailState): number => states.indexOf(state);

/** The mail after what was told of it, or undefined when it already says as much: told twice or in disorder changes nothing. */
export function afterOutcome(mail: MailRecord, outcome: string, at: Instant): MailRecord | undefined {
  const state = outcomes.get(outcome);
  return state === undefined || rank(state) <= rank(mail.state) ? undefined : { ...mail, state, at };
}
