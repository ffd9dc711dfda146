import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openWork } from "../../../local/clock/work.ts";
import type { SignedRequest } from "../../../local/contracts.ts";
import { armKillPoints, observed } from "../../../local/kill-points.ts";
import { Queues } from "../../../local/sqs/queues.ts";
import { parseMachine } from "../../../local/step-functions/definition.ts";
import { newRun } from "../../../local/step-functions/engine/engine.ts";
import { Runner } from "../../../local/step-functions/runner.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";

/**
 * A life of a small local cloud, to be cut off by LOCAL_KILL_AT: `node life.ts <directory> <what it does>`. What it does outside
 * is a line in the file `done`.
 */
const [directory = "", deed = ""] = process.argv.slice(2);
const ARN = "arn:aws:states:eu-west-3:000000000000:execution:machine:one";
armKillPoints(process.env.LOCAL_KILL_AT);
const store = openStore(directory);
const clock = { now: () => Date.UTC(2031, 0, 1) };
const due = openDueRunner(store, clock);
const done = (line: string) => appendFileSync(join(directory, "done"), `${line}\n`);

/** Sends three messages, each with a mark in the same transaction. */
async function send(): Promise<void> {
  const queues = new Queues({ store, due, clock });
  const arn = "arn:aws:sqs:eu-west-3:000000000000:letters";
  const limits = { visibilitySeconds: 30, delaySeconds: 0, retentionSeconds: 3_600, waitSeconds: 0 };
  const queue = { name: "letters", arn, url: "http://127.0.0.1/letters", maximumBytes: 1_024, ...limits };
  queues.declare(queue);
  for (const body of ["one", "two", "three"]) {
    store.transaction(() => {
      queues.send(queue, { body, sender: "test" });
      store.put("mark", body, true);
    });
    // A message is answered before the next one comes.
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(JSON.stringify(queues.counts(queue)));
}

/** Runs an execution whose only Task has an effect outside; in a later life, what is left of it. */
async function execute(): Promise<void> {
  const States = { Task: { Type: "Task", Resource: "arn:aws:lambda:eu-west-3:000000000000:function:f", End: true } };
  const call = async ({ visit }: { readonly visit: number }) => {
    done("called");
    return () => ({ kind: "succeeded", visit, output: null }) as const;
  };
  const runner = new Runner({ store, due, clock, work: openWork(), call });
  const definition = { QueryLanguage: "JSONata", StartAt: "Task", States };
  parseMachine(definition);
  runner.executions.putDefinition("definition", JSON.stringify(definition));
  runner.start();
  if (runner.executions.get(ARN) === undefined) {
    const machine = { id: "machine", name: "machine", roleArn: "role" };
    const run = newRun({ id: ARN, name: "one", machine, input: null, startedAt: clock.now() });
    runner.executions.begin({ run, definition: "definition", startedAs: "machine" });
  }
  while (runner.executions.get(ARN)?.run.status === "RUNNING") await new Promise((resolve) => setImmediate(resolve));
  console.log(runner.executions.get(ARN)?.run.status);
}

/** A function that makes three requests. */
async function request(): Promise<void> {
  const answer = { status: 200, headers: {}, body: "" };
  const service = observed({ name: "s3", handle: async () => answer });
  const principal = { kind: "role", arn: "a", roleArn: "r", sessionName: "f" } as const;
  const signed: SignedRequest = {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.of(),
    principal,
    requestId: "1",
  };
  for (const nth of [1, 2, 3]) {
    await service.handle(signed);
    done(`answered ${nth}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const deeds: Readonly<Record<string, () => Promise<void>>> = { send, execute, request };
await deeds[deed]?.();
due.close();
store.close();
