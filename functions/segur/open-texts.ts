import type { EnrolmentAction } from "../../shared/domain/segur/access-words.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { formNumberOf, type OpenedTexts } from "../../shared/domain/segur/facts-pool.ts";
import type { Review } from "../../shared/domain/segur/instruction.ts";
import { reasonField } from "../../shared/domain/segur/review.ts";
import { isReviewable, isSealedText } from "../../shared/domain/segur/reviewable-facts.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import type { ApiRequest } from "../../shared/lambda/act.ts";
import { records } from "../../shared/lambda/composition.ts";
import { personKeys } from "../../shared/lambda/composition-sealing.ts";
import { openSubjects, type SealedSubject } from "../../shared/lambda/open-sealed.ts";
import { openForReading, type Reading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place } from "../../shared/ports/records.ts";
import { authoriseOnDossier } from "./dossier-access.ts";
import { solutionOfNumber } from "./solution-of-dossier.ts";

/** The sealed texts of a dossier at one version of its head, opened for whom the table allowed. */
export interface TextsOpened {
  readonly seq: number;
  readonly owner: string;
  readonly texts: OpenedTexts;
  /** Why a fact was settled as it is, by fact. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Reads the dossier of the path for this action, then opens its texts: keys are called, which no decision may do. */
export async function openTexts(
  action: EnrolmentAction,
  request: ApiRequest<unknown>,
  wanted: readonly Place[],
): Promise<Reading & { readonly dossier: Enrolment; readonly opened: TextsOpened }> {
  const reading = await openForReading(records, request, wanted, (snapshot, standing) =>
    authoriseOnDossier(action, request, snapshot, standing),
  );
  const dossier = reading.open(places.dossier(request.path.dossierId ?? ""), enrolmentSchema);
  if (dossier === undefined) throw notFound();
  return { ...reading, dossier, opened: await textsOf(reading.proof, dossier) };
}

async function textsOf(proof: Proof, dossier: Enrolment): Promise<TextsOpened> {
  const declared = ofPersons(dossier);
  const read = ofEvidence(dossier);
  const reviewed = ofReviews(dossier);
  const sealed = [...declared, ...read, ...reviewed];
  const opened = await openSubjects({ records, personKeys }, proof, sealed);
  const textsIn = (part: readonly SealedSubject[]): Readonly<Record<string, string>> =>
    Object.assign({}, ...part.map((one) => opened[sealed.indexOf(one)]));
  const settled = textsIn(reviewed);
  const reasons = Object.keys(dossier.reviews ?? {}).flatMap((fact) => {
    const reason = settled[reasonField(fact)];
    return reason === undefined ? [] : [[fact, reason]];
  });
  return {
    seq: dossier.seq,
    owner: dossier.owner,
    texts: { declared: textsIn(declared), read: textsIn(read), reviewed: settled },
    reasons: Object.fromEntries(reasons),
  };
}

const ofPersons = ({ id, persons }: Enrolment): readonly SealedSubject[] =>
  persons === undefined || persons.fields.length === 0 ? [] : [{ chain: id, seq: 1, ...persons }];

const ofEvidence = ({ id, evidence }: Enrolment): readonly SealedSubject[] =>
  evidence === undefined || evidence.sealed.length === 0
    ? []
    : [{ chain: id, seq: evidence.seq, subject: evidence.subject, fields: evidence.sealed }];

/** The texts and reasons of reviews, by the event under which each stands. */
function ofReviews({ id, persons, reviews = {} }: Enrolment): readonly SealedSubject[] {
  const byEvent = Map.groupBy(Object.entries(reviews), ([, { seq }]) => seq);
  return [...byEvent].flatMap(([seq, ofEvent]) => {
    const fields = ofEvent.flatMap(([fact, review]) => fieldsOf(fact, review));
    return persons === undefined || fields.length === 0 ? [] : [{ chain: id, seq, subject: persons.subject, fields }];
  });
}

function fieldsOf(fact: string, { action, none }: Review): readonly string[] {
  const text = isReviewable(fact) && isSealedText(fact) && none !== true;
  return [...(text ? [fact] : []), ...(action === "confirm" ? [] : [reasonField(fact)])];
}

/** @throws Problem where the texts are those of another version than the one that is judged */
export function demandSameVersion({ seq }: TextsOpened, dossier: Enrolment): void {
  if (seq === dossier.seq) return;
  throw new Problem(
    "try-again",
    "Le dossier a changé pendant sa lecture. Relisez-le, puis recommencez ; rien n'a été enregistré.",
  );
}

/** The Solution to which the number on the form leads in the register of ANS; undefined while ANS told of none. */
export async function solutionIdOf(proof: Proof, dossier: Enrolment, texts: OpenedTexts): Promise<string | undefined> {
  if (dossier.solution !== undefined && dossier.reviews?.formNumber === undefined) return dossier.solution;
  return solutionOfNumber(proof, formNumberOf(dossier, texts));
}
