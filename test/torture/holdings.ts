import { createHash } from "node:crypto";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  S3Client,
} from "@aws-sdk/client-s3";
import { paginateListSchedules, SchedulerClient } from "@aws-sdk/client-scheduler";
import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { consoleState, signing } from "../api/support/account.ts";
import type { Product } from "../api/support/product.ts";
import type { Holding } from "./canonical.ts";

type Signing = ReturnType<typeof signing>;
/** A resource of the template: the name it has there, and the one that AWS knows. */
interface Named {
  readonly name: string;
  readonly ref: string;
}

/**
 * All that the product's account holds, as its administrator reads it through AWS: items of tables, versions of objects,
 * executions, schedules, messages in queues; and the mails that were sent, from the inbox.
 */
export async function holdingsOf(product: Product): Promise<readonly Holding[]> {
  const { resources, discarded } = await consoleState(product);
  const named = (type: string): readonly Named[] =>
    resources.filter((resource) => resource.type === type).map(({ logicalId: name, ref }) => ({ name, ref }));
  const access = signing(product);
  const read = await Promise.all([
    ...named("AWS::DynamoDB::GlobalTable").map((table) => itemsOf(access, table)),
    ...named("AWS::S3::Bucket").map((bucket) => objectsOf(access, bucket)),
    ...named("AWS::StepFunctions::StateMachine").map((machine) => executionsOf(access, machine)),
    ...named("AWS::SQS::Queue").map((queue) => depthOf(access, queue)),
    schedulesOf(access),
    mailsOf(product),
  ]);
  return [
    ...onceSent(read.flat()),
    ...discarded.map((delivery) => ({ kind: "unrest of deliveries", value: delivery })),
  ];
}

/**
 * A client that is cut off sends its file again, as it must: a second version under the same grant, which the platform does not
 * keep and tells of. What was sent so counts once, and what tells of it not at all.
 */
function onceSent(holdings: readonly Holding[]): readonly Holding[] {
  const sent = new Set<string>();
  return holdings.flatMap(({ kind, value }) => {
    if (kind.startsWith("item of")) return [{ kind, value: withoutIgnored(value) }];
    if (!/^object of .*Uploads/.test(kind)) return [{ kind, value }];
    const { version: _, ...object } = versionSchema.parse(value);
    const text = JSON.stringify(object);
    return sent.has(text) ? [] : [sent.add(text) && { kind, value: object }];
  });
}

const versionSchema = z.looseObject({ key: z.string(), version: z.string() });
const piecesSchema = z.looseObject({
  sk: z.literal("PIECES"),
  rev: z.int(),
  pieces: z.record(z.string(), z.looseObject({ ignored: z.optional(z.unknown()) })),
});

/** The files of a dossier as they are where nothing was sent twice. */
function withoutIgnored(item: unknown): unknown {
  const read = piecesSchema.safeParse(item);
  if (!read.success) return item;
  const told = Object.values(read.data.pieces).filter(({ ignored }) => ignored !== undefined).length;
  const pieces = Object.entries(read.data.pieces).map(([code, { ignored: _, ...record }]) => [code, record] as const);
  return { ...read.data, rev: read.data.rev - told, pieces: Object.fromEntries(pieces) };
}

async function itemsOf(access: Signing, { name, ref: TableName }: Named): Promise<readonly Holding[]> {
  const items: Holding[] = [];
  for await (const { Items = [] } of paginateScan({ client: new DynamoDBClient(access) }, { TableName })) {
    items.push(...Items.map((item) => ({ kind: `item of ${name}`, value: plain(unmarshall(item)) })));
  }
  return items;
}

/** An item as plain JSON: bytes as base64, and without the number of its shard, which an id decides. */
function plain(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(item).map(([name, value]) => {
    if (value instanceof Uint8Array) return [name, Buffer.from(value).toString("base64")] as const;
    return [name, name === "gpk" ? String(value).replace(/#\d+$/, "") : value] as const;
  });
  // How often a mail was tried is not what became of it.
  return Object.fromEntries(item.sk === "MAIL" ? entries.filter(([name]) => name !== "attempts") : entries);
}

async function objectsOf(access: Signing, { name, ref: Bucket }: Named): Promise<readonly Holding[]> {
  const client = new S3Client({ ...access, forcePathStyle: true });
  const listed = await client.send(new ListObjectVersionsCommand({ Bucket }));
  if (listed.IsTruncated) throw new Error(`${name} holds more versions than one list tells`);
  const { Versions = [], DeleteMarkers = [] } = listed;
  const versions = Versions.map(async (version) => {
    return { kind: `object of ${name}`, value: await contentOf(client, Bucket, version) };
  });
  const markers = DeleteMarkers.map(({ Key }) => ({ kind: `delete marker of ${name}`, value: Key }));
  return [...(await Promise.all(versions)), ...markers];
}

/** Of a version that nobody may read, as before its scan, the digest is unknown. */
async function contentOf(client: S3Client, Bucket: string, { Key, VersionId, Size }: ObjectVersion): Promise<object> {
  const which = { Bucket, Key, VersionId };
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand(which));
  const digest = await client.send(new GetObjectCommand(which)).then(
    async ({ Body }) => sha256((await Body?.transformToByteArray()) ?? new Uint8Array()),
    (error: Error) => error.name,
  );
  return { key: Key, version: VersionId, size: Size, digest, tags: TagSet.map(({ Key: tag, Value }) => [tag, Value]) };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function executionsOf(access: Signing, { name, ref: stateMachineArn }: Named): Promise<readonly Holding[]> {
  const client = new SFNClient(access);
  const found: Holding[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
    for (const { executionArn } of executions) {
      const {
        status,
        input,
        output,
        error,
        cause,
        name: execution,
      } = await client.send(new DescribeExecutionCommand({ executionArn }));
      found.push({ kind: `execution of ${name}`, value: { execution, status, input, output, error, cause } });
    }
  }
  return found;
}

async function depthOf(access: Signing, { name, ref: QueueUrl }: Named): Promise<readonly Holding[]> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  const { Attributes = {} } = await new SQSClient(access).send(command);
  const depth = Object.entries(Attributes).filter(([attribute]) => attribute.startsWith("ApproximateNumberOf"));
  return depth
    .filter(([, messages]) => messages !== "0")
    .map(([attribute, messages]) => ({ kind: `unrest of ${name}`, value: { attribute, messages } }));
}

async function schedulesOf(access: Signing): Promise<readonly Holding[]> {
  const found: Holding[] = [];
  for await (const { Schedules = [] } of paginateListSchedules({ client: new SchedulerClient(access) }, {})) {
    found.push(
      ...Schedules.map(({ Name, GroupName, State }) => ({ kind: "schedule", value: { Name, GroupName, State } })),
    );
  }
  return found;
}

const mails = z.array(
  z.object({ recipients: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string() }),
);

async function mailsOf({ console: address }: Product): Promise<readonly Holding[]> {
  const sent = mails.parse(await (await fetch(`${address}/mails.json`)).json());
  return sent.map((value) => ({ kind: "mail", value }));
}
