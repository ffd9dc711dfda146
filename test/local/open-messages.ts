import { afterEach } from "@jest/globals";
import { openDueRunner } from "../../local/clock/due-runner.ts";
import { openWork } from "../../local/clock/work.ts";
import { openMessaging } from "../../local/messaging.ts";
import { openStore } from "../../local/store/sqlite-store.ts";
import { ACCOUNT, openDoor, REGION } from "./iam-cloud.ts";
import { lambdaAt } from "./lambda/open-lambda.ts";

/** What is closed after the test, the last opened first. */
export const closing: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What carries messages, behind the AWS door, at a time that stands still; closed after the test. */
export async function openMessages() {
  const { lambda } = await lambdaAt(0);
  const work = openWork();
  const executions: object[] = [];
  let opened: ReturnType<typeof openMessaging>;
  let due: ReturnType<typeof openDueRunner>;
  const cloud = await openDoor((iam, clock, dataDir) => {
    const store = openStore(dataDir);
    due = openDueRunner(store, clock);
    const startExecution = (request: object) => void executions.push(request);
    const place = { account: ACCOUNT, region: REGION, port: 4601 };
    opened = openMessaging({ store, due, clock, work, iam, lambda, startExecution, ...place });
    return [...opened.services];
  });
  const { players, sqs, invocations } = opened!;
  closing.push(
    () => cloud.door.close(),
    () => due.close(),
    () => invocations.stop(),
  );
  return {
    ...cloud,
    sqs,
    lambda,
    work,
    due: due!,
    invocations,
    executions,
    play: (type: string, logicalId: string, properties: Record<string, unknown>) =>
      players
        .find((player) => player.type === type)!
        .create({ logicalId, type, properties, assemblyDir: "/nowhere", generatedName: logicalId }),
    start: async () => {
      for (const player of players) await player.start?.();
    },
    messages: (name: string) => sqs.queues.receive(sqs.queues.get(name), { limit: 10 }),
  };
}
