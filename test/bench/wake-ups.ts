import { rmSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { Advance } from "../../local/advance/advance.ts";
import { openDueRunner } from "../../local/clock/due-runner.ts";
import { openClock } from "../../local/clock/virtual-clock.ts";
import { openWork } from "../../local/clock/work.ts";
import type { ResourcePlayer } from "../../local/contracts.ts";
import { Targets } from "../../local/events/targets.ts";
import { createIam } from "../../local/iam/iam.ts";
import { FunctionRegistry } from "../../local/lambda/registry.ts";
import { openScheduler } from "../../local/scheduler/scheduler.ts";
import { openSqs } from "../../local/sqs/sqs.ts";
import { openStepFunctions } from "../../local/step-functions/step-functions.ts";
import { openStore } from "../../local/store/sqlite-store.ts";
import { ACCOUNT, REGION, temporaryDirectory } from "../local/iam-cloud.ts";
import { ratioLine } from "./figures.ts";

const from = Temporal.ZonedDateTime.from("2031-01-01T00:00[Europe/Paris]");
const to = from.add({ years: 1 });
const delaySeconds = 900;
const waitDays = 25;

/**
 * How often the local cloud wakes over a year against how often something is due, by the calendar: each morning at 08:00 a
 * message that shows a quarter of an hour later, each Sunday at noon an execution that waits 25 days.
 */
export async function benchWakeUps(): Promise<void> {
  const cloud = await openCloud();
  const start = performance.now();
  const advanced = await cloud.advance.to(to.epochMilliseconds);
  const seconds = (performance.now() - start) / 1_000;
  await cloud.close();
  if (typeof advanced !== "object") throw new Error(`The clock did not advance: ${advanced}`);
  const due = dueInstants().length;
  console.log(`A virtual year in ${seconds.toFixed(1)} s: ${advanced.delivered} wake-ups, ${due} instants due`);
  ratioLine("wake-ups over a year", advanced.delivered / due, { atLeast: 1, atMost: 1 });
}

/** Every instant at which something is due, reckoned by the calendar of Paris alone. */
function dueInstants(): readonly number[] {
  const due: Temporal.ZonedDateTime[] = [];
  for (let day = from; Temporal.ZonedDateTime.compare(day, to) < 0; day = day.add({ days: 1 })) {
    const morning = day.with({ hour: 8 });
    due.push(morning, morning.add({ seconds: delaySeconds }));
    const noon = day.with({ hour: 12 });
    if (day.dayOfWeek === 7) due.push(noon, noon.add({ hours: 24 * waitDays }));
  }
  const instants = due.map(({ epochMilliseconds }) => epochMilliseconds);
  return [...new Set(instants)].filter((at) => at <= to.epochMilliseconds);
}

async function openCloud() {
  const dataDir = temporaryDirectory();
  const store = openStore(dataDir);
  const clock = openClock(store, from.epochMilliseconds);
  const due = openDueRunner(store, clock);
  const work = openWork();
  const parts = { store, due, clock, work, account: ACCOUNT, region: REGION, port: 0 };
  const iam = createIam({ clock, dataDir, account: ACCOUNT });
  const sqs = openSqs({ ...parts, iam });
  const noFunction = () => {
    throw new Error("No function is called here");
  };
  const functions = new FunctionRegistry();
  const lambda = { invoke: noFunction, invocations: () => [] };
  const machines = openStepFunctions({ ...parts, iam, lambda, functions });
  const { startExecution } = machines;
  const targets = new Targets({
    sqs,
    iam,
    startExecution,
    lambda: { registry: functions },
    invocations: { add: noFunction },
  });
  const scheduler = openScheduler({ ...parts, iam, targets });
  await declareApp([...sqs.players, ...machines.players, ...scheduler.players], iam);
  due.start();
  return {
    advance: new Advance({ clock, due, work, tell: () => undefined }),
    close: async () => {
      due.close();
      await machines.runner.close();
      clock.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function declareApp(players: readonly ResourcePlayer[], iam: ReturnType<typeof createIam>): Promise<void> {
  const declare = async (type: string, name: string, properties: Readonly<Record<string, unknown>>) => {
    const player = players.find((one) => one.type === type);
    if (player === undefined) throw new Error(`${type} is not played`);
    return await player.create({ logicalId: name, type, properties, assemblyDir: ".", generatedName: name });
  };
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/app`;
  const Principal = { Service: ["scheduler.amazonaws.com", "states.amazonaws.com"] };
  const trust = { Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  const document = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  iam.putRole({ arn: RoleArn, name: "app", trust, policies: [{ name: "all", document }] });
  await declare("AWS::SQS::Queue", "letters", { QueueName: "letters", DelaySeconds: delaySeconds });
  const DefinitionString = JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "Wait",
    States: { Wait: { Type: "Wait", Seconds: waitDays * 86_400, End: true } },
  });
  const machine = await declare("AWS::StepFunctions::StateMachine", "notice", { DefinitionString, RoleArn });
  const schedules = [
    ["morning", "cron(0 8 * * ? *)", `arn:aws:sqs:${REGION}:${ACCOUNT}:letters`],
    ["sunday", "cron(0 12 ? * SUN *)", machine.ref],
  ] as const;
  for (const [Name, ScheduleExpression, Arn] of schedules) {
    await declare("AWS::Scheduler::Schedule", Name, {
      Name,
      ScheduleExpression,
      ScheduleExpressionTimezone: "Europe/Paris",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn, RoleArn },
    });
  }
  for (const player of players) await player.start?.();
}
