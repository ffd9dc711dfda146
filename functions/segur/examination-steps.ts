import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { findingsOfPoints, findingsOnEvidence } from "../../shared/domain/segur/completeness.ts";
import { subjectOf } from "../../shared/domain/segur/dossier-subject.ts";
import type { Enrolment } from "../../shared/domain/segur/enrolment.ts";
import type { EvidenceRead } from "../../shared/domain/segur/evidence/filed-evidence.ts";
import { type InstructionTask, instructionQueue } from "../../shared/domain/segur/instruction.ts";
import type { Point } from "../../shared/domain/segur/invitation.ts";
import { situationOf } from "../../shared/domain/segur/pieces-due.ts";
import { judgedAt } from "../../shared/domain/segur/receivability.ts";
import { reviewsWithout } from "../../shared/domain/segur/reviewable-facts.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { stateAfter } from "../../shared/domain/segur/stage.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { ActDecision, PersonalValue, StepDecision } from "../../shared/lambda/act.ts";
import { platform } from "../../shared/lambda/perform-task.ts";
import { listPartition, places } from "../../shared/ports/places.ts";
import { headOf } from "./dossier-access.ts";
import { dutyPut } from "./duties.ts";

/** What was read on the filed pieces, and on which versions of them. */
export interface PiecesRead extends EvidenceRead {
  readonly versions: readonly string[];
}

/** Records what was read: texts sealed, the rest in the head. Undefined where these very versions were read before. */
export function examination(dossier: Enrolment, read: PiecesRead, fresh: string): ActDecision | undefined {
  if (dossier.evidence?.versions.join() === read.versions.join()) return undefined;
  const known = subjectOf(dossier);
  const subject = known ?? fresh;
  const personal = Object.entries(read.texts).map(
    ([field, text]): PersonalValue => ({ subject, known: known !== undefined, field, text }),
  );
  const facts = Object.fromEntries(
    Object.entries(read.facts).map(([fact, value]) => [fact, typeof value === "boolean" ? value : [...value]]),
  );
  const sealed = Object.keys(read.texts);
  const evidence = { seq: dossier.seq + 1, subject, versions: [...read.versions], facts, sealed };
  return {
    ...headOf(dossier, { state: stateAfter(dossier.state, "pieces-examined"), evidence }),
    actor: platform,
    event: {
      type: "pieces-examined",
      role: platform,
      rules: rulesDigest,
      calendar: calendarVersionAt(judgedAt(dossier)),
      data: { versions: read.versions, facts: read.facts },
      findings: findingsOnEvidence({ ...situationOf(dossier), ...read.facts, ...read.texts }),
    },
    // A key is made when there is something to seal.
    personal,
    subject: places.dossier(dossier.id),
  };
}

/** Asks for what the platform itself found missing, or unfit to be opened. */
export function invitationFound(dossier: Enrolment, points: readonly Point[], at: Instant): ActDecision {
  const seq = dossier.seq + 1;
  return {
    ...headOf(dossier, {
      state: stateAfter(dossier.state, "piece-or-field-missing"),
      invitation: { seq, at, state: "open", points: [...points] },
      ...(dossier.reviews && {
        reviews: reviewsWithout(
          dossier.reviews,
          points.map(({ piece }) => piece),
        ),
      }),
    }),
    actor: platform,
    event: {
      type: "piece-or-field-missing",
      role: platform,
      rules: rulesDigest,
      calendar: calendarVersionAt(judgedAt(dossier)),
      data: { points: points.map(({ piece, defect, rule, dueOn }) => ({ piece, defect, rule, dueOn })) },
      findings: findingsOfPoints(points),
    },
    puts: [dutyPut(dossier.id, { seq, points })],
    subject: places.dossier(dossier.id),
  };
}

/** Puts the dossier into the operator's queue, in the order of reception; undefined where it is there already. */
export function openTask(
  dossier: Enrolment,
  former: InstructionTask | undefined,
  at: Instant,
): StepDecision | undefined {
  if (former !== undefined && former.state !== "closed") return undefined;
  const { chain, head } = headOf(dossier);
  const task: InstructionTask = {
    v: 1,
    caseId: dossier.id,
    rev: (former?.rev ?? 0) + 1,
    state: "waiting",
    since: at,
    ...listPartition(instructionQueue, dossier.id, `${judgedAt(dossier)}#${dossier.id}`),
  };
  const condition = former === undefined ? absent : ({ kind: "equal", attributes: { rev: former.rev } } as const);
  const place = places.task(dossier.id);
  return {
    chain,
    head: { place: head.place, owner: head.owner },
    puts: [{ place, item: task, condition }],
    subject: place,
  };
}

const absent = { kind: "absent" } as const;
