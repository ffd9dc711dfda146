import { addDays } from "../../kernel/civil.ts";
import type { Finding } from "../../kernel/finding.ts";
import { isKnown } from "../../kernel/programme.ts";
import type { Rule } from "../../kernel/rule.ts";
import { cite } from "../../kernel/source.ts";
import type { CivilDate, Instant } from "../../kernel/time.ts";
import { dateInFrench } from "../../kernel/time-french.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import { type DossierPieces, filedFile, type PieceFile } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { defects, type Point } from "./invitation.ts";
import { piecesDue, situationOf } from "./pieces-due.ts";
import { calendarInForce, settings } from "./programmes/bio-sgl-va1.ts";
import { enrolmentPieces, type PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";
import { segurRules } from "./registry.ts";
import { dossierPieces } from "./rules/seg-3-1-01-dossier-pieces.ts";
import { rib } from "./rules/seg-3-1-06-rib.ts";

/**
 * The last day to answer an invitation made at this instant, when nobody sets another (SEG-6.1-29: a setting). A request
 * under the exception of §2 that is not yet received must be so by the Date de fermeture: no later day is offered for it.
 */
export function usualDueOn(dossier: Enrolment, at: Instant): CivilDate {
  const usual = addDays(dateInParis(at), settings.completionDelayDays.default);
  const end = receptionEndsAt(dossier, at);
  return end === undefined || usual < dateInParis(end) ? usual : dateInParis(end);
}

/** By when a request that is not yet received must be, where the text closes a period for it (SEG-2-17). */
export function receptionEndsAt({ declared, receivedAt }: Enrolment, at: Instant): Instant | undefined {
  const fermetureAt = calendarInForce(at)?.dates.fermetureAt;
  const closed = declared.exception && receivedAt === undefined && fermetureAt !== undefined && isKnown(fermetureAt);
  return closed && at <= fermetureAt ? fermetureAt : undefined;
}

/** Whether a person may open the file: clean, and its inspection found nothing that bids to replace it. */
export const isUsable = ({ verdict, inspection }: PieceFile): boolean =>
  verdict === "clean" && inspection?.standing === "usable";

/** Whether the file itself is at fault: a scanner or an inspector that failed is no fault of who filed it. */
const isAtFault = ({ verdict, inspection }: PieceFile): boolean =>
  verdict === "infected" || verdict === "unsupported" || (verdict === "clean" && inspection?.standing === "to-replace");

/** The filed file of each piece, in the order of the text. */
export function filedFiles(
  { filed = {} }: Enrolment,
  pieces: DossierPieces | undefined,
): readonly { readonly code: PieceCode; readonly file: PieceFile }[] {
  return enrolmentPieces.flatMap(({ code }) => {
    const named = filed[code];
    const file = named && filedFile(pieces?.pieces[code], named);
    return file === undefined ? [] : [{ code, file }];
  });
}

/**
 * What the platform asks to complete by itself: pieces that are due and absent (SEG-3.1-01), and files that nobody may
 * open. Whatever needs reading is left to the instructor.
 */
export function pointsFound(dossier: Enrolment, pieces: DossierPieces | undefined, at: Instant): readonly Point[] {
  const files = filedFiles(dossier, pieces);
  const dueOn = usualDueOn(dossier, at);
  const missing = piecesDue(situationOf(dossier))
    .filter(({ due, code }) => due === "required" && dossier.filed?.[code] === undefined)
    .map(({ code }) => ({ piece: code, defect: "missing", rule: dossierPieces.id, dueOn }) as const);
  const unusable = files
    .filter(({ file }) => isAtFault(file))
    .map(({ code }) => ({ piece: code, defect: "unusable", rule: dossierPieces.id, dueOn }) as const);
  return [...missing, ...unusable];
}

/** A finding for each point: what is asked, of which piece, until when, under which rule. */
export function findingsOfPoints(points: readonly Point[]): readonly Finding[] {
  return points.map(({ piece, defect, rule, dueOn }) => {
    const label = enrolmentPieces.find(({ code }) => code === piece)?.label ?? piece;
    return {
      rule,
      article: articleOf(rule),
      outcome: "to_complete",
      sentence: `${label} : ${defects[defect].charAt(0).toLowerCase()}${defects[defect].slice(1)}`,
      expected: `une réponse au plus tard le ${dateInFrench(dueOn)}`,
      next: "Déposez la pièce demandée, puis envoyez le complément.",
      provenance: "interpretation",
    };
  });
}

function articleOf(id: string): string {
  const rule = segurRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`${id} is no rule of this procedure`);
  return cite(rule.source);
}

/** Rules that what is read on the pieces is enough for, as findings to be verified: none decides before a person did. */
export function findingsOnEvidence(facts: Readonly<Record<string, unknown>>): readonly Finding[] {
  const rules: readonly Rule[] = [dossierPieces, rib];
  return rules.flatMap((rule) => {
    const judged = rule.evaluate(facts);
    return judged.ok ? judged.value : [];
  });
}
