import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { createAwsDoor } from "../../../local/aws-door/door.ts";
import { openWork } from "../../../local/clock/work.ts";
import type { SessionCredentials } from "../../../local/contracts.ts";
import type { BusEvent } from "../../../local/events/bus-event.ts";
import { createIam } from "../../../local/iam/iam.ts";
import { createKms } from "../../../local/kms/kms.ts";
import { openS3 } from "../../../local/s3/s3.ts";
import { ACCOUNT, freePort, REGION, roleSession, TestClock, temporaryDirectory } from "../iam-cloud.ts";

interface Options {
  readonly dataDir?: string;
  readonly port?: number;
  readonly onObjectEvent?: (event: BusEvent) => void;
  /** Template properties of the buckets, by name. */
  readonly buckets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** S3 and KMS behind a real AWS door, with buckets as a template declares them. */
export async function openLocalS3({ dataDir = temporaryDirectory(), buckets, ...options }: Options) {
  const clock = new TestClock();
  const place = { account: ACCOUNT, region: REGION };
  const iam = createIam({ clock, dataDir, account: ACCOUNT });
  const kms = createKms({ iam, clock, dataDir, ...place });
  const events: BusEvent[] = [];
  const operations: string[] = [];
  const s3 = await openS3({
    iam,
    clock,
    dataDir,
    ...place,
    useKey: (use) => kms.useKey(use),
    onObjectEvent: options.onObjectEvent ?? ((event) => void events.push(event)),
    work: openWork(),
    count: (operation) => operations.push(operation),
  });
  const port = options.port ?? (await freePort());
  const door = await createAwsDoor({
    port,
    region: REGION,
    clock,
    iam,
    services: [kms.service],
    streaming: s3.service,
  });
  const players = new Map([...s3.players, ...kms.players].map((player) => [player.type, player]));
  const declare = async (type: string, logicalId: string, properties: Readonly<Record<string, unknown>>) => {
    return await players.get(type)!.create({ logicalId, type, properties, assemblyDir: ".", generatedName: logicalId });
  };
  for (const [name, properties] of Object.entries(buckets)) {
    await declare("AWS::S3::Bucket", name, { BucketName: name, ...properties });
  }
  for (const player of players.values()) await player.start?.();
  const clients: S3Client[] = [];
  return {
    clock,
    dataDir,
    iam,
    port,
    events,
    operations,
    /** What other services reach S3 by. */
    s3,
    origin: `http://127.0.0.1:${port}`,
    declare,
    /** An SDK client whose clock is the virtual one, told nothing but the endpoint. */
    client: (credentials: SessionCredentials, config: S3ClientConfig = {}) => {
      const systemClockOffset = clock.at - Date.now();
      const endpoint = `http://127.0.0.1:${port}`;
      const client = new S3Client({
        endpoint,
        region: REGION,
        credentials,
        systemClockOffset,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    role: (name: string, ...statements: object[]) => roleSession(iam, name, statements),
    close: async () => {
      for (const client of clients) client.destroy();
      await door.close();
      await s3.close();
    },
  };
}

export const allow = (Action: string | string[], Resource: string | string[] = "*", Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** Name and HTTP status of what a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; status: number; message: string }> {
  const error = await call.then(
    () => undefined,
    (refused: { name: string; message: string; $metadata?: { httpStatusCode?: number } }) => refused,
  );
  if (error === undefined) throw new Error("The call was not refused");
  return { name: error.name, status: error.$metadata?.httpStatusCode ?? 0, message: error.message };
}
