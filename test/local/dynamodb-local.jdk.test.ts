import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { type DynamodbLocal, startDynamodb } from "../../local/dynamodb/dynamodb-local.ts";
import { freePort, temporaryDirectory } from "./iam-cloud.ts";

const started: DynamodbLocal[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((local) => local.stop()));
});

async function start(options: { dataDir: string; port: number }): Promise<DynamodbLocal> {
  const local = await startDynamodb(options);
  started.push(local);
  return local;
}

async function run(local: DynamodbLocal, operation: string, input: object) {
  const { status, body } = await local.call(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
  expect({ operation, status }).toEqual({ operation, status: 200 });
  return JSON.parse(body);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) {
    await pause(20);
  }
}

/** Another process that starts DynamoDB Local and says its pid. */
function spawnStarter(options: { dataDir: string; port: number }, env: NodeJS.ProcessEnv) {
  const module = JSON.stringify(join(import.meta.dirname, "../../local/dynamodb/dynamodb-local.ts"));
  const start = `startDynamodb(${JSON.stringify(options)})`;
  const script = `import { startDynamodb } from ${module}; console.log((await ${start}).pid);`;
  return spawn(process.execPath, ["--input-type=module", "--eval", script], { env });
}

test("killed with -9 right after an acknowledged write: the item is there at the next start", async () => {
  const options = { dataDir: temporaryDirectory(), port: await freePort() };
  const first = await start(options);
  await run(first, "CreateTable", {
    TableName: "notes",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  });
  await run(first, "PutItem", { TableName: "notes", Item: { pk: { S: "acknowledged" } } });
  process.kill(first.pid, "SIGKILL");
  await untilDead(first.pid);
  const again = await start(options);
  const { Item } = await run(again, "GetItem", { TableName: "notes", Key: { pk: { S: "acknowledged" } } });
  expect(Item).toEqual({ pk: { S: "acknowledged" } });
}, 60_000);

test("SEC-57: reached without the gateway's password: 403; reached on another address of the machine: nobody", async () => {
  const port = await freePort();
  await start({ dataDir: temporaryDirectory(), port });
  const headers = { "x-amz-target": "DynamoDB_20120810.ListTables", authorization: "AWS4-HMAC-SHA256 Credential=a/b" };
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: "{}" });
  expect(answer.status).toBe(403);
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of others.filter(({ internal, family }) => !internal && family === "IPv4")) {
    await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  }
  await expect(fetch(`http://[::1]:${port}/`)).rejects.toThrow();
}, 60_000);

test("its parent killed with -9: DynamoDB Local ends too", async () => {
  const parent = spawnStarter({ dataDir: temporaryDirectory(), port: await freePort() }, process.env);
  const [line] = await once(parent.stdout, "data");
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await untilDead(pid);
}, 60_000);

test("its port taken: one sentence in French with the port", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  try {
    const starting = startDynamodb({ dataDir: temporaryDirectory(), port });
    await expect(starting).rejects.toThrow(`Le port ${port} est déjà pris`);
  } finally {
    other.close();
  }
}, 60_000);

test("no Java on the machine: one sentence in French that says what to install", async () => {
  const child = spawnStarter({ dataDir: temporaryDirectory(), port: 1 }, { PATH: "/nowhere" });
  expect(await text(child.stderr)).toMatch(/Error: Java est absent de cette machine\. Installez un JDK 17/);
});
