import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { numberHolderSchema, numberKey } from "../../shared/domain/segur/solution.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";

/** The Solution to which the number on the form leads in the register of ANS, as it stands now; it may be told of late. */
export async function solutionOfDossier(caseId: string): Promise<string | undefined> {
  const snapshot = await records.load([places.dossier(caseId)]);
  const proof = demandAllowed(authoriseProceeding(caseId, snapshot));
  const dossier = snapshot.reveal(proof, places.dossier(caseId), enrolmentSchema);
  return dossier?.solution ?? solutionOfNumber(proof, dossier?.declared.formNumber);
}

/** The Solution that ANS knows under a number; undefined while it has told of none, or there is no number. */
export async function solutionOfNumber(proof: Proof, number: Enrolment["declared"]["formNumber"]) {
  if (number === undefined) return undefined;
  const place = places.solutionNumber(numberKey(number));
  return (await records.load([place])).reveal(proof, place, numberHolderSchema)?.solutionId;
}
