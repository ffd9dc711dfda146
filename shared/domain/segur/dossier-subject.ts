import type { Enrolment } from "./enrolment.ts";

/** Whose key seals the texts of a dossier, once one was sealed: one person of the dossier's own, named nowhere. */
export function subjectOf({ persons, evidence }: Enrolment): string | undefined {
  if (persons !== undefined) return persons.subject;
  return evidence !== undefined && evidence.sealed.length > 0 ? evidence.subject : undefined;
}
