import * as z from "zod/mini";
import { findingSchema } from "../../kernel/finding.ts";
import { civilDateSchema, recordedInstantSchema } from "../../kernel/time.ts";
import type { Enrolment } from "./enrolment.ts";

/** What a mail says, before it is put into a form: sentences, each on one line, without markup. */
export interface Letter {
  /** Names what is told; with the event and the recipient it makes the mail one and only. */
  readonly template: string;
  /** At most 78 characters: no name of a person, no sum. */
  readonly subject: string;
  /** What, before when, on what ground. */
  readonly lead: readonly string[];
  readonly list?: { readonly title: string; readonly items: readonly string[] };
  /** What follows, and what can be done. */
  readonly next: readonly string[];
}

/** An event of a dossier, as far as mails tell of it. */
export const toldEventSchema = z.object({
  seq: z.int(),
  at: recordedInstantSchema,
  type: z.string(),
  findings: z.array(findingSchema),
  data: z.looseObject({
    receivedAt: z.optional(recordedInstantSchema),
    pronouncedOn: z.optional(civilDateSchema),
    withdrawnOn: z.optional(civilDateSchema),
  }),
});
export type ToldEvent = Readonly<z.infer<typeof toldEventSchema>>;

/** The first digits of a dossier's id: enough to tell apart those of one organisation, in the subject of a mail. */
export const reference = ({ id }: Pick<Enrolment, "id">): string => id.slice(0, 8);
