import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { type DossierPieces, dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { subjectOf } from "../../shared/domain/segur/dossier-subject.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { type InstructionTask, taskSchema } from "../../shared/domain/segur/instruction.ts";
import { closed } from "../../shared/domain/segur/instruction-task.ts";
import { judgedAt } from "../../shared/domain/segur/receivability.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type ApiRequest, actorOf, type Open, type PersonalValue, type Standing } from "../../shared/lambda/act.ts";
import { demandOrganisation } from "../../shared/lambda/demand.ts";
import { type Wait, waitSchema } from "../../shared/lambda/waits.ts";
import { memberIdOf, places } from "../../shared/ports/places.ts";
import type { Check, Place, Put } from "../../shared/ports/records.ts";
import { dossierPlaces } from "./dossier-access.ts";

const idOf = ({ path }: ApiRequest<unknown>): string => path.dossierId ?? "";

/** The head of the dossier that the path names. */
export const target = (request: ApiRequest<unknown>): Place => places.dossier(idOf(request));

/** All that an act of instruction reads of a dossier, in one batch. */
export const instructionPlaces = (request: ApiRequest<unknown>): readonly Place[] => [
  ...dossierPlaces(request),
  places.pieces(idOf(request)),
  places.task(idOf(request)),
  places.wait(idOf(request)),
];

/** A filed dossier with its files, its work item and the wait of its execution. */
export interface Instructed {
  readonly dossier: Enrolment;
  readonly pieces: DossierPieces | undefined;
  readonly task: InstructionTask | undefined;
  readonly wait: Wait | undefined;
  /** The member who acts, in the acting organisation. */
  readonly memberId: string;
}

/** Opens what `instructionPlaces` named. */
export function openInstructed(request: ApiRequest<unknown>, open: Open, { member }: Standing): Instructed {
  const dossier = open(target(request), enrolmentSchema);
  if (dossier === undefined || member === undefined) throw notFound();
  return {
    dossier,
    pieces: open(places.pieces(dossier.id), dossierPiecesSchema),
    task: open(places.task(dossier.id), taskSchema),
    wait: open(places.wait(dossier.id), waitSchema),
    memberId: member.id,
  };
}

/**
 * What every event of an instruction bears: who acts, in which role, under which rules, and under the calendar by which the
 * request is judged, that of its reception (SEG-H-08).
 */
export const signedBy = (standing: Standing, role: "instructor" | "authorising-officer", dossier: Enrolment) => ({
  actor: actorOf(standing),
  event: { role, rules: rulesDigest, calendar: calendarVersionAt(judgedAt(dossier)) },
});

/** Writes the next task over the one that was read. */
export const taskPut = (read: InstructionTask, next: InstructionTask): Put => ({
  place: places.task(read.caseId),
  item: next,
  condition: { kind: "equal", attributes: { rev: read.rev } },
});

/** The task leaves the queue with the act that ends its work. */
export const taskClosed = (task: InstructionTask): Put => taskPut(task, closed(task));

/** The task is still in the same hands when the act is written. */
export const taskUnchanged = ({ caseId, rev }: InstructionTask): Check => ({
  place: places.task(caseId),
  condition: { kind: "equal", attributes: { rev } },
});

/** Texts to seal with an event of a dossier, under the key that seals its others or, for its first ones, a new key. */
export function sealedWith(
  dossier: Enrolment,
  fresh: string,
  texts: readonly { readonly field: string; readonly text: string }[],
): { readonly personal: readonly PersonalValue[]; readonly changes: Partial<Enrolment> } {
  const known = subjectOf(dossier);
  const subject = known ?? fresh;
  const first = texts.length > 0 && dossier.persons === undefined;
  return {
    personal: texts.map((one) => ({ subject, known: known !== undefined, ...one })),
    changes: first ? { persons: { subject, fields: [] } } : {},
  };
}

/** Id of the caller's own membership in the organisation it acts for. */
export const ownMemberId = ({ caller }: ApiRequest<unknown>): string =>
  memberIdOf(demandOrganisation(caller.organisation), caller.login);
