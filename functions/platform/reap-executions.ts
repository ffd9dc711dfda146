import { SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod/mini";
import { stepFunctionsStates } from "../../shared/adapters/step-functions/executions.ts";
import { proofOfPlatform } from "../../shared/domain/platform/access.ts";
import { epochMillis, type Instant, instantSchema } from "../../shared/kernel/time.ts";
import { dateInParis } from "../../shared/kernel/time-paris.ts";
import { allListed } from "../../shared/lambda/all-listed.ts";
import { records } from "../../shared/lambda/composition.ts";
import { eachItem } from "../../shared/lambda/each-item.ts";
import {
  unwatched,
  type Watch,
  watched,
  watchedExecutions,
  watchSchema,
} from "../../shared/lambda/executions-watched.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { setting } from "../../shared/lambda/setting.ts";
import { outboxPut } from "../../shared/lambda/waits.ts";

const proof = proofOfPlatform("executions.reap");
const executions = stepFunctionsStates(new SFNClient({}), { enrolment: setting("ENROLMENT_MACHINE") });
const dueSchema = z.object({ at: instantSchema });

/** Within which the line that starts an execution is carried, even where Step Functions was out. */
const graceMillis = 86_400_000;

/**
 * Once a day, looks at every execution that is to run. One that has come to its end is watched no more. One that failed, ran
 * out of time, was stopped or never began is a case that nobody would move: another is started from the case's head, under a
 * name of that day, so that the same day does it once, and is watched in its turn.
 */
export async function handler(event: unknown): Promise<void> {
  const { at } = z.parse(dueSchema, event);
  await eachItem(allListed({ records, proof }, watchedExecutions, watchSchema), (watch) => follow(watch, at));
}

async function follow(watch: Watch, at: Instant): Promise<void> {
  const state = await executions.stateOf(watch.machine, watch.execution);
  if (state === "running" || (state === "unknown" && isFresh(watch, at))) return;
  if (state === "rested") return void (await records.commit(proof, { puts: [unwatched(watch)], checks: [] }));
  await restart(watch, at);
}

const isFresh = ({ since }: Watch, at: Instant): boolean => epochMillis(at) - epochMillis(since) < graceMillis;

async function restart(watch: Watch, at: Instant): Promise<void> {
  const { caseId, machine, seq } = watch;
  const name = `${caseId}-${dateInParis(at)}`;
  const line = { kind: "start", machine, name, input: { caseId, seq } } as const;
  const puts = [
    unwatched(watch),
    outboxPut(caseId, name, at, line),
    watched({ caseId, machine, execution: name, seq, since: at }),
  ];
  // Lost: another run of the reaper did the same.
  if ((await records.commit(proof, { puts, checks: [] })) !== "committed") return;
  log({ event: "execution-restarted", chain: caseId });
  logMetric("ExecutionRestarted", Date.now());
}
