import type { PieceCode } from "../programmes/bio-sgl-va1-pieces.ts";
import { comparable } from "../text-matching.ts";
import type { PieceReadings } from "./evidence.ts";
import type { Reading } from "./text-of-piece.ts";

/** A filed piece as it was read: what its text says, where it could be read, and how many signatures it bears. */
export type ReadPiece = Readonly<{ code: PieceCode; readings?: PieceReadings | undefined; signatures: number }>;

/** Facts read on the pieces, by the keys of the dictionary: texts apart, because they may be personal. */
export type EvidenceRead = Readonly<{
  facts: Readonly<Record<string, boolean | readonly string[]>>;
  texts: Readonly<Record<string, string>>;
}>;

/**
 * What the filed pieces say by themselves (§3.1). Only what was read: a fact that is not found is absent, and a person
 * supplies it. A piece that nobody can open is not counted among those produced.
 */
export function evidenceRead(pieces: readonly ReadPiece[]): EvidenceRead {
  const codes = pieces.map(({ code }) => code);
  const form = pieces.find(({ code }) => code === "D-ENR-FORM");
  return {
    facts: {
      pieces: codes,
      rapport: codes.includes("D-ENR-RAPPORT"),
      rib: codes.includes("D-ENR-RIB"),
      powersAttestation: codes.includes("D-ENR-POUVOIRS"),
      mandat: codes.includes("D-ENR-MANDAT"),
      // A signature on paper leaves no trace that a program could be sure of: its absence proves nothing.
      ...(form !== undefined && form.signatures > 0 ? { formSigned: true } : {}),
    },
    texts: textsOf(pieces),
  };
}

/** Where a piece bears several numbers of a kind, the one that the other piece bears too is the one meant. */
function textsOf(pieces: readonly ReadPiece[]): Readonly<Record<string, string>> {
  const readings = new Map(pieces.map((piece) => [piece.code, piece.readings]));
  const [form, rapport, rib] = [readings.get("D-ENR-FORM"), readings.get("D-ENR-RAPPORT"), readings.get("D-ENR-RIB")];
  const found = {
    referencementNumber: meant(rapport?.referencementNumbers, form?.referencementNumbers),
    formIban: meant(form?.ibans, rib?.ibans),
    ribIban: meant(rib?.ibans, form?.ibans),
    mandatSolution: readings.get("D-ENR-MANDAT")?.referencementNumbers[0]?.value,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([fact, text]) => (text === undefined ? [] : [[fact, text]])),
  );
}

function meant(own: readonly Reading[] = [], others: readonly Reading[] = []): string | undefined {
  const same = own.find(({ value }) => others.some((other) => comparable(other.value) === comparable(value)));
  return (same ?? own[0])?.value;
}
