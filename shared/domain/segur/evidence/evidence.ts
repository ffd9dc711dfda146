import type { PdfText, TextLine } from "../../../inspection/pdf/text-schema.ts";
import type { Iban } from "../../../kernel/iban.ts";
import type { Siren } from "../../../kernel/siren.ts";
import type { Siret } from "../../../kernel/siret.ts";
import type { CivilDate } from "../../../kernel/time.ts";
import type { PieceCode } from "../programmes/bio-sgl-va1-pieces.ts";
import { datesIn } from "./dates.ts";
import { ibansIn, labelledNumbersIn, sirensIn, siretsIn } from "./numbers.ts";
import { type Reading, readingsIn } from "./text-of-piece.ts";

/** What is read in the text of a piece without knowing what was declared, each with its page and place. */
export type PieceReadings = Readonly<{
  piece: PieceCode;
  /** False for a scan, a photograph, or a text that cannot be read: a person looks at the piece. */
  hasText: boolean;
  sirets: readonly Reading<Siret>[];
  sirens: readonly Reading<Siren>[];
  ibans: readonly Reading<Iban>[];
  referencementNumbers: readonly Reading[];
  dates: readonly Reading<CivilDate>[];
}>;

/** A piece says nothing more after so many values of a kind. */
const most = 50;

/** Lines of a text; none where it could not be read. */
export const linesOf = (text: PdfText): readonly TextLine[] => (text.status === "read" ? text.lines : []);

/** Reads the numbers and dates of a piece of an enrolment dossier. */
export function readPiece(piece: PieceCode, text: PdfText): PieceReadings {
  const lines = linesOf(text);
  return {
    piece,
    hasText: lines.length > 0,
    sirets: readingsIn(lines, siretsIn).slice(0, most),
    sirens: readingsIn(lines, sirensIn).slice(0, most),
    ibans: readingsIn(lines, ibansIn).slice(0, most),
    referencementNumbers: readingsIn(lines, labelledNumbersIn).slice(0, most),
    dates: readingsIn(lines, datesIn).slice(0, most),
  };
}
