import type { DatabaseSync } from "node:sqlite";
import type { AwsService, SignedRequest } from "./contracts.ts";
import { Refusal } from "./supervisor/refusal.ts";

/** What is done for good, or handed to another process. */
const DEEDS = [
  "dynamodb-write",
  "object-commit",
  "scan-result",
  "sqs-send",
  "sqs-delete",
  "execution-start",
  "execution-step",
  "execution-answer",
  "bus-event",
  "schedule",
  "mail",
  "stream-position",
  "async-invocation",
  "async-outcome",
  "invocation",
  "function-request",
] as const;
type Deed = (typeof DEEDS)[number];

/** A point at which a run can be told to end as a power cut ends it. */
type KillPoint = `${"before" | "after"}-${Deed}`;

const POINTS: ReadonlySet<string> = new Set(DEEDS.flatMap((deed) => [`before-${deed}`, `after-${deed}`]));
/** The order by which a run only counts how often it passes each point. */
const COUNT = "count";
/** What stands before the counts, as JSON, in the last line that such a run prints. */
export const COUNTED = "Points de passage : ";

/** Told of each passage; without an order, nobody is. */
let watch: ((point: string) => void) | undefined;

/**
 * Reads the order of LOCAL_KILL_AT: `<point>:<n>` ends this process with SIGKILL at the nth passage of a point, `count`
 * prints at its end how often each was passed. Gives the sentence that says so, none without an order. Throws a Refusal for
 * an order that names no point.
 */
export function armKillPoints(order: string | undefined): string | undefined {
  if (order === undefined) return undefined;
  if (order === COUNT) return countPassages();
  const { point = "", nth } = /^(?<point>[a-z-]+):(?<nth>[1-9]\d*)$/.exec(order)?.groups ?? {};
  if (!POINTS.has(point)) throw unreadable(order);
  killAt(point, Number(nth));
  return `Mise à l'épreuve : ce nuage sera coupé net au passage n° ${nth} du point « ${point} ».`;
}

function countPassages(): string {
  const counts: Record<string, number> = {};
  watch = (point) => {
    counts[point] = (counts[point] ?? 0) + 1;
  };
  process.once("exit", () => console.log(COUNTED + JSON.stringify(counts)));
  return "Mise à l'épreuve : les passages aux points de coupure sont comptés.";
}

function killAt(point: string, nth: number): void {
  let left = nth;
  watch = (passed) => {
    if (passed !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}

function unreadable(order: string): Refusal {
  const known = DEEDS.join(", ");
  return new Refusal(
    `LOCAL_KILL_AT=${order} n'est pas un ordre : écrivez « count », ou « before-<acte>:<n> » ou « after-<acte>:<n> », où l'acte est l'un de ceux-ci : ${known}.`,
  );
}

/** To be called where a run passes a point. */
export function passing(point: KillPoint): void {
  watch?.(point);
}

/**
 * Does `work`, which writes to a database, between its two points. The second is passed once what it wrote is on disk: where a
 * caller has begun the transaction, in the first microtask, for none runs before the transaction ends.
 */
export function around<T>(deed: Deed, database: Pick<DatabaseSync, "isTransaction">, work: () => T): T {
  passing(`before-${deed}`);
  const result = work();
  const after = () => passing(`after-${deed}`);
  if (database.isTransaction) queueMicrotask(after);
  else after();
  return result;
}

/** The same service. At the second point of a request that a function makes, the function has its answer and goes on. */
export function observed(service: AwsService): AwsService {
  return {
    name: service.name,
    handle: async (request) => {
      if (!isOfFunction(request)) return service.handle(request);
      passing("before-function-request");
      const answer = await service.handle(request);
      // Once the answer is on its way.
      setImmediate(() => passing("after-function-request"));
      return answer;
    },
  };
}

/** Functions sign as roles; so does what reads streams for them, all the time. */
function isOfFunction({ principal, headers }: SignedRequest): boolean {
  return principal.kind === "role" && !String(headers["x-amz-target"]).startsWith("DynamoDBStreams_");
}
