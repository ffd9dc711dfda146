import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach } from "@jest/globals";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openWork } from "../../../local/clock/work.ts";
import type { SessionCredentials } from "../../../local/contracts.ts";
import { openSqs, type Sqs } from "../../../local/sqs/sqs.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { ACCOUNT, openDoor, REGION } from "../iam-cloud.ts";

const closing: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** SQS behind the AWS door, at a time that stands still until `moveTo`; closed after the test. */
export async function openQueues() {
  let sqs: Sqs;
  let due: ReturnType<typeof openDueRunner>;
  const work = openWork();
  const cloud = await openDoor((iam, clock, dataDir) => {
    const store = openStore(dataDir);
    due = openDueRunner(store, clock);
    sqs = openSqs({ store, due, clock, iam, account: ACCOUNT, region: REGION, port: 4601 });
    closing.push(() => due.close());
    return [sqs.service];
  });
  closing.push(() => cloud.door.close());
  const client = (credentials: SessionCredentials) => {
    const opened = new SQSClient(cloud.client(credentials));
    closing.push(() => opened.destroy());
    return opened;
  };
  const declare = async (name: string, properties: Record<string, unknown> = {}) =>
    (await play("AWS::SQS::Queue", name, { QueueName: name, ...properties })).ref;
  const play = (type: string, logicalId: string, properties: Record<string, unknown>) =>
    sqs.players
      .find((player) => player.type === type)!
      .create({ logicalId, type, properties, assemblyDir: "/nowhere", generatedName: `stack-${logicalId}` });
  return {
    ...cloud,
    sqs: sqs!,
    due: due!,
    work,
    play,
    /** Declares a queue and gives its URL. */
    declare,
    as: (...statements: object[]) => client(cloud.role("worker", ...statements)),
    administrator: () => client(cloud.iam.administratorCredentials()),
    /** Lets time pass, and delivers what comes due. */
    pass: (seconds: number) => {
      cloud.clock.at += seconds * 1000;
      while (due.deliverNext());
    },
  };
}

export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const allow = (action: string | string[], resource = "*") => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});
