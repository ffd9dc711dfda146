import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { HeadObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { consoleState, signing } from "./account.ts";
import type { Product } from "./product.ts";

/** A text that the product has left behind, and where it lies. */
export interface Trace {
  readonly where: string;
  readonly text: string;
}

/**
 * Everything that the product keeps or has said of itself: items of tables and what S3 tells of objects, as the account's
 * administrator reads them; mails; what the local cloud writes to disk, its logs included; lines of the terminal. Not the
 * bytes of objects, which are the filers', nor the files of DynamoDB Local, whose items are read as tables.
 */
export async function tracesOf(product: Product): Promise<readonly Trace[]> {
  const { resources } = await consoleState(product);
  const refsOf = (type: string) => resources.filter((one) => one.type === type).map(({ ref }) => ref);
  const tables = await Promise.all(refsOf("AWS::DynamoDB::GlobalTable").map((table) => itemsOf(product, table)));
  const buckets = await Promise.all(refsOf("AWS::S3::Bucket").map((bucket) => objectsOf(product, bucket)));
  const kept = join(product.directory, ".guichet");
  const databases = ["cloud.sqlite", "issuer.sqlite", "s3/objects.sqlite"];
  return [
    ...tables.flat(),
    ...buckets.flat(),
    ...databases.flatMap((name) => rowsOf(join(kept, name), name)),
    ...filesOf(join(kept, "logs"), /\.log$/),
    ...filesOf(kept, /\.json$/),
    ...(await mailsOf(product)),
    ...product.printed.map((text) => ({ where: "terminal", text })),
  ];
}

async function itemsOf(product: Product, TableName: string): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for await (const { Items = [] } of paginateScan({ client: new DynamoDBClient(signing(product)) }, { TableName })) {
    traces.push(...Items.map((item) => ({ where: `table ${TableName}`, text: JSON.stringify(unmarshall(item)) })));
  }
  return traces;
}

async function objectsOf(product: Product, Bucket: string): Promise<readonly Trace[]> {
  const s3 = new S3Client({ ...signing(product), forcePathStyle: true });
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const told = Versions.map(async (version) => {
    const { Key, VersionId } = version;
    // What the scanner has not cleared is closed to the administrator too.
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId })).catch(() => ({ closed: true }));
    Reflect.deleteProperty(head, "$metadata");
    return { where: `object of ${Bucket}`, text: JSON.stringify({ version, head }) };
  });
  return Promise.all(told);
}

/** Every row of every table of a database, while others write to it. */
function rowsOf(file: string, name: string): readonly Trace[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.flatMap(({ name: table }) =>
      database
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map((row) => ({ where: `${name} ${table}`, text: JSON.stringify(row) })),
    );
  } finally {
    database.close();
  }
}

const filesOf = (folder: string, named: RegExp): readonly Trace[] =>
  readdirSync(folder)
    .filter((file) => named.test(file))
    .flatMap((file) => {
      const lines = readFileSync(join(folder, file), "utf8").split("\n");
      return lines.map((text) => ({ where: file, text }));
    });

async function mailsOf({ console: address }: Product): Promise<readonly Trace[]> {
  const mails = z.array(z.unknown()).parse(await (await fetch(`${address}/mails.json`)).json());
  return mails.map((mail) => ({ where: "mail", text: JSON.stringify(mail) }));
}

/**
 * Listens to what this process is answered over HTTP, by the API, by S3 and by the console: status, headers and body of
 * each answer, from now until `stop`.
 */
export function listen(): { readonly heard: () => Promise<readonly Trace[]>; readonly stop: () => void } {
  const real = globalThis.fetch;
  const answers: Promise<Trace>[] = [];
  globalThis.fetch = async (...asked) => {
    // A connection kept from before may have been closed at the other side: what only reads is asked again.
    const answer = await real(...asked).catch((error) => (isReading(asked) ? real(...asked) : Promise.reject(error)));
    const { status, headers } = answer;
    const where = `answer of ${answer.url}`;
    const copy = answer.clone();
    answers.push(copy.text().then((body) => ({ where, text: JSON.stringify([status, [...headers], body]) })));
    return answer;
  };
  return {
    heard: () => Promise.all(answers),
    stop: () => {
      globalThis.fetch = real;
    },
  };
}

const isReading = ([, options]: Parameters<typeof fetch>): boolean => (options?.method ?? "GET") === "GET";
