import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import type { Instant } from "../kernel/time.ts";
import type { Executions } from "../ports/executions.ts";
import { places } from "../ports/places.ts";
import type { Place, Put, Records } from "../ports/records.ts";
import { log } from "./log.ts";
import { listed, outboxSchema, type ResumeLine, type StartLine, waitPut, waitSchema } from "./waits.ts";

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
 * wait is recorded and the machine reads the head. Whether its execution still runs is then for the reaper to see.
 */
export async function relayLine(deps: RelayDeps, place: Place, at: Instant): Promise<void> {
  const { proof } = deps;
  const line = (await deps.records.load([place])).reveal(proof, place, outboxSchema);
  if (line === undefined || line.sentAt !== undefined) return;
  const { outcome, puts } = line.kind === "start" ? await startOf(deps, line) : await answerOf(deps, line);
  const { gpk: _gpk, gsk: _gsk, ...kept } = line;
  const condition = { kind: "equal", attributes: { at: line.at } } as const;
  const sent = { place, item: { ...kept, sentAt: at }, condition };
  const marked = await deps.records.commit(proof, { puts: [sent, ...puts], checks: [] });
  if (marked !== "committed") throw new Error("the line could not be marked as sent: it will be carried again");
  log({ event: "relayed", chain: line.caseId, code: `${line.kind}-${outcome}` });
}

interface Carried {
  readonly outcome: "started" | "answered" | "over";
  readonly puts: readonly Put[];
}

async function startOf({ executions }: RelayDeps, line: StartLine): Promise<Carried> {
  await executions.start(line.machine, line.name, line.input);
  return { outcome: "started", puts: [] };
}

async function answerOf({ records, executions, proof }: RelayDeps, line: ResumeLine): Promise<Carried> {
  const [tokenPlace, waitPlace] = [places.taskToken(line.wait), places.wait(line.caseId)];
  const snapshot = await records.load([tokenPlace, waitPlace]);
  const kept = snapshot.reveal(proof, tokenPlace, tokenSchema);
  // A token goes a day after the end of its wait: nobody waits any more.
  const outcome = kept === undefined ? "over" : await executions.succeed(kept.token, line.output);
  const wait = snapshot.reveal(proof, waitPlace, waitSchema);
  const isLast = outcome === "over" && wait?.id === line.wait;
  return { outcome, puts: isLast ? [waitPut(wait, listed(wait))] : [] };
}
