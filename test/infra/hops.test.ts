import { describe, expect, test } from "@jest/globals";
import { timeoutOf, triggersOf } from "../../infra/function-spec.ts";
import { functions, workers } from "../../infra/functions.ts";
import { type Cloud, changed, cloudOf, type Declared, ofType } from "./support/cloud.ts";

const cloud = cloudOf();

const queueOf = (of: Cloud, arn: string | undefined) =>
  ofType(of, "AWS::SQS::Queue").find(({ id }) => arn?.endsWith(`:${id}`));

/** The queue that receives what one part fails to hand over; none for a part that is no hop. */
const deadLettersOf: Readonly<Record<string, (part: Declared, of: Cloud) => readonly (string | undefined)[]>> = {
  "AWS::Lambda::EventSourceMapping": ({ properties: { EventSourceArn, DestinationConfig } }, of) => [
    queueOf(of, EventSourceArn)?.properties.RedrivePolicy?.deadLetterTargetArn ??
      DestinationConfig?.OnFailure.Destination,
  ],
  "AWS::Lambda::EventInvokeConfig": ({ properties }) => [properties.DestinationConfig?.OnFailure.Destination],
  "AWS::Scheduler::Schedule": ({ properties }) => [properties.Target.DeadLetterConfig?.Arn],
  "AWS::Events::Rule": ({ properties }) =>
    properties.Targets.map((target: { DeadLetterConfig?: { Arn: string } }) => target.DeadLetterConfig?.Arn),
  "AWS::SQS::Queue": ({ id, properties }) =>
    /DeadLetters|Failures/.test(id) ? [] : [properties.RedrivePolicy?.deadLetterTargetArn],
};

const hops = (of: Cloud) =>
  of.resources.flatMap((part) => (deadLettersOf[part.type]?.(part, of) ?? []).map((arn) => ({ id: part.id, arn })));

/** Hops without a dead-letter queue that keeps 14 days and rings. */
const mute = (of: Cloud) => {
  const watched = ofType(of, "AWS::CloudWatch::Alarm").flatMap(({ properties }) =>
    (properties.Dimensions ?? []).map(({ Value }: { Value: string }) => Value.split(".")[0]),
  );
  const kept = (queue: Declared | undefined) =>
    queue?.properties.MessageRetentionPeriod === 14 * 86_400 && watched.includes(queue.id);
  return hops(of)
    .filter(({ arn }) => !kept(queueOf(of, arn)))
    .map(({ id }) => id);
};

describe("SEC-53 each hop that answers nobody", () => {
  test("has a dead-letter queue that keeps 14 days and rings", () => {
    expect(hops(cloud).length).toBeGreaterThanOrEqual(20);
    expect(mute(cloud)).toEqual([]);
  });

  test.each([
    ["a stream", /^AuditEventsRecords/, "DestinationConfig"],
    ["a schedule", /^ReapExecutionsSchedule$/, "Target"],
    ["a function that a schedule runs", /^ReapExecutionsFailing/, "DestinationConfig"],
    ["a queue", /^Uploads[0-9A-F]{8}$/, "RedrivePolicy"],
  ])("%s without destination for its failures: seen", (_, id, property) => {
    const parts = { ...cloud, resources: cloud.resources.filter(({ type }) => type !== "AWS::S3::Bucket") };
    const without = changed(parts, id, (properties) => {
      if (property === "Target") delete properties.Target.DeadLetterConfig;
      else delete properties[property];
    });
    expect(mute(without)).toEqual(expect.arrayContaining([expect.stringMatching(id)]));
  });

  test("a rule without dead-letter queue: seen", () => {
    const without = changed(cloud, /^Notifications1EventsRule/, ({ Targets }) => delete Targets[0].DeadLetterConfig);
    expect(mute(without)).toEqual([expect.stringMatching(/^Notifications1EventsRule/)]);
  });

  test("a dead-letter queue that nobody watches: seen", () => {
    const resources = cloud.resources.filter(({ type }) => type !== "AWS::CloudWatch::Alarm");
    expect(mute({ ...cloud, resources })).toHaveLength(hops(cloud).length);
  });

  test("a function that a schedule runs is invoked without an answer: what it fails at has a place too", () => {
    const scheduled = ofType(cloud, "AWS::Scheduler::Schedule").map(({ id }) => id.replace(/Schedule$/, ""));
    const caught = ofType(cloud, "AWS::Lambda::EventInvokeConfig").map(({ id }) => id.replace(/Failing$/, ""));
    expect(caught).toEqual(scheduled);
  });

  /** Queues that fill and that no function empties. */
  const unread = (of: Cloud) => {
    const read = ofType(of, "AWS::Lambda::EventSourceMapping").map(({ properties }) => properties.EventSourceArn);
    const queues = ofType(of, "AWS::SQS::Queue").filter(({ id }) => !/DeadLetters|Failures/.test(id));
    return queues.filter(({ id }) => !read.some((arn) => queueOf(of, arn)?.id === id)).map(({ id }) => id);
  };

  test("every queue is emptied by a function that may say which messages failed", () => {
    expect(unread(cloud)).toEqual([]);
    const mappings = ofType(cloud, "AWS::Lambda::EventSourceMapping").map(({ properties }) => properties);
    expect(mappings.map(({ FunctionResponseTypes }) => FunctionResponseTypes)).toEqual(
      mappings.map(() => ["ReportBatchItemFailures"]),
    );
  });

  test("a message is hidden for six times as long as its function may take", () => {
    const readers = workers.filter((spec) =>
      triggersOf(spec).some((trigger) => "queue" in trigger && trigger.queue === "uploads"),
    );
    const queue = ofType(cloud, "AWS::SQS::Queue").find(({ id }) => /^Uploads[0-9A-F]{8}$/.test(id));
    expect(readers).toHaveLength(1);
    expect(queue?.properties.VisibilityTimeout).toBe(6 * Math.max(...readers.map(timeoutOf)));
  });

  test("every function and the incidents ring at the first failure", () => {
    const alarms = ofType(cloud, "AWS::CloudWatch::Alarm").map(({ properties }) => properties);
    expect(alarms.every(({ Threshold, EvaluationPeriods }) => Threshold === 1 && EvaluationPeriods === 1)).toBe(true);
    const errors = alarms.filter(({ MetricName, Namespace }) => `${Namespace} ${MetricName}` === "AWS/Lambda Errors");
    expect(errors).toHaveLength(functions.length);
    expect(alarms).toContainEqual(expect.objectContaining({ Namespace: "Guichet", MetricName: "RecordTampering" }));
  });
});
