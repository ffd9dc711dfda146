import { type Ruling, rulingOf } from "../../../shared/domain/segur/decision.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { factsPool, factsRead, factsToJudge } from "../../../shared/domain/segur/facts-pool.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { reviewFacts, reviewFactsBody } from "../../../shared/domain/segur/review.ts";
import type { Solution } from "../../../shared/domain/segur/solution.ts";
import { complete as completeFile, granted } from "../segur-solutions/samples.ts";
import { at, dossier, on } from "../segur-workflow/made.ts";
import { complete, reviewsOf, type Settled, texts } from "./made.ts";

const conventionSignedOn = on("2022-02-01");

/** The Solution of the dossiers, référencée since May 2022. */
export const referenced = (changes: Partial<Solution> = {}) => granted({ conventionSignedOn, ...changes });
/** The same while ANS has not decided. */
export const undecided = (changes: Partial<Solution> = {}) => completeFile({ conventionSignedOn, ...changes });

/** A dossier presented under the exception of §2, in its window; what it declares can be changed. */
export function underException(declared: Partial<Enrolment["declared"]> = {}, changes: Partial<Enrolment> = {}) {
  const codes: readonly PieceCode[] = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"];
  const under = { ...complete().declared, exception: true, formNumber: "DEM-2022-7", ...declared };
  return dossier(codes, { declared: under, ...changes });
}

interface Case {
  readonly dossier: Enrolment;
  /** The Solution of the number on the form, if ANS told of it. */
  readonly solution: Solution | undefined;
  /** What an instructor settled otherwise than is found on a complete dossier. */
  readonly settled?: Settled;
  /** When the register is read. */
  readonly now?: string;
}

/** What the rules impose on a dossier of which an instructor settled every fact. */
export function ruledOn({ dossier: filed, solution, settled = {}, now = "2022-12-01T10:00:00Z" }: Case): Ruling {
  // No rapport is filed under the exception: there is no number to read on it.
  const onRapport = filed.filed?.["D-ENR-RAPPORT"] === undefined ? { referencementNumber: undefined } : {};
  const asked = reviewFactsBody.parse(reviewsOf({ ...onRapport, ...settled }));
  const { reviews, texts: sealed } = reviewFacts(asked, factsRead(filed, texts()), filed.seq + 1);
  const reviewed = Object.fromEntries(sealed.map(({ field, text }) => [field, text]));
  const pool = factsPool({
    dossier: { ...filed, reviews },
    applicant: "Labonova",
    solution,
    at: at(now),
    texts: texts({ reviewed }),
  });
  return rulingOf(factsToJudge(pool, { settled: true }));
}

/** The rules that found something in a ruling, by what they found. */
export function rulesFinding(outcome: string, ruling: Ruling): readonly string[] {
  if (ruling.kind === "facts-missing") throw new Error(`facts are missing: ${ruling.missing}`);
  return ruling.findings.filter((finding) => finding.outcome === outcome).map(({ rule }) => rule);
}
