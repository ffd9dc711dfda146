import type { Said } from "../../support/pdf/enrolment-pieces.ts";

/** A fact as the examination shows it. */
export interface FactLine {
  readonly fact: string;
  readonly reviewable: boolean;
  readonly settled: boolean;
  readonly value?: unknown;
}

/** What only an officer finds, and what a paper says that no program reads for certain. */
const foundByOfficer = {
  formTemplate: true,
  formSigned: true,
  identityType: "passport",
  contact: "contact@fournisseur.example",
  paymentDetails: "Virement au compte du formulaire",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
};

/** What the papers of a supplier say, by fact. */
const onPapers = (said: Said) => ({
  fournisseurName: said.fournisseur,
  siret: said.siret,
  legalRep: said.legalRep,
  identityName: said.legalRep,
  formIban: said.iban,
  ribIban: said.iban,
  referencementNumber: said.formNumber,
});

/**
 * What an instructor says of each fact that is open: confirms what was read, but for `changes`, and establishes the rest from
 * the papers.
 */
export function reviewsOf(facts: readonly FactLine[], said: Said, changes: Readonly<Record<string, unknown>> = {}) {
  const known: Readonly<Record<string, unknown>> = { ...foundByOfficer, ...onPapers(said), ...changes };
  return facts
    .filter(({ reviewable, settled }) => reviewable && !settled)
    .flatMap(({ fact, value }) => {
      if (value !== undefined && !(fact in changes)) return [{ fact, action: "confirm" }];
      return fact in known ? [{ fact, action: "override", value: known[fact], reason: "Lu sur la pièce" }] : [];
    });
}
