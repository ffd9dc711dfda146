import type { Finding } from "../../kernel/finding.ts";
import { cite } from "../../kernel/source.ts";
import type { Review } from "./instruction.ts";
import { enrolmentPieces, type PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";
import { passage } from "./source.ts";

/** What decides which pieces an enrolment must hold; the three are facts of the dictionary. */
export type EnrolmentSituation = Readonly<{
  role: "editeur" | "distributeur";
  depositorIsLegalRep: boolean;
  /** Filed under the exception of §2, while ANS has not decided. */
  exception: boolean;
}>;

/** What a filer declared of itself, and what an instructor settled since, by fact. */
export type Declared = Readonly<{
  declared: EnrolmentSituation;
  reviews?: Readonly<Record<string, Review>> | undefined;
}>;

/** The situation of a dossier: what its filer declared, corrected by what an instructor settled since. */
export function situationOf({ declared, reviews = {} }: Declared): EnrolmentSituation {
  const { role, depositorIsLegalRep, exception } = declared;
  const byLegalRep = reviews.depositorIsLegalRep?.value;
  return {
    role: roles.find((one) => one === reviews.role?.value) ?? role,
    depositorIsLegalRep: typeof byLegalRep === "boolean" ? byLegalRep : depositorIsLegalRep,
    exception,
  };
}

const roles = ["editeur", "distributeur"] as const;

/** A piece and whether it is due: now, once the référencement is granted, or not at all; `why` is a French sentence. */
export type PieceDue = Readonly<{
  code: PieceCode;
  label: string;
  due: "required" | "required-after-grant" | "not-asked";
  why: string;
  rule: string;
  article: string;
}>;

/** Whether and why one piece is due. */
export function dueOf(situation: EnrolmentSituation, piece: PieceCode): PieceDue {
  const due = piecesDue(situation).find(({ code }) => code === piece);
  if (due === undefined) throw new Error(`no piece ${piece}`);
  return due;
}

/** SEG-3.1: this piece does not belong in this dossier. */
export const notAskedFinding = ({ rule, article, label, why }: PieceDue): Finding => ({
  rule,
  article: cite(passage("§3.1", article)),
  outcome: "log",
  sentence: `${label} : ${why}`,
  expected: "pièce non demandée",
  provenance: "text",
});

type Answer = Pick<PieceDue, "due" | "why">;

/**
 * Every piece of an enrolment dossier (AF-BIO-SGL-Va1 §3.1), in the order of the text, with whether and why it is due.
 * That the rapport comes after the grant under the exception of §2 is a reading: the text only admits the enrolment.
 */
export function piecesDue(situation: EnrolmentSituation): readonly PieceDue[] {
  return enrolmentPieces.map(({ code, label, condition, rule, article }) => ({
    code,
    label,
    ...conditions[condition](situation),
    rule,
    article,
  }));
}

const conditions = {
  always: (): Answer => ({ due: "required", why: "Tout dossier d'enrôlement contient cette pièce." }),
  "after-referencement": ({ exception }: EnrolmentSituation): Answer =>
    exception
      ? { due: "required-after-grant", why: "L'ANS n'a pas encore décidé : la pièce est due après l'octroi." }
      : { due: "required", why: "Tout dossier d'enrôlement contient cette pièce, délivrée par l'ANS." },
  "depositor-is-another": ({ depositorIsLegalRep }: EnrolmentSituation): Answer =>
    depositorIsLegalRep
      ? { due: "not-asked", why: "Le représentant légal dépose lui-même la demande." }
      : { due: "required", why: "Le dépositaire de la demande n'est pas le représentant légal du Fournisseur." },
  distributeur: ({ role }: EnrolmentSituation): Answer =>
    role === "editeur"
      ? { due: "not-asked", why: "Le Fournisseur est l'Editeur de la Solution." }
      : { due: "required", why: "Le Fournisseur n'est pas l'Editeur de la Solution." },
};
