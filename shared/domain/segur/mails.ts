import type { Enrolment } from "./enrolment.ts";
import type { EnrolmentEvent } from "./lifecycle-enrolment.ts";
import type { Letter, ToldEvent } from "./mail-letter.ts";
import {
  enrolled,
  enrolledPending,
  expired,
  granted,
  inadmissible,
  refused,
  rejected,
  reopened,
  suspended,
} from "./mails-decisions.ts";
import { completed, filed, partlyCompleted, toComplete } from "./mails-filing.ts";

type Teller = (event: ToldEvent, dossier: Enrolment) => Letter | undefined;

/**
 * What is told of each event to the Fournisseur. Not told: what it did without anyone waiting for it (a draft given up),
 * and steps of the examination that ask nothing of it. The operator's officers get no mail: their queue is their list.
 */
const tellers: Readonly<Partial<Record<EnrolmentEvent, Teller>>> = {
  "submitted-with-pieces": filed,
  "services-not-open": inadmissible,
  "solution-not-referenced": inadmissible,
  "convention-missing": inadmissible,
  "piece-or-field-missing": toComplete,
  "piece-completed": partlyCompleted,
  "completed-in-time": completed,
  "completion-delay-expired": expired,
  "found-not-eligible": rejected,
  "found-eligible": enrolled,
  "found-eligible-under-exception": enrolledPending,
  "referencement-granted": granted,
  "referencement-refused": refused,
  "referencement-withdrawn": suspended,
  reopened,
};

const byType = new Map<string, Teller>(Object.entries(tellers));

/** Whether an event of this type is one that the Fournisseur may have to be told of. */
export const isTold = (type: string): boolean => byType.has(type);

/** What is to be told of an event, the dossier being what it is now; undefined when nothing is, or no longer. */
export function letterOf(event: ToldEvent, dossier: Enrolment): Letter | undefined {
  return byType.get(event.type)?.(event, dossier);
}
