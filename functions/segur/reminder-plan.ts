import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { remindersOf } from "../../shared/domain/segur/reminders.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { places } from "../../shared/ports/places.ts";
import type { Records } from "../../shared/ports/records.ts";
import type { Reminders } from "../../shared/ports/reminders.ts";
import { authoriseProceeding } from "./dossier-access.ts";

export interface PlanDeps {
  readonly records: Records;
  readonly reminders: Reminders;
}

/** By how much the reminders of a case differed from its duties, by their names, before they were put right. */
interface Difference {
  /** The case as it was read; absent where no dossier bears that id. */
  readonly dossier: Enrolment | undefined;
  /** Duties without reminder: kept now. */
  readonly missing: readonly string[];
  /** Reminders without duty: withdrawn now. */
  readonly superfluous: readonly string[];
}

/**
 * Makes the reminders of a case, of which `kept` are there, those that its head calls for now. What is due is read, never
 * told: done twice, late or in another order, the outcome is the same.
 */
export async function reconcile(
  { records, reminders }: PlanDeps,
  caseId: string,
  kept: readonly string[],
  now: Instant,
): Promise<Difference> {
  const dossier = await dossierOf(records, caseId);
  const planned = dossier === undefined ? [] : remindersOf(dossier, now);
  const missing = planned.filter(({ name }) => !kept.includes(name));
  const superfluous = kept.filter((name) => !planned.some((one) => one.name === name));
  for (const reminder of missing) await reminders.keep(reminder);
  for (const name of superfluous) await reminders.withdraw(name);
  return { dossier, missing: missing.map(({ name }) => name), superfluous };
}

async function dossierOf(records: Records, caseId: string): Promise<Enrolment | undefined> {
  const place = places.dossier(caseId);
  const snapshot = await records.load([place]);
  const said = authoriseProceeding(caseId, snapshot);
  return said.answer === "allow" ? snapshot.reveal(said.proof, place, enrolmentSchema) : undefined;
}
