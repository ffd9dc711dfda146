import * as z from "zod/mini";
import { addDays } from "../../kernel/civil.ts";
import { type FieldRefusal, Problem } from "../../kernel/problem.ts";
import { type CivilDate, civilDateSchema, type Instant } from "../../kernel/time.ts";
import { dateInFrench } from "../../kernel/time-french.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import { receptionEndsAt, usualDueOn } from "./completeness.ts";
import type { Enrolment } from "./enrolment.ts";
import { type Defect, defectCodes, type Point } from "./invitation.ts";
import { type PieceDue, piecesDue, situationOf } from "./pieces-due.ts";
import { type PieceCode, pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

/** Days that an instructor may give, from the day of the invitation: a setting, for the text fixes no delay. */
const delayDays = { least: 1, most: 90 } as const;

const mostPoints = 20;

export const inviteToCompleteBody = z.strictObject({
  points: z
    .array(
      z.strictObject({
        piece: z.enum(pieceCodes),
        defect: z.enum(defectCodes),
        rule: z.string().check(z.maxLength(20)),
        dueOn: z.optional(civilDateSchema),
      }),
    )
    .check(z.minLength(1), z.maxLength(mostPoints)),
});
export type InviteToComplete = z.infer<typeof inviteToCompleteBody>;
type Asked = InviteToComplete["points"][number];

/** Rules under which each piece may be asked for again: its own, and those that compare it with another. */
const rulesOfPiece: Readonly<Record<PieceCode, readonly string[]>> = {
  "D-ENR-FORM": [
    "SEG-2-17",
    "SEG-3.1-01",
    "SEG-3.1-02",
    "SEG-3.1-03",
    "SEG-3.1-04",
    "SEG-3.1-06",
    "SEG-3.1-07",
    "SEG-3.1-09",
  ],
  "D-ENR-RAPPORT": ["SEG-3.1-01", "SEG-3.1-04", "SEG-3.1-05"],
  "D-ENR-RIB": ["SEG-3.1-01", "SEG-3.1-06"],
  "D-ENR-ID": ["SEG-3.1-01", "SEG-3.1-07"],
  "D-ENR-POUVOIRS": ["SEG-3.1-01", "SEG-3.1-08"],
  "D-ENR-MANDAT": ["SEG-3.1-01", "SEG-3.1-09", "SEG-3.2-05"],
};

/**
 * The points of an invitation made at `at`: of pieces that are due, each with one last day to answer.
 *
 * @throws Problem `invalid-content` with each point that is refused, and why
 */
export function pointsAsked({ points }: InviteToComplete, dossier: Enrolment, at: Instant): readonly Point[] {
  const refusals = points.flatMap((point, index) => {
    const refusal = refusalOf(point, points.slice(0, index), dossier, at);
    return refusal === undefined ? [] : [{ ...refusal, pointer: `/points/${index}${refusal.pointer}` }];
  });
  if (refusals.length > 0) {
    throw new Problem(
      "invalid-content",
      "Un ou plusieurs points de l'invitation sont refusés. Corrigez-les puis envoyez de nouveau : l'invitation n'est pas partie.",
      { fields: refusals },
    );
  }
  return points.map((point) => ({ ...point, dueOn: dueOnOf(point, dossier, at) }));
}

const dueOnOf = ({ dueOn }: Asked, dossier: Enrolment, at: Instant): CivilDate => dueOn ?? usualDueOn(dossier, at);

function refusalOf(point: Asked, before: readonly Asked[], dossier: Enrolment, at: Instant): FieldRefusal | undefined {
  const ofPiece = before.filter(({ piece }) => piece === point.piece);
  if (ofPiece.some(({ defect }) => defect === point.defect)) {
    return { pointer: "", reason: "Ce défaut de la pièce figure deux fois : gardez un seul point." };
  }
  const dueOn = dueOnOf(point, dossier, at);
  if (ofPiece.some((other) => dueOnOf(other, dossier, at) !== dueOn)) {
    return { pointer: "/dueOn", reason: "Une pièce a une seule échéance : donnez la même à tous ses points." };
  }
  if (!rulesOfPiece[point.piece].includes(point.rule)) {
    const expected = rulesOfPiece[point.piece].join(", ");
    return { pointer: "/rule", reason: `Cette règle ne demande rien de cette pièce. Règles possibles : ${expected}.` };
  }
  return pieceRefusal(point, dossier) ?? dateRefusal(dueOn, dossier, at);
}

function pieceRefusal({ piece, defect }: Asked, dossier: Enrolment): FieldRefusal | undefined {
  const due = piecesDue(situationOf(dossier)).find(({ code }) => code === piece);
  if (due?.due !== "required") return { pointer: "/piece", reason: notDue(due) };
  const wrong = defectRefusal(defect, dossier.filed?.[piece] !== undefined);
  return wrong === undefined ? undefined : { pointer: "/defect", reason: wrong };
}

/** What would make a piece due, where the pieces or the register belie what the filer declared. */
const settledFirst: Partial<Readonly<Record<PieceCode, string>>> = {
  "D-ENR-POUVOIRS": "S'il en va autrement, rectifiez d'abord l'élément « depositorIsLegalRep ».",
  "D-ENR-MANDAT": "S'il en va autrement, rectifiez d'abord l'élément « role ».",
};

const notDue = (due: PieceDue | undefined): string =>
  ["Cette pièce n'est pas demandée.", due?.why, due && settledFirst[due.code]].filter(Boolean).join(" ");

function defectRefusal(defect: Defect, filed: boolean): string | undefined {
  if (filed && defect === "missing") return "La pièce est au dossier : dites quel est son défaut.";
  if (!filed && defect !== "missing") return "La pièce n'est pas au dossier : le défaut est « missing ».";
  return undefined;
}

function dateRefusal(dueOn: CivilDate, dossier: Enrolment, at: Instant): FieldRefusal | undefined {
  const today = dateInParis(at);
  const end = receptionEndsAt(dossier, at);
  const most = addDays(today, delayDays.most);
  const last = end === undefined || most < dateInParis(end) ? most : dateInParis(end);
  const first = today < last ? addDays(today, delayDays.least) : last;
  if (first <= dueOn && dueOn <= last) return undefined;
  return { pointer: "/dueOn", reason: `Échéance possible du ${dateInFrench(first)} au ${dateInFrench(last)}.` };
}
