import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { ConsoleState } from "../../../local/console/state.ts";
import type { Mail } from "../../../local/ses/mail.ts";
import { freePorts, type LocalRun, runLocal } from "../core/run-local.ts";

jest.setTimeout(180_000);

const app = fileURLToPath(new URL("../foreign-app/messages-app.ts", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "month-"));
let port: number;
let run: LocalRun;

beforeAll(async () => {
  port = await freePorts();
  const config = { name: "reading-room", app: `node ${app}`, context: {} };
  run = runLocal(project, config, ["--port", String(port), "--at", "2031-03-15T07:59:00+01:00"], { NODE_OPTIONS: "" });
  await run.ready();
});
afterAll(async () => {
  run.process.kill("SIGINT");
  await run.ended();
  rmSync(project, { recursive: true, force: true });
});

const read = async (path: string) => JSON.parse(await (await fetch(`http://127.0.0.1:${port + 3}${path}`)).text());
const state = (): Promise<ConsoleState> => read("/state.json");
const mails = (): Promise<Mail[]> => read("/mails.json");
const queue = async (part: string) => (await state()).queues.find(({ name }) => name.includes(part))!;
async function advance(to: string): Promise<{ delivered: number; instants: number }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`http://127.0.0.1:${port + 3}/clock`, {
    method: "POST",
    headers,
    body: JSON.stringify({ to }),
  });
  expect(response.status).toBe(200);
  return JSON.parse(await response.text());
}

describe("an app of schedules, queues, a bus and mails, which the local cloud has never seen", () => {
  test("two weeks over the change to summer time: a mail each morning at 08:00 in Paris, at its very instant", async () => {
    const advanced = await advance("2031-04-02T07:59:00+02:00");
    const morning = (await mails()).filter(({ recipients }) => recipients.includes("reader@client.example")).reverse();
    const days = Array.from({ length: 18 }, (_, index) => Date.UTC(2031, 2, 15 + index));
    const summer = Date.UTC(2031, 2, 30);
    const expected = days.map((day) => new Date(day + (day < summer ? 7 : 6) * 3_600_000).toISOString());
    // The function's own clock, the mail's date and the time of the schedule agree to the millisecond.
    expect(morning.map(({ text }) => text)).toEqual(expected);
    expect(morning.map(({ at }) => new Date(at).toISOString())).toEqual(expected);
    expect(morning.map(({ subject }) => subject)).toEqual(expected.map((at) => `Opened at ${at.replace(".000", "")}`));
    // Three Sundays at noon besides; the clock stood at no other instant.
    expect(advanced).toMatchObject({ delivered: 21, instants: 21 });
    const bounced = (await mails()).filter(({ outcome }) => outcome === "bounced");
    expect(bounced.map(({ at }) => new Date(at).toISOString())).toEqual([
      "2031-03-30T12:00:00.000Z",
      "2031-03-23T12:00:00.000Z",
      "2031-03-16T12:00:00.000Z",
    ]);
    expect((await state()).denials).toEqual([]);
  });

  test("what the bus was told of each mail is in the queue of its rule, as long as that queue keeps it", async () => {
    // Kept for 14 days: the mails since 19 March at 06:59 in Paris.
    expect(await queue("Sent")).toMatchObject({ visible: 16, held: 0 });
  });

  test("a message that is none: tried twice, three minutes apart, then with the dead letters; nothing else waits for it", async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(
      readFileSync(join(project, ".guichet/credentials.json"), "utf8"),
    );
    const sqs = new SQSClient({
      endpoint: `http://127.0.0.1:${port + 1}`,
      region: "eu-west-3",
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    const { name } = await queue("ToSend");
    const QueueUrl = `http://127.0.0.1:${port + 1}/000000000000/${name}`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));
    sqs.destroy();
    await advance("2031-04-02T07:59:59+02:00");
    expect(await queue("Dead")).toMatchObject({ visible: 0 });
    await advance("2031-04-02T08:07:00+02:00");
    expect(await queue("Dead")).toMatchObject({ visible: 1, deadLettersOf: [name] });
    expect(await queue("ToSend")).toMatchObject({ visible: 0, held: 0, delayed: 0 });
  });
});
