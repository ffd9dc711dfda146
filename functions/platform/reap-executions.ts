import { SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod/mini";
import { stepFunctionsStates } from "../../shared/adapters/step-functions/executions.ts";
import { proofOfPlatform } from "../../shared/domain/platform/access.ts";
import { type Instant, instantSchema } from "../../shared/kernel/time.ts";
import { dateInParis } from "../../shared/kernel/time-paris.ts";
import { records } from "../../shared/lambda/composition.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { setting } from "../../shared/lambda/setting.ts";
import { consumed, openWaits, outboxPut, type Wait, waitPut, waitSchema } from "../../shared/lambda/waits.ts";

const proof = proofOfPlatform("waits.reap");
const executions = stepFunctionsStates(new SFNClient({}), { enrolment: setting("ENROLMENT_MACHINE") });
const dueSchema = z.object({ at: instantSchema });

/** Waits compared in one request of the list. */
const page = 100;

/**
 * Once a day, compares with its execution every wait that is open, or whose answer found nobody. A wait whose execution has
 * ended is a case that nobody would move again: it is started anew from its head, under a name of that day, so that the
 * same day does it once.
 */
export async function handler(event: unknown): Promise<void> {
  const { at } = z.parse(dueSchema, event);
  let after: string | undefined;
  do {
    const waits = (
      await records.listed(proof, openWaits, { limit: page, order: "oldest", ...(after && { after }) })
    ).map((item) => z.parse(waitSchema, item));
    for (const wait of waits) await compare(wait, at);
    after = waits.length === page ? waits.at(-1)?.gsk : undefined;
  } while (after !== undefined);
}

/** Answered before, by the same line: it needs no watching any more. */
async function stillRuns(wait: Wait): Promise<void> {
  if (wait.state === "consumed") await records.commit(proof, { puts: [waitPut(wait, consumed(wait))], checks: [] });
}

async function compare(wait: Wait, at: Instant): Promise<void> {
  if (await executions.isRunning("enrolment", wait.execution)) return stillRuns(wait);
  const name = `${wait.caseId}-${dateInParis(at)}`;
  const input = { caseId: wait.caseId, seq: wait.seq };
  const line = { kind: "start", machine: "enrolment", name, input } as const;
  const puts = [waitPut(wait, consumed(wait)), outboxPut(wait.caseId, name, at, line)];
  const outcome = await records.commit(proof, { puts, checks: [] });
  // Lost: an act consumed the wait in between, or another run of the reaper did the same.
  if (outcome !== "committed") return;
  log({ event: "execution-restarted", chain: wait.caseId, code: wait.name });
  logMetric("ExecutionRestarted", Date.now());
}
