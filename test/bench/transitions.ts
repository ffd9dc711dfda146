import { rmSync } from "node:fs";
import { StateMachine } from "aws-local-stepfunctions";
import { openDueRunner } from "../../local/clock/due-runner.ts";
import { openWork } from "../../local/clock/work.ts";
import { newRun } from "../../local/step-functions/engine/engine.ts";
import type { Json } from "../../local/step-functions/json.ts";
import { Runner } from "../../local/step-functions/runner.ts";
import { openStore } from "../../local/store/sqlite-store.ts";
import { TestClock, temporaryDirectory } from "../local/iam-cloud.ts";
import { median, ratioLine, table } from "./figures.ts";

const length = 1_000;
const runs = 31;
/** Turns after which the code runs as it does in a process that lives. */
const warming = 20;
const aim = 0.5;

type States = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** A machine in JSONata and its twin in JSONPath, which make the same transitions to the same output. */
interface Twins {
  readonly name: string;
  readonly transitions: number;
  readonly jsonata: States;
  readonly jsonpath: States;
  readonly input: Json;
}

const chain = Object.fromEntries(
  Array.from({ length }, (_, n) => [
    `S${n}`,
    { Type: "Pass", ...(n < length - 1 ? { Next: `S${n + 1}` } : { End: true }) },
  ]),
);

const twins: readonly Twins[] = [
  {
    name: `chain of ${length} Pass`,
    transitions: length,
    jsonata: chain,
    jsonpath: chain,
    input: {},
  },
  {
    name: `loop of ${length} turns`,
    transitions: 2 * length + 2,
    input: { n: 0 },
    jsonata: {
      S0: {
        Type: "Choice",
        Choices: [{ Condition: `{% $states.input.n < ${length} %}`, Next: "Add" }],
        Default: "End",
      },
      Add: { Type: "Pass", Output: { n: "{% $states.input.n + 1 %}" }, Next: "S0" },
      End: { Type: "Succeed" },
    },
    jsonpath: {
      S0: { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: length, Next: "Add" }], Default: "End" },
      Add: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "S0" },
      End: { Type: "Succeed" },
    },
  },
];

/**
 * Transitions per second of the durable runner, whole history kept and commits on disk, against `aws-local-stepfunctions`,
 * which keeps nothing and knows no JSONata: it runs the twin.
 */
export async function benchTransitions(): Promise<void> {
  const rows = [];
  for (const one of twins) rows.push(await compare(one));
  table(
    "Transitions per second: the durable runner against aws-local-stepfunctions on the JSONPath twin",
    ["machine", "JSONPath", "JSONata", "theirs", "JSONPath ratio", "JSONata ratio"],
    rows.map(({ name, rates, ratios }) => [
      name,
      ...[rates.jsonpath, rates.jsonata, rates.theirs].map((rate) => Math.round(rate)),
      ...[ratios.jsonpath, ratios.jsonata].map((ratio) => ratio.toFixed(2)),
    ]),
  );
  for (const { name, ratios } of rows) ratioLine(`transitions per second, ${name}`, ratios.jsonpath, { atLeast: aim });
}

async function compare({ name, transitions, jsonata, jsonpath, input }: Twins) {
  const durable = openRunner({ JSONata: jsonata, JSONPath: jsonpath });
  const machine = new StateMachine(JSON.parse(JSON.stringify({ StartAt: "S0", States: jsonpath })));
  const rounds: Record<"jsonata" | "jsonpath" | "theirs", number>[] = [];
  for (let round = -warming; round < runs; round++) {
    const times = {
      jsonata: await timed(() => durable.run("JSONata", input)),
      jsonpath: await timed(() => durable.run("JSONPath", input)),
      theirs: await timed(() => machine.run(input as never).result),
    };
    if (round >= 0) rounds.push(times);
  }
  await durable.close();
  const rate = (kind: "jsonata" | "jsonpath" | "theirs") =>
    (transitions * 1_000) / median(rounds.map((times) => times[kind]));
  // Within a round, so that drift of the machine falls on both.
  const ratio = (kind: "jsonata" | "jsonpath") => median(rounds.map((times) => times.theirs / times[kind]));
  return {
    name,
    rates: { jsonpath: rate("jsonpath"), jsonata: rate("jsonata"), theirs: rate("theirs") },
    ratios: { jsonpath: ratio("jsonpath"), jsonata: ratio("jsonata") },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function openRunner(machines: Readonly<Record<string, States>>) {
  const dataDir = temporaryDirectory();
  const store = openStore(dataDir);
  const clock = new TestClock();
  const due = openDueRunner(store, clock);
  const call = () => Promise.reject(new Error("No machine of the bench calls a service"));
  const runner = new Runner({ store, due, clock, work: openWork(), call });
  runner.start();
  for (const [QueryLanguage, states] of Object.entries(machines)) {
    runner.executions.putDefinition(QueryLanguage, JSON.stringify({ QueryLanguage, StartAt: "S0", States: states }));
  }
  let count = 0;
  return {
    run: async (definition: string, input: Json) => {
      const id = `arn:aws:states:eu-west-3:000000000000:execution:${definition}:${count++}`;
      const machine = { id: definition, name: definition, roleArn: "arn:aws:iam::000000000000:role/machine" };
      const run = newRun({ id, name: String(count), machine, input, startedAt: clock.now() });
      runner.executions.begin({ run, definition, startedAs: definition });
      await runner.settled(id);
      if (runner.executions.get(id)?.run.status !== "SUCCEEDED") throw new Error(`${id} has not succeeded`);
    },
    close: async () => {
      await runner.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
