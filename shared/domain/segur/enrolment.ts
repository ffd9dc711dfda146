import * as z from "zod/mini";
import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import { recordedInstantSchema } from "../../kernel/time.ts";
import { type EnrolmentState, enrolmentLifecycle, enrolmentStates } from "./lifecycle-enrolment.ts";
import { piecesDue } from "./pieces-due.ts";
import { programme } from "./programmes/bio-sgl-va1-id.ts";

/** What the filer declares of itself and of its Solution when a draft is opened: facts that no other may supply. */
export const declarationSchema = z.strictObject({
  role: z.enum(["editeur", "distributeur"]),
  depositorIsLegalRep: z.boolean(),
  exception: z.boolean(),
  formNumber: z.optional(
    z
      .string()
      .check(
        z.trim(),
        z.minLength(1),
        z.maxLength(60),
        z.regex(/^[\w./ -]+$/, "Lettres, chiffres, espaces et . / - _ seulement."),
      ),
  ),
});

export const createDossierBody = z.strictObject({ programme: z.literal(programme.id), declared: declarationSchema });
export type CreateDossier = z.infer<typeof createDossierBody>;

/** The head of an enrolment dossier. `gpk` and `gsk` place it in its owner's list. */
export const enrolmentSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("enrolment"),
  id: z.string(),
  owner: z.string(),
  siret: z.string(),
  programme: z.literal(programme.id),
  state: z.enum(enrolmentStates),
  declared: declarationSchema,
  seq: z.int(),
  hash: z.string(),
  createdAt: recordedInstantSchema,
  gpk: z.string(),
  gsk: z.string(),
});
export type Enrolment = Readonly<z.infer<typeof enrolmentSchema>>;

/**
 * A dossier as its parties read it: where it stands in words, and each piece with whether and why it is due. A draft
 * says that it has not been filed: nothing was received, no delay runs.
 */
export const enrolmentView = ({ id, owner, siret, programme: programmeId, state, declared, createdAt }: Enrolment) => ({
  id,
  organisation: owner,
  siret,
  programme: programmeId,
  state,
  stateLabel: enrolmentLifecycle.states[state],
  received: state !== "draft" && state !== "withdrawn",
  declared,
  createdAt,
  pieces: piecesDue(declared),
});

/** The line of a dossier in a list. */
export const enrolmentLine = ({ id, programme: programmeId, state, createdAt }: Enrolment) => ({
  id,
  programme: programmeId,
  state,
  stateLabel: enrolmentLifecycle.states[state],
  createdAt,
});

/** The state after the filer gives up a draft, or a problem that names the state the dossier is in. */
export function afterWithdrawal(state: EnrolmentState): EnrolmentState {
  const row = transition(enrolmentLifecycle, state, "withdrawn-by-filer");
  if (row.ok) return row.value.to;
  throw new Problem(
    "illegal-transition",
    `Seul un brouillon non déposé peut être abandonné ; ce dossier est dans l'état « ${enrolmentLifecycle.states[state]} ».`,
    {
      findings: [
        {
          rule: "SEG-2-16",
          article: "AF-BIO-SGL-Va1 V1.5, §2",
          outcome: "log",
          sentence: "Une demande existe depuis sa réception : après, elle ne s'abandonne plus comme un brouillon.",
          expected: enrolmentLifecycle.states.draft,
          read: enrolmentLifecycle.states[state],
          provenance: "interpretation",
        },
      ],
    },
  );
}
