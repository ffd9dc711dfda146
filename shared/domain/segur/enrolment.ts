import * as z from "zod/mini";
import { transition } from "../../kernel/lifecycle.ts";
import { visible } from "../../kernel/line.ts";
import { Problem } from "../../kernel/problem.ts";
import { recordedInstantSchema } from "../../kernel/time.ts";
import { instantInFrench } from "../../kernel/time-french.ts";
import { type DossierPieces, filedPieceSchema } from "./dossier-pieces.ts";
import { type DecisionRecord, decisionRecordSchema, evidenceRecordSchema, reviewSchema } from "./instruction.ts";
import { invitationSchema } from "./invitation.ts";
import { type EnrolmentState, enrolmentLifecycle, enrolmentStates } from "./lifecycle-enrolment.ts";
import { pieceViews } from "./pieces-view.ts";
import { programme } from "./programmes/bio-sgl-va1-id.ts";
import { pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

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

/** Names that a filer may declare; they are compared with the pieces, and sealed. */
export const declaredPersons = ["legalRep", "depositor"] as const;

/** First and family names, in letters of any script; spaces side by side are one. */
const personName = z.string().check(
  z.normalize("NFC"),
  z.trim(),
  z.overwrite((name) => name.replace(/\s+/g, " ")),
  z.minLength(1, "Indiquez les prénoms et le nom."),
  z.maxLength(120, "Le nom compte plus de 120 caractères."),
  z.regex(/^[\p{L}\p{M}][\p{L}\p{M} .,'’-]*$/u, "Un nom s'écrit en lettres, espaces, apostrophes et traits d'union."),
  visible,
);

export const createDossierBody = z.strictObject({
  programme: z.literal(programme.id),
  declared: declarationSchema,
  persons: z.optional(z.strictObject({ legalRep: z.optional(personName), depositor: z.optional(personName) })),
});
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
  /** Whose key seals the names that the filer declared, and which fields it gave; they are sealed under event 1. */
  persons: z.optional(z.strictObject({ subject: z.string(), fields: z.array(z.enum(declaredPersons)) })),
  /** The mirror at ANS of the Solution that the form names, once filed. */
  solution: z.optional(z.string()),
  /** The version of each piece that was filed, the latest where it was completed. */
  filed: z.optional(z.partialRecord(z.enum(pieceCodes), filedPieceSchema)),
  submittedAt: z.optional(recordedInstantSchema),
  /** SEG-2-16; absent while a mandatory piece is missing. */
  receivedAt: z.optional(recordedInstantSchema),
  evidence: z.optional(evidenceRecordSchema),
  invitation: z.optional(invitationSchema),
  reviews: z.optional(z.record(z.string(), reviewSchema)),
  decisions: z.optional(z.array(decisionRecordSchema)),
});
export type Enrolment = Readonly<z.infer<typeof enrolmentSchema>>;

/**
 * A dossier as its parties read it: where it stands in words, what was filed and when, and each piece with whether and why
 * it is due and what was received. A draft says that it has not been filed: nothing was received, no delay runs.
 */
export const enrolmentView = (dossier: Enrolment, pieces?: DossierPieces) => ({
  id: dossier.id,
  organisation: dossier.owner,
  siret: dossier.siret,
  programme: dossier.programme,
  state: dossier.state,
  stateLabel: enrolmentLifecycle.states[dossier.state],
  received: dossier.state !== "draft" && dossier.state !== "withdrawn",
  declared: dossier.declared,
  createdAt: dossier.createdAt,
  ...filingFacts(dossier),
  ...(dossier.decisions && { decisions: dossier.decisions.map(decisionView) }),
  pieces: pieceViews(dossier, pieces),
});

/** When it was filed, and since when it counts as received: not yet, while a mandatory piece is missing (SEG-2-16). */
const filingFacts = ({ submittedAt, receivedAt, solution }: Enrolment) => ({
  ...(submittedAt && { submittedAt, reception: receivedAt ? instantInFrench(receivedAt) : "sans date de réception" }),
  ...(receivedAt && { receivedAt }),
  ...(solution && { solution }),
});

/** A decision that a reopening made void stays readable. */
const decisionView = ({ seq, at, event, void: since }: DecisionRecord) => ({
  seq,
  at,
  event,
  label: eventLabel(event),
  ...(since && { voidSince: since.at }),
});

function eventLabel(event: string): string {
  const labels: Readonly<Record<string, string>> = enrolmentLifecycle.events;
  return labels[event] ?? event;
}

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
