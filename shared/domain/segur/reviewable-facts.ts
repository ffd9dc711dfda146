import { describeFact, type Supplier } from "../../kernel/facts.ts";
import { segurFacts } from "./facts.ts";
import type { Review } from "./instruction.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";

export type FactKey = keyof typeof segurFacts.shape;

/**
 * What an instructor may settle: what a piece says, by the piece that says it; what the filer declared of itself, which
 * the pieces or the register may belie; and what only an officer can find. `text` is sealed: it may name a person. The
 * rest comes from the register, the clock, the law and the record itself.
 */
const reviewable = {
  role: {},
  depositorIsLegalRep: {},
  formTemplate: { piece: "D-ENR-FORM" },
  formSigned: { piece: "D-ENR-FORM" },
  fournisseurName: { piece: "D-ENR-FORM", text: true },
  siret: { piece: "D-ENR-FORM", text: true },
  legalRep: { piece: "D-ENR-FORM", text: true },
  depositor: { piece: "D-ENR-FORM", text: true },
  contact: { piece: "D-ENR-FORM", text: true },
  paymentDetails: { piece: "D-ENR-FORM", text: true },
  formNumber: { piece: "D-ENR-FORM", text: true },
  formIban: { piece: "D-ENR-FORM", text: true },
  rapport: { piece: "D-ENR-RAPPORT" },
  referencementNumber: { piece: "D-ENR-RAPPORT", text: true },
  rib: { piece: "D-ENR-RIB" },
  ribIban: { piece: "D-ENR-RIB", text: true },
  identityType: { piece: "D-ENR-ID" },
  identityName: { piece: "D-ENR-ID", text: true },
  powersAttestation: { piece: "D-ENR-POUVOIRS" },
  mandat: { piece: "D-ENR-MANDAT" },
  mandatOperator: { piece: "D-ENR-MANDAT", text: true },
  mandatSolution: { piece: "D-ENR-MANDAT", text: true },
  exceptionAdmitted: {},
  dossierComplete: {},
  competitiveMarket: {},
  marketSituation: {},
  exclusiveOwnUse: {},
  membersOnly: {},
  publisherIsGrouping: {},
  membersFreeToBuyElsewhere: {},
} as const satisfies Partial<Record<FactKey, { piece?: PieceCode; text?: true }>>;

export type ReviewableFact = keyof typeof reviewable;

export const isReviewable = (fact: string): fact is ReviewableFact => Object.hasOwn(reviewable, fact);

export const isFact = (fact: string): fact is FactKey => Object.hasOwn(segurFacts.shape, fact);

export const isSealedText = (fact: ReviewableFact): boolean => "text" in reviewable[fact];

/** The piece that says it; undefined for what an officer finds. */
export function pieceOf(fact: string): PieceCode | undefined {
  const { piece }: { piece?: PieceCode } = isReviewable(fact) ? reviewable[fact] : {};
  return piece;
}

/** A piece asked for again says something new: what was settled of it, and that the dossier was complete, is open again. */
export function reviewsWithout(
  reviews: Readonly<Record<string, Review>>,
  pieces: readonly PieceCode[],
): Readonly<Record<string, Review>> {
  const stands = (fact: string): boolean => {
    const piece = pieceOf(fact);
    return piece === undefined ? fact !== "dossierComplete" : !pieces.includes(piece);
  };
  return Object.fromEntries(Object.entries(reviews).filter(([fact]) => stands(fact)));
}

const suppliers: Readonly<Record<Supplier, string>> = {
  declared: "le Fournisseur seul le déclare",
  register: "il vient du registre",
  evidence: "il vient de l'enregistrement du dépôt",
  officer: "il n'entre pas dans l'examen d'un enrôlement",
  clock: "il vient de l'horodatage",
  calendar: "il vient du calendrier du programme",
  setting: "il vient des réglages du service",
};

/** Why an instructor may not settle what is not reviewable. */
export function whyNotReviewable(fact: string): string {
  if (!isFact(fact)) return "Cet élément n'existe pas : relisez la liste donnée par l'examen du dossier.";
  const { supplier, label } = describeFact(segurFacts.shape[fact]);
  return `« ${label} » ne se vérifie pas ici : ${suppliers[supplier]}.`;
}
