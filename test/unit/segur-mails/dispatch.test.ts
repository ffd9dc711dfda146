import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

let server: Server;
let dispatch: (batch: unknown) => Promise<unknown>;
let entries: Entry[] = [];
let requests: number[] = [];
/** Which entries, of all that are put, the bus does not take. */
let refused: (index: number) => boolean = () => false;

beforeAll(async () => {
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  server = createServer(async (incoming, outgoing) => {
    const { Entries } = (await json(incoming)) as { Entries: Entry[] };
    const first = entries.length;
    entries.push(...Entries);
    requests.push(Entries.length);
    const results = Entries.map((_, index) =>
      refused(first + index) ? { ErrorCode: "ThrottlingException" } : { EventId: "e" },
    );
    const FailedEntryCount = results.filter((result) => "ErrorCode" in result).length;
    outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify({ FailedEntryCount, Entries: results }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    BUS_NAME: "bus",
  });
  dispatch = (await import("../../../functions/platform/dispatch-events.ts")).handler;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  jest.restoreAllMocks();
});
beforeEach(() => {
  entries = [];
  requests = [];
  refused = () => false;
});

const record = (seq: number, changes: object = {}) => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: String(1000 + seq),
    Keys: { pk: { S: "chain-1" }, sk: { N: String(seq) } },
    NewImage: {
      procedure: { S: "enrolment" },
      text: {
        S: JSON.stringify({
          chain: "chain-1",
          seq,
          type: "found-eligible",
          at: "2022-11-28T09:00:00.000Z",
          actor: "canary-person",
          data: { canary: "canary-data" },
          findings: [{ sentence: "canary-sentence" }],
          sealed: [{ field: "canary-field", key: "canary-key", digest: "d" }],
        }),
      },
      ...changes,
    },
  },
});
const batch = (count: number) => ({ Records: Array.from({ length: count }, (_, index) => record(index + 1)) });
const failures = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((seq) => ({ itemIdentifier: String(1000 + seq) })),
});

describe("SEC-13 what the bus is told of an event", () => {
  test("which, of what procedure and when; nothing of what it holds", async () => {
    expect(await dispatch(batch(1))).toEqual(failures());
    expect(entries).toMatchObject([{ Source: "guichet.events", DetailType: "found-eligible" }]);
    expect(JSON.parse(entries[0]!.Detail)).toEqual({
      chain: "chain-1",
      procedure: "enrolment",
      seq: 1,
      type: "found-eligible",
      at: "2022-11-28T09:00:00.000Z",
    });
    expect(JSON.stringify(entries)).not.toContain("canary");
  });
});

describe("SEC-32 a batch of the stream", () => {
  test("of more events than one request takes: all are told, in their order", async () => {
    expect(await dispatch(batch(25))).toEqual(failures());
    expect(entries.map(({ Detail }) => JSON.parse(Detail).seq)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(requests).toEqual([10, 10, 5]);
  });

  test("an event that the bus does not take: comes back with all that follow it, and no later request is made", async () => {
    refused = (index) => index === 12;
    expect(await dispatch(batch(25))).toEqual(failures(13));
    expect(requests).toEqual([10, 10]);
  });

  test.each([
    ["is no JSON", { text: { S: "{" } }],
    ["is no event", { text: { S: "{}" } }],
    ["bears no procedure", { procedure: undefined }],
  ])("a record that %s: those before it are told, it comes back alone with those after it", async (_, changes) => {
    const { Records } = batch(5);
    expect(await dispatch({ Records: Records.with(2, record(3, changes)) })).toEqual(failures(3));
    expect(entries).toHaveLength(2);
  });

  test("a record that cannot be read and nothing before it: comes back, and the bus is not asked", async () => {
    expect(await dispatch({ Records: [record(1, { text: { S: "" } })] })).toEqual(failures(1));
    expect(requests).toEqual([]);
  });
});
