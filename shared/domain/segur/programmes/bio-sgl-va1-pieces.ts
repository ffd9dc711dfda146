export const pieceCodes = [
  "D-ENR-FORM",
  "D-ENR-RAPPORT",
  "D-ENR-RIB",
  "D-ENR-ID",
  "D-ENR-POUVOIRS",
  "D-ENR-MANDAT",
] as const;

export type PieceCode = (typeof pieceCodes)[number];

/** When a piece is due: from everyone, from all but those of the exception of §2, or under the condition named. */
type PieceCondition = "always" | "after-referencement" | "depositor-is-another" | "distributeur";

type Piece = Readonly<{
  code: PieceCode;
  label: string;
  issuer: string;
  condition: PieceCondition;
  rule: string;
  article: string;
}>;

/** The pieces of an enrolment dossier (§3.1), in the order of the text. */
export const enrolmentPieces: readonly Piece[] = [
  {
    code: "D-ENR-FORM",
    label: "Formulaire de demande d'enrôlement, complété et signé",
    issuer: "Fournisseur",
    condition: "always",
    rule: "SEG-3.1-02",
    article: "§3.1, 1er tiret",
  },
  {
    code: "D-ENR-RAPPORT",
    label: "Rapport de référencement",
    issuer: "ANS",
    condition: "after-referencement",
    rule: "SEG-3.1-05",
    article: "§3.1, 2e tiret",
  },
  {
    code: "D-ENR-RIB",
    label: "RIB",
    issuer: "Banque du Fournisseur",
    condition: "always",
    rule: "SEG-3.1-06",
    article: "§3.1, 3e tiret",
  },
  {
    code: "D-ENR-ID",
    label: "Pièce d'identité du dépositaire (CNI, passeport ou titre de séjour)",
    issuer: "Dépositaire de la demande",
    condition: "always",
    rule: "SEG-3.1-07",
    article: "§3.1, 4e tiret",
  },
  {
    code: "D-ENR-POUVOIRS",
    label: "Attestation des pouvoirs du dépositaire",
    issuer: "Représentant légal du Fournisseur",
    condition: "depositor-is-another",
    rule: "SEG-3.1-08",
    article: "§3.1, 4e tiret",
  },
  {
    code: "D-ENR-MANDAT",
    label: "Mandat de distributeur autorisé",
    issuer: "Editeur de la Solution",
    condition: "distributeur",
    rule: "SEG-3.1-09",
    article: "§3.1, 5e tiret",
  },
];
