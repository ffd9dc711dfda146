import type { PdfText, TextLine } from "../../../inspection/pdf/text-schema.ts";
import { maskedIban, parseIban } from "../../../kernel/iban.ts";
import { formatSiret, parseSiret } from "../../../kernel/siret.ts";
import type { PieceCode } from "../programmes/bio-sgl-va1-pieces.ts";
import { linesOf, type PieceReadings, readPiece } from "./evidence.ts";
import { spotOfPerson, spotOfWords } from "./names.ts";
import type { Reading, Spot } from "./text-of-piece.ts";

/** What the filer declared, by the keys of the fact dictionary; what was not declared is not looked for. */
export type Declared = Readonly<
  Partial<Record<"fournisseurName" | "siret" | "legalRep" | "depositor" | "formNumber" | "formIban", string>>
>;

type DeclaredKey = keyof Declared;

/**
 * `confirmed`: the piece says what was declared, there. `different`: it says something else of the same kind, there.
 * `not-found`: neither was read, which proves nothing: a person looks.
 */
type Standing = "confirmed" | "different" | "not-found";

/** How one declared fact stands in one piece; the sentence holds no name and no whole IBAN. */
export type Comparison = Readonly<{
  piece: PieceCode;
  fact: DeclaredKey;
  standing: Standing;
  at?: Spot;
  sentence: string;
}>;

/** What a piece must say of what was declared (§3.1 of the appel à financement; cross-checks ). */
const expected: Readonly<Record<PieceCode, readonly DeclaredKey[]>> = {
  "D-ENR-FORM": ["fournisseurName", "siret", "legalRep", "depositor", "formNumber", "formIban"],
  "D-ENR-RAPPORT": ["formNumber"],
  "D-ENR-RIB": ["formIban", "fournisseurName"],
  "D-ENR-ID": ["depositor"],
  "D-ENR-POUVOIRS": ["depositor", "legalRep"],
  "D-ENR-MANDAT": ["fournisseurName", "formNumber"],
};

const labels: Readonly<Record<DeclaredKey, string>> = {
  fournisseurName: "le nom du Fournisseur",
  siret: "le numéro SIRET",
  legalRep: "le nom du représentant légal",
  depositor: "le nom du dépositaire",
  formNumber: "le numéro de référencement",
  formIban: "l'IBAN",
};

type Search = Readonly<{ at?: Spot | undefined; other?: Reading | undefined; shown?: string | undefined }>;
type Searcher = (declared: string, lines: readonly TextLine[], readings: PieceReadings) => Search;

const searchers: Readonly<Record<DeclaredKey, Searcher>> = {
  fournisseurName: (declared, lines) => ({ at: spotOfWords(lines, declared) }),
  legalRep: (declared, lines) => ({ at: spotOfPerson(lines, declared) }),
  depositor: (declared, lines) => ({ at: spotOfPerson(lines, declared) }),
  siret: (declared, _, { sirets }) => {
    const parsed = parseSiret(declared);
    const [other] = sirets;
    return { ...among(sirets, parsed.ok ? parsed.value : declared), shown: other && formatSiret(other.value) };
  },
  formIban: (declared, _, { ibans }) => {
    const parsed = parseIban(declared);
    const [other] = ibans;
    return { ...among(ibans, parsed.ok ? parsed.value : declared), shown: other && maskedIban(other.value) };
  },
  formNumber: (declared, lines, { referencementNumbers: [other] }) => {
    const at = spotOfWords(lines, declared);
    return at === undefined ? { other, shown: other?.value } : { at };
  },
};

const among = (readings: readonly Reading[], declared: string): Search => {
  const same = readings.find(({ value }) => value === declared);
  return same === undefined ? { other: readings[0] } : { at: same };
};

/**
 * Compares a piece with what was declared. The depositor, where none is declared, is the legal representative. A fact that
 * is not found is for a person, never a refusal.
 */
export function comparePiece(piece: PieceCode, text: PdfText, declared: Declared): readonly Comparison[] {
  const readings = readPiece(piece, text);
  return expected[piece].flatMap((fact) => {
    const value =
      fact === "depositor" && piece === "D-ENR-ID" ? (declared.depositor ?? declared.legalRep) : declared[fact];
    return value === undefined
      ? []
      : [comparisonOf(piece, fact, searchers[fact](value, linesOf(text), readings), readings)];
  });
}

function comparisonOf(
  piece: PieceCode,
  fact: DeclaredKey,
  { at, other, shown }: Search,
  { hasText }: PieceReadings,
): Comparison {
  const label = labels[fact];
  if (at !== undefined) {
    const sentence = `La pièce porte ${label} qui a été déclaré (page ${at.page}).`;
    return { piece, fact, standing: "confirmed", at: spotOf(at), sentence };
  }
  if (other !== undefined) {
    const sentence = `La pièce porte un autre numéro (${shown}, page ${other.page}) que ${label} qui a été déclaré.`;
    return { piece, fact, standing: "different", at: spotOf(other), sentence };
  }
  const why = hasText ? "n'a pas été lu sur la pièce" : "n'a pas pu être lu : la pièce ne contient pas de texte";
  const sentence = `${label.charAt(0).toUpperCase()}${label.slice(1)} ${why} ; l'instructeur le vérifie.`;
  return { piece, fact, standing: "not-found", sentence };
}

const spotOf = ({ page, x, y }: Spot): Spot => ({ page, x, y });
