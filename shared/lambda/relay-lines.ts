import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import type { Instant } from "../kernel/time.ts";
import type { Executions } from "../ports/executions.ts";
import { places } from "../ports/places.ts";
import type { Place, Records } from "../ports/records.ts";
import { log } from "./log.ts";
import { outboxSchema, type ResumeLine, type StartLine } from "./waits.ts";

/** What the relay needs of the outside world. */
export interface RelayDeps {
  readonly records: Records;
  readonly executions: Executions;
  /** The right to read and mark lines. */
  readonly proof: Proof;
}

const tokenSchema = z.object({ token: z.string() });

/**
 * Carries one line of the outbox to Step Functions, then marks it sent. Carried twice, it has one effect: an execution's
 * name is used once, a task is answered once; one that waits no more counts as done, because the act that consumed the
 * wait is recorded and the machine reads the head. Whether its execution still runs is for the reaper to see.
 */
export async function relayLine(deps: RelayDeps, place: Place, at: Instant): Promise<void> {
  const { proof } = deps;
  const line = (await deps.records.load([place])).reveal(proof, place, outboxSchema);
  if (line === undefined || line.sentAt !== undefined) return;
  const outcome = line.kind === "start" ? await startOf(deps, line) : await answerOf(deps, line);
  const { gpk: _gpk, gsk: _gsk, ...kept } = line;
  const condition = { kind: "equal", attributes: { at: line.at } } as const;
  const sent = { place, item: { ...kept, sentAt: at }, condition };
  const marked = await deps.records.commit(proof, { puts: [sent], checks: [] });
  if (marked !== "committed") throw new Error("the line could not be marked as sent: it will be carried again");
  log({ event: "relayed", chain: line.caseId, code: `${line.kind}-${outcome}` });
}

async function startOf({ executions }: RelayDeps, line: StartLine): Promise<"started"> {
  await executions.start(line.machine, line.name, line.input);
  return "started";
}

async function answerOf({ records, executions, proof }: RelayDeps, line: ResumeLine): Promise<"answered" | "over"> {
  const place = places.taskToken(line.wait);
  const kept = (await records.load([place])).reveal(proof, place, tokenSchema);
  // A token goes a day after the end of its wait: nobody waits any more.
  return kept === undefined ? "over" : executions.succeed(kept.token, line.output);
}
