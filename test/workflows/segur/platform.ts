import { readFileSync } from "node:fs";
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import {
  enrolmentInput,
  type StepOutput,
  stepInput,
  stepOutput,
  type WaitName,
  type WaitOutcome,
  waitInput,
  waitOutput,
} from "../../../workflows/segur/enrolment.contract.ts";
import { openDoor } from "../../local/iam-cloud.ts";
import { machineOn, type Open, openMachines } from "../../local/step-functions/open-machines.ts";

const functionNames = ["JudgeReceivability", "ExamineDossier", "ExpireCompletion", "RegisterWait"] as const;
type FunctionName = (typeof functionNames)[number];

const definition = JSON.parse(
  readFileSync(new URL("../../../workflows/segur/enrolment.asl.json", import.meta.url), "utf8").replaceAll(
    /\$\{(\w+)\}/g,
    (_, name: string) => name,
  ),
);

/** What a step answers, or that it fails. */
export type Answer = Partial<StepOutput> | "fails";

/**
 * The machine as it is deployed, on the durable runner, with a platform that answers each step as it is told and keeps the
 * tokens of the waits. Every payload is read by its contract, and so is every answer.
 */
export async function openPlatform(caseId: string) {
  let machines: Open | undefined;
  const door = await openDoor((iam, clock, dataDir) => {
    machines = openMachines({ iam, clock, dataDir });
    return [machines.played.service];
  });
  const open = machines!;
  const called: string[] = [];
  const waits: { wait: WaitName; until: string; token: string }[] = [];
  let answers: Answer[] = [];

  open.onInvoke(async (payload) => {
    const given: Record<string, unknown> = { ...payload };
    if ("token" in given) {
      const { wait, until, token } = waitInput.parse(given);
      waits.push({ wait, until, token });
      called.push(`register ${wait}`);
      return "null";
    }
    const { caseId: asked } = stepInput.parse(given);
    if (asked !== caseId) throw new Error("another case");
    const answer = answers.shift();
    if (answer === undefined || answer === "fails") throw new Error("the step failed");
    called.push("step");
    return JSON.stringify(stepOutput.parse({ v: 1, seq: 3, stage: "rest", ...answer }));
  });

  const stateMachineArn = await machineOn(open, definition, [...functionNames] satisfies FunctionName[]);
  const statement = { Effect: "Allow", Action: "states:*", Resource: "*" };
  let executionArn = "";
  /** A client of now: sessions end while time passes. */
  const asked = async <Answer>(ask: (client: SFNClient) => Promise<Answer>): Promise<Answer> => {
    const client = new SFNClient(door.client(door.role("caller", statement)));
    try {
      return await ask(client);
    } finally {
      client.destroy();
    }
  };
  return {
    called,
    waits,
    /** What the next steps answer, in their order. */
    willAnswer: (...next: readonly Answer[]) => {
      answers = [...next];
    },
    start: async () => {
      const input = JSON.stringify(enrolmentInput.parse({ caseId, seq: 2 }));
      const start = new StartExecutionCommand({ stateMachineArn, name: `${caseId}-2`, input });
      ({ executionArn = "" } = await asked((client) => client.send(start)));
      await open.settled();
    },
    resume: async (outcome: WaitOutcome) => {
      const taskToken = waits.at(-1)!.token;
      const output = JSON.stringify(waitOutput.parse({ outcome }));
      await asked((client) => client.send(new SendTaskSuccessCommand({ taskToken, output })));
      await open.settled();
    },
    passed: (millis: number) => open.passed(millis),
    standing: async () => {
      const { status, error } = await asked((client) => client.send(new DescribeExecutionCommand({ executionArn })));
      return { status, ...(error && { error }) };
    },
    now: () => new Date(open.clock.now()).toISOString(),
    close: async () => {
      await open.close();
      await door.door.close();
    },
  };
}
