import type { InspectionRecord, PieceFile, PieceRecord, Verdict } from "./dossier-pieces.ts";

/** A file is known by the grant that it came under and the version that it is. */
type FileName = Pick<PieceFile, "upload" | "version">;

const isNamed =
  ({ upload, version }: FileName) =>
  (file: PieceFile): boolean =>
    file.upload === upload && file.version === version;

export const fileNamed = ({ files }: PieceRecord, name: FileName): PieceFile | undefined => files.find(isNamed(name));

/** Whether a version, which its scanner says this of, waits to be inspected: only what is clean is opened. */
export const waitsForInspection = (file: PieceFile, verdict: Verdict): boolean =>
  verdict === "clean" && file.inspection === undefined;

/**
 * The record with what is now known of a version. The scanner may look again and think better of it; an inspection, bound to
 * version and digest, stays.
 *
 * @returns undefined where nothing is new, or the version is not kept
 */
export function settledWith(
  record: PieceRecord,
  name: FileName,
  verdict: Verdict,
  inspection: InspectionRecord | undefined,
): PieceRecord | undefined {
  const file = fileNamed(record, name);
  if (file === undefined || verdict === "pending") return undefined;
  const inspected = inspection !== undefined && waitsForInspection(file, verdict);
  if (file.verdict === verdict && !inspected) return undefined;
  const changed = { ...file, verdict, ...(inspected && { inspection }) };
  return { ...record, files: record.files.map((one) => (one === file ? changed : one)) };
}

/** The record with the place in the vault of a version, or undefined where it has one. */
export function promoted(
  record: PieceRecord,
  name: FileName,
  vault: NonNullable<PieceFile["vault"]>,
): PieceRecord | undefined {
  const file = fileNamed(record, name);
  if (file === undefined || file.vault !== undefined) return undefined;
  return { ...record, files: record.files.map((one) => (one === file ? { ...file, vault } : one)) };
}

const verdictsOfScanner: Readonly<Record<string, Verdict>> = {
  NO_THREATS_FOUND: "clean",
  THREATS_FOUND: "infected",
  UNSUPPORTED: "unsupported",
  ACCESS_DENIED: "access-denied",
  FAILED: "scan-failed",
};

/** The scanner's words as ours; only one of them is clean, and a word that nobody knows is none. */
export const verdictOf = (word: string | undefined): Verdict =>
  word === undefined ? "pending" : (verdictsOfScanner[word] ?? "scan-failed");
