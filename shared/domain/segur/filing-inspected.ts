import type { Instant } from "../../kernel/time.ts";
import { type FileFinding, type InspectionRecord, mostFindings } from "./dossier-pieces.ts";
import type { Comparison } from "./evidence/compare.ts";

/** What an inspector reports of a file: its structure, or the reason for which it stopped, with a sentence for the filer. */
type Reported =
  | {
      readonly status: "inspected";
      readonly pages: number;
      readonly signatures: number;
      readonly findings: readonly FileFinding[];
    }
  | { readonly status: "not-inspected"; readonly reason: string; readonly sentence: string };

interface Looked {
  readonly checker: string;
  readonly at: Instant;
  /** Absent where the inspector could not say. */
  readonly reported: Reported | undefined;
  readonly comparisons: readonly Comparison[];
}

/** The record of an inspection: the gravest findings first, as many as are kept, none of them with a name or an account. */
export function inspectionRecord({ checker, at, reported, comparisons }: Looked): InspectionRecord {
  if (reported === undefined) return { standing: "not-inspected", checker, at, findings: [unanswered] };
  if (reported.status === "not-inspected") {
    const { reason: code, sentence } = reported;
    return { standing: "to-replace", checker, at, findings: [{ code, effect: "replace", sentence }] };
  }
  const { pages, signatures } = reported;
  const found = reported.findings.map(({ code, effect, sentence }) => ({ code, effect, sentence }));
  const toReplace = found.filter(({ effect }) => effect === "replace");
  const shown = found.filter(({ effect }) => effect === "show");
  return {
    standing: toReplace.length > 0 ? "to-replace" : "usable",
    checker,
    at,
    pages,
    signatures,
    findings: [...toReplace, ...comparisons.map(compared), ...shown].slice(0, mostFindings),
  };
}

const unanswered: FileFinding = {
  code: "inspection-failed",
  effect: "show",
  sentence: "L'examen du fichier n'est pas allé à son terme : un agent le vérifie avant toute lecture.",
};

const compared = ({ fact, standing, sentence }: Comparison): FileFinding => ({
  code: `${fact}-${standing}`,
  effect: "show",
  sentence,
});
