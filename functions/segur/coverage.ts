import { proofOfPlatform } from "../../shared/domain/platform/access.ts";
import { caseOfReminder, lastChangeOf } from "../../shared/domain/segur/reminders.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { allListed } from "../../shared/lambda/all-listed.ts";
import { records } from "../../shared/lambda/composition.ts";
import { reminders } from "../../shared/lambda/composition-reminders.ts";
import { eachItem } from "../../shared/lambda/each-item.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { coverageGapList, dutyList, listPartition, places } from "../../shared/ports/places.ts";
import { type Duty, dutyClosed, dutySchema } from "./duties.ts";
import { reconcile } from "./reminder-plan.ts";

const proof = proofOfPlatform("coverage.prove");

/** What changed within this time may still be on its way to its reminders. */
const graceMinutes = 60;
/** The case of reminders that are named after none. */
const nobody = "none";

/** What was found amiss, and put right: names of reminders. Both are to be empty. */
export interface Coverage {
  readonly dutiesWithoutReminder: readonly string[];
  readonly remindersWithoutDuty: readonly string[];
}

/** Compares every invitation to complete with the reminders that are to come, both ways; puts a difference right, and tells it. */
export async function coverageAt(at: Instant): Promise<Coverage> {
  const kept = Map.groupBy(await reminders.names(""), (name) => caseOfReminder(name) ?? nobody);
  const listed: Duty[] = [];
  for await (const duty of allListed({ records, proof }, dutyList, dutySchema)) listed.push(duty);
  const duties = Map.groupBy(listed, ({ caseId }) => caseId);
  const found: Coverage[] = [];
  await eachItem(new Set([...duties.keys(), ...kept.keys()]), async (caseId) => {
    found.push(await compare(caseId, kept.get(caseId) ?? [], duties.get(caseId) ?? [], at));
  });
  return {
    dutiesWithoutReminder: found.flatMap((one) => one.dutiesWithoutReminder),
    remindersWithoutDuty: found.flatMap((one) => one.remindersWithoutDuty),
  };
}

async function compare(
  caseId: string,
  kept: readonly string[],
  duties: readonly Duty[],
  at: Instant,
): Promise<Coverage> {
  const { dossier, missing, superfluous } = await reconcile({ records, reminders }, caseId, kept, at);
  const open = dossier?.state === "to_complete" ? dossier.invitation?.seq : undefined;
  const closed = duties.filter(({ seq }) => seq !== open);
  if (closed.length > 0) await records.commit(proof, { puts: closed.map(dutyClosed), checks: [] });
  const onItsWay = dossier !== undefined && minutesBetween(lastChangeOf(dossier), at) < graceMinutes;
  if (onItsWay || missing.length + superfluous.length === 0)
    return { dutiesWithoutReminder: [], remindersWithoutDuty: [] };
  const coverage = { dutiesWithoutReminder: missing, remindersWithoutDuty: superfluous };
  await giveToAPerson(caseId, coverage, at);
  return coverage;
}

async function giveToAPerson(caseId: string, coverage: Coverage, at: Instant): Promise<void> {
  const listed = listPartition(coverageGapList, caseId, `${at}#${caseId}`);
  const item = { v: 1, caseId, at, ...coverage, ...listed };
  const gap = { place: places.coverageGap(caseId, at), item, condition: { kind: "absent" } } as const;
  // Lost: another run of the same day has told it.
  await records.commit(proof, { puts: [gap], checks: [] });
  log({ event: "coverage-gap", chain: caseId });
  logMetric("CoverageGap", epochMillis(at));
}

const minutesBetween = (from: Instant, to: Instant): number => (epochMillis(to) - epochMillis(from)) / 60_000;
