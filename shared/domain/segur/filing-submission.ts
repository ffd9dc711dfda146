import type { Finding } from "../../kernel/finding.ts";
import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Rule } from "../../kernel/rule.ts";
import type { Instant } from "../../kernel/time.ts";
import type { DossierPieces } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { type Filing, type FilingHead, filedAfter, filedData, type NamedPiece, namedFiles } from "./filing.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { dueOf, piecesDue, situationOf } from "./pieces-due.ts";
import { type PieceCode, pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";
import { receptionInstant } from "./rules/seg-2-16-reception-instant.ts";
import { dossierPieces } from "./rules/seg-3-1-01-dossier-pieces.ts";

/** What a filing changes of the head, and what its event says. */
export interface FilingDecision {
  readonly type: "submitted-with-pieces" | "piece-completed" | "completed-in-time";
  readonly changes: Partial<Enrolment>;
  readonly data: { readonly pieces: ReturnType<typeof filedData>; readonly receivedAt?: Instant };
  readonly findings: readonly Finding[];
}

/**
 * Files a draft (SEG-3.1-10). A dossier without all its pieces is filed all the same, without a date of reception (SEG-2-16):
 * what it lacks is judged afterwards.
 *
 * @throws Problem `illegal-transition`, `invalid-content`
 */
export function decideSubmission(dossier: FilingHead, all: DossierPieces, body: Filing, at: Instant): FilingDecision {
  const row = transition(enrolmentLifecycle, dossier.state, "submitted-with-pieces");
  if (!row.ok) throw alreadyFiled(dossier);
  const named = namedFiles({ body, all, at }, (piece) => {
    const due = dueOf(dossier.declared, piece);
    return due.due === "not-asked" ? `Cette pièce n'est pas demandée. ${due.why}` : undefined;
  });
  const filed = filedAfter(dossier, named);
  const { receivedAt, findings } = reception(dossier, named, filed, at);
  return {
    type: "submitted-with-pieces",
    changes: { state: row.value.to, filed, submittedAt: at, ...(receivedAt !== undefined && { receivedAt }) },
    data: { pieces: filedData(named), ...(receivedAt !== undefined && { receivedAt }) },
    findings,
  };
}

const alreadyFiled = ({ state }: FilingHead) =>
  new Problem(
    "illegal-transition",
    "Ce dossier n'est plus un brouillon : il ne se dépose qu'une fois. Une pièce ne s'ajoute ensuite que sur une invitation à compléter.",
    {
      findings: [
        {
          rule: "SEG-2-16",
          article: "AF-BIO-SGL-Va1 V1.5, §2",
          outcome: "log",
          sentence: "Une demande est réputée faite à sa réception ; un second envoi n'en change pas la date.",
          expected: enrolmentLifecycle.states.draft,
          read: enrolmentLifecycle.states[state],
          provenance: "interpretation",
        },
      ],
    },
  );

/** Whether all is there, and if so when it was received: SEG-3.1-01 and SEG-2-16. */
export function reception(
  dossier: Pick<Enrolment, "declared" | "reviews">,
  named: readonly NamedPiece[],
  filed: NonNullable<Enrolment["filed"]>,
  at: Instant,
): { readonly receivedAt?: Instant; readonly findings: readonly Finding[] } {
  const situation = situationOf(dossier);
  const due = piecesDue(situation).filter((piece) => piece.due === "required");
  const whole = due.every(({ code }) => filed[code] !== undefined);
  const findings = [
    ...judged(dossierPieces, { ...situation, pieces: codesIn(filed) }),
    ...judged(receptionInstant, {
      uploadCompletedAt: whole ? lastByteAt(named, at) : null,
      submittedAt: at,
      // The text closes no period for enrolments.
      receptionEndsAt: "absent",
    }),
  ];
  return whole ? { receivedAt: at, findings } : { findings };
}

const codesIn = (filed: NonNullable<Enrolment["filed"]>): readonly PieceCode[] =>
  pieceCodes.filter((code) => filed[code] !== undefined);

/** When the last byte was stored. What the platform had seen before an act came before it, whatever the store's clock. */
function lastByteAt(named: readonly NamedPiece[], at: Instant): Instant {
  const [last = at] = named
    .map(({ file }) => file.receivedAt)
    .toSorted()
    .reverse();
  return last < at ? last : at;
}

/** The findings of a rule whose facts are all known here. */
export function judged(rule: Rule, facts: Readonly<Record<string, unknown>>): readonly Finding[] {
  const result = rule.evaluate(facts);
  if (!result.ok) throw new Error(`${rule.id} cannot be judged`);
  return result.value;
}
