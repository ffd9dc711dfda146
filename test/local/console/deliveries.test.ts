import { expect, test } from "@jest/globals";
import { AwsError } from "../../../local/aws-door/aws-error.ts";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { discarded, discardedDeliveries } from "../../../local/console/discarded.ts";
import type { ConsoleState } from "../../../local/console/state.ts";
import { EventBuses } from "../../../local/events/buses.ts";
import type { Targets } from "../../../local/events/targets.ts";
import { AsyncConfigs } from "../../../local/lambda/async-config.ts";
import { EventSourceMappingProperties } from "../../../local/lambda/declarations.ts";
import { ShardReader } from "../../../local/lambda/shard-reader.ts";
import { streamPositions } from "../../../local/lambda/stream-position.ts";
import { Schedules } from "../../../local/scheduler/schedules.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";

const NOW = Date.UTC(2031, 0, 1, 12);
const principal = { kind: "role", arn: "arn:role", roleArn: "arn:role", sessionName: "s" } as const;

/** Deliveries that nobody takes, and no queue for what is left of them. */
function open() {
  const store = openStore(temporaryDirectory());
  const clock = { now: () => NOW };
  const due = openDueRunner(store, clock);
  const refuse = () => {
    throw new AwsError("AccessDeniedException", "nobody may <send>");
  };
  const targets = { checkPlayed: () => undefined, deliver: refuse, send: refuse } as unknown as Targets;
  const parts = {
    store,
    due,
    clock,
    targets,
    principalOf: () => principal,
    account: "000000000000",
    region: "eu-west-3",
  };
  return { store, clock, due, parts };
}

const pageOf = (found: ConsoleState["discarded"]) => discarded({ discarded: found } as ConsoleState).toString();

test("no delivery was given up: the console says so", () => {
  const { store } = open();
  expect(discardedDeliveries(store)).toEqual([]);
  expect(pageOf([])).toContain("Aucune remise abandonnée.");
});

test("an event of the bus that its target refuses: shown with its rule, its target and the reason", () => {
  const { store, parts } = open();
  const buses = new EventBuses(parts);
  const target = { id: "t", arn: "arn:aws:sqs:x", input: {}, roleArn: "arn:role", deadLetterArn: undefined };
  const matches = () => true;
  buses.putRule({ name: "r", arn: "arn:rule", bus: "default", matches, schedule: undefined, targets: [target] });
  const envelope = {
    version: "0",
    source: "shop",
    account: "0",
    region: "eu-west-3",
    resources: [],
    detail: {},
  } as const;
  buses.put({ ...envelope, id: "e-1", "detail-type": "Sold", time: "2031-01-01T12:00:00Z" });
  expect(discardedDeliveries(store)).toMatchObject([
    { kind: "events-discarded", at: NOW, from: "arn:rule", to: "arn:aws:sqs:x", reason: "nobody may <send>" },
  ]);
  expect(pageOf(discardedDeliveries(store))).toContain("nobody may &lt;send&gt;");
});

test("a schedule whose target refuses, a function that fails to the end, a batch of a stream: each shown, newest first", async () => {
  const { store, clock, due, parts } = open();
  const schedules = new Schedules(parts);
  schedules.put({
    name: "daily",
    group: "g",
    ScheduleExpression: "at(2031-01-01T12:00:00)",
    ScheduleExpressionTimezone: "UTC",
    State: "ENABLED",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: "arn:aws:lambda:x", RoleArn: "arn:role" },
    deletedWhenCompleted: false,
    fromTemplate: false,
    createdAt: NOW,
    modifiedAt: NOW,
  });
  expect(due.deliverNext()).toBe(true);

  const none = {} as ConstructorParameters<typeof AsyncConfigs>[0];
  const configs = new AsyncConfigs({ ...none, store, now: () => NOW + 2_000 });
  const invocation = { id: 1, functionArn: "arn:aws:lambda:f", payload: "{}", attempts: 3, addedAt: NOW };
  configs.giveUp(invocation, '{"errorMessage":"no"}');

  const EventSourceArn = "arn:aws:dynamodb:eu-west-3:0:table/t/stream/s";
  const declared = { EventSourceArn, FunctionName: "f", StartingPosition: "TRIM_HORIZON", MaximumRetryAttempts: 0 };
  const reader = new ShardReader(
    {
      id: "mapping",
      mapping: EventSourceMappingProperties.parse(declared),
      positions: streamPositions(store, "mapping", EventSourceArn),
      store,
      due,
      clock: { now: () => clock.now() + 1_000 },
      call: async () => ({ ShardIterator: "i", Records: [{ dynamodb: { SequenceNumber: "7" } }] }),
      invoke: async () => ({ payload: "{}", functionError: "Unhandled" }),
      sendOnFailure: () => false,
      changes: () => 0,
      stopping: new AbortController().signal,
    },
    "shard-1",
  );
  await reader.readBatch();

  expect(discardedDeliveries(store)).toMatchObject([
    { kind: "async-discarded", at: NOW + 2_000, to: "arn:aws:lambda:f", reason: '{"errorMessage":"no"}' },
    { kind: "stream-discarded", at: NOW + 1_000, from: "shard-1", to: "mapping" },
    { kind: "schedules-discarded", at: NOW, to: "arn:aws:lambda:x", reason: "nobody may <send>" },
  ]);
  const page = pageOf(discardedDeliveries(store));
  for (const title of ["Appel sans attente", "Lot d&#39;un flux", "Échéance programmée"]) expect(page).toContain(title);
});
