import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { tables as declared, type TableSpec } from "../../../infra/tables.ts";
import { startDynamodb } from "../../../local/dynamodb/dynamodb-local.ts";
import { keyOf } from "../../../shared/adapters/dynamodb/attributes.ts";
import { dynamodbRecords } from "../../../shared/adapters/dynamodb/records.ts";
import type { ActDeps } from "../../../shared/lambda/perform-act.ts";
import type { PersonKeys } from "../../../shared/ports/person-keys.ts";
import type { Place } from "../../../shared/ports/records.ts";

interface Request {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: the input of any operation of DynamoDB
  readonly input: any;
}
interface Answer {
  readonly status: number;
  readonly body: string;
}
/** Answers in the place of the store, or undefined to let the request through. May act before. */
type Interference = (request: Request) => Promise<Answer | undefined> | Answer | undefined;

const tables = {
  cases: "test-cases",
  events: "test-events",
  directory: "test-directory",
  sealed: "test-sealed",
  "person-keys": "test-person-keys",
  tokens: "test-tokens",
  incidents: "test-incidents",
};

/** DynamoDB Local with the tables of the product, behind a door that notes every request and lets a test step in. */
export async function startStore() {
  const dataDir = mkdtempSync(join(tmpdir(), "act-path-"));
  const local = await startDynamodb({ dataDir, port: await freePort() });
  const requests: Request[] = [];
  let interference: Interference = () => undefined;
  const answer = async (incoming: IncomingMessage): Promise<Answer> => {
    const target = String(incoming.headers["x-amz-target"]);
    const body = await text(incoming);
    const request = { operation: target.split(".")[1] ?? "", input: JSON.parse(body) };
    requests.push(request);
    return (await interference(request)) ?? local.call(target, body);
  };
  const door = createServer(async (incoming, outgoing) => {
    const { status, body } = await answer(incoming);
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  const endpoint = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  nameForFunctions(endpoint);
  await createTables(local);
  const client = new DynamoDBClient({ endpoint, region: "eu-west-3", credentials, maxAttempts: 1 });
  return {
    client,
    tables,
    deps: depsOf(client),
    /** The operations that were asked since the last call. */
    operations: () => requests.splice(0).map(({ operation }) => operation),
    requests: () => requests.splice(0),
    interfere: (next: Interference) => {
      interference = next;
    },
    letThrough: () => {
      interference = () => undefined;
    },
    /** Every item of a table, as it is stored. */
    items: async (table: keyof typeof tables) =>
      ((await client.send(new ScanCommand({ TableName: tables[table] }))).Items ?? []).map((item) => unmarshall(item)),
    remove: (place: Place) => client.send(new DeleteItemCommand({ TableName: tables[place.table], Key: keyOf(place) })),
    /** Puts what is at one place at another. */
    copy: async (from: Place, to: Place) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: tables[from.table], Key: keyOf(from) }));
      await client.send(new PutItemCommand({ TableName: tables[to.table], Item: { ...Item, ...keyOf(to) } }));
    },
    stop: async () => {
      client.destroy();
      door.closeAllConnections();
      door.close();
      await local.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Store = Awaited<ReturnType<typeof startStore>>;

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** What a cancelled transaction answers, with one reason an item. */
export const cancelled = (codes: readonly string[]): Answer => ({
  status: 400,
  body: JSON.stringify({
    __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    Message: "Transaction cancelled",
    CancellationReasons: codes.map((Code) => ({ Code })),
  }),
});

function depsOf(client: DynamoDBClient): ActDeps & { readonly personKeys: PersonKeys } {
  return {
    records: dynamodbRecords(client, tables),
    personKeys: keysOfThisProcess(),
    newId: randomUUID,
    random: randomBytes,
    pause: () => Promise.resolve(),
  };
}

/** Person keys wrapped by a key of this process, each bound to its person as KMS binds it by encryption context. */
function keysOfThisProcess(): PersonKeys {
  const wrapping = randomBytes(32);
  return {
    create: async (subject) => {
      const [key, nonce] = [randomBytes(32), randomBytes(12)];
      const cipher = createCipheriv("aes-256-gcm", wrapping, nonce).setAAD(Buffer.from(subject));
      return { key, wrapped: Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]) };
    },
    unwrap: async (subject, wrapped) => {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv("aes-256-gcm", wrapping, bytes.subarray(0, 12)).setAAD(Buffer.from(subject));
      decipher.setAuthTag(bytes.subarray(-16));
      return { key: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]), wrapped };
    },
  };
}

/** The environment in which the functions find the store, to be set before they are imported. */
function nameForFunctions(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CASES_TABLE: tables.cases,
    EVENTS_TABLE: tables.events,
    DIRECTORY_TABLE: tables.directory,
    SEALED_TABLE: tables.sealed,
    PERSON_KEYS_TABLE: tables["person-keys"],
    TOKENS_TABLE: tables.tokens,
    // Named, and asked by nobody: these tests seal with keys of their own.
    PERSONAL_KEY_ARN: "arn:aws:kms:eu-west-3:000000000000:key/unasked",
    INCIDENTS_TABLE: tables.incidents,
  });
}

async function createTables(local: Awaited<ReturnType<typeof startDynamodb>>): Promise<void> {
  const specs: Readonly<Record<string, TableSpec>> = {
    [tables.cases]: declared.cases,
    [tables.events]: declared.events,
    [tables.directory]: declared.directory,
    [tables.sealed]: declared.sealed,
    [tables["person-keys"]]: declared.personKeys,
    [tables.tokens]: declared.tokens,
    [tables.incidents]: declared.incidents,
  };
  for (const [name, spec] of Object.entries(specs)) {
    const { status, body } = await local.call("DynamoDB_20120810.CreateTable", JSON.stringify(creation(name, spec)));
    if (status !== 200) throw new Error(body);
  }
}

const schema = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: "HASH" },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
];

function creation(name: string, { sortKey, indexes = [] }: TableSpec) {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: schema("pk", sortKey && "sk"),
    AttributeDefinitions: [
      text("pk"),
      ...(sortKey === undefined ? [] : [{ AttributeName: "sk", AttributeType: sortKey === "number" ? "N" : "S" }]),
      ...(indexes.length > 0 ? [text("gpk"), text("gsk")] : []),
    ],
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((IndexName) => ({
        IndexName,
        KeySchema: schema("gpk", "gsk"),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
