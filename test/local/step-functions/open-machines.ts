import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openWork } from "../../../local/clock/work.ts";
import type { InvocationResult, LambdaService } from "../../../local/contracts.ts";
import type { LocalIam } from "../../../local/iam/iam.ts";
import type { Queue } from "../../../local/sqs/queue.ts";
import { openSqs } from "../../../local/sqs/sqs.ts";
import { messageSender } from "../../../local/step-functions/send-message.ts";
import { openStepFunctions } from "../../../local/step-functions/step-functions.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { ACCOUNT, REGION, type TestClock } from "../iam-cloud.ts";

export type Machine = { readonly StartAt: string; readonly States: Record<string, object> };
export type Open = ReturnType<typeof openMachines>;
type Answer = (payload: { token: string }) => Promise<string>;

const letters: Queue = {
  name: "letters",
  arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:letters`,
  url: "http://127.0.0.1/letters",
  delaySeconds: 0,
  visibilitySeconds: 30,
  retentionSeconds: 345_600,
  waitSeconds: 0,
  maximumBytes: 262_144,
};

interface Parts {
  readonly iam: LocalIam;
  readonly clock: TestClock;
  readonly dataDir: string;
}

/** Step Functions on a store, with a Lambda whose functions keep the tokens that they are given. */
export function openMachines({ iam, clock, dataDir }: Parts) {
  const store = openStore(dataDir);
  const due = openDueRunner(store, clock);
  const work = openWork();
  const tokens: string[] = [];
  const invoked = Promise.withResolvers<void>();
  let answer: Answer = async () => "null";
  const lambda: LambdaService = {
    invoke: async ({ payload }): Promise<InvocationResult> => {
      const given = JSON.parse(payload);
      tokens.push(given.token);
      invoked.resolve();
      return { payload: await answer(given) };
    },
    invocations: () => [],
  };
  const functions = {
    target: (name: string) => ({ invokedArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`, version: "1" }),
    policy: () => undefined,
  };
  const place = { account: ACCOUNT, region: REGION };
  const sqs = openSqs({ store, due, clock, iam, ...place, port: 0 });
  sqs.queues.declare(letters);
  const sendMessage = messageSender(() => sqs);
  const played = openStepFunctions({ lambda, functions, iam, clock, store, due, work, sendMessage, ...place });
  played.runner.start();
  const deliver = () => {
    while (due.deliverNext());
  };
  return {
    played,
    due,
    clock,
    tokens,
    deliver,
    iam,
    onInvoke: (given: Answer) => {
      answer = given;
    },
    messages: (queue: string) => sqs.queues.receive(sqs.queues.get(queue), { limit: 10 }),
    /** Resolves once a function has been invoked. */
    invoked: () => invoked.promise,
    settled: () => work.drained(),
    /** Lets time pass, from one due to the next. */
    passed: async (millis: number) => {
      clock.at += millis;
      deliver();
      await work.drained();
    },
    /** Another process on the same data, this one being gone. */
    restarted: () => {
      store.close();
      return openMachines({ iam, clock, dataDir });
    },
    close: async () => {
      if (store.database.isOpen) store.close();
    },
  };
}

/** A machine in JSONata, with a role that may invoke these functions; its ARN. */
export async function machineOn({ played, iam }: Open, machine: Machine, functions = ["ask"]): Promise<string> {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/machine`;
  const trust = {
    Statement: [{ Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const Resource = functions.map((name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`);
  const Statement = [
    { Effect: "Allow", Action: "lambda:InvokeFunction", Resource },
    { Effect: "Allow", Action: "sqs:SendMessage", Resource: letters.arn },
  ];
  const document = { Version: "2012-10-17", Statement };
  const policies = functions.length === 0 ? [] : [{ name: "calls", document }];
  iam.putRole({ arn: RoleArn, name: "machine", trust, policies });
  const player = played.players.find(({ type }) => type === "AWS::StepFunctions::StateMachine")!;
  const DefinitionString = JSON.stringify({ QueryLanguage: "JSONata", ...machine });
  const type = player.type;
  const resource = { logicalId: "M", type, assemblyDir: "/nowhere", generatedName: "stack-M" };
  return (await player.create({ ...resource, properties: { DefinitionString, RoleArn } })).ref;
}
