import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { dynamodbIncidents } from "../../shared/adapters/dynamodb/incidents.ts";
import { instantFromEpochMillis } from "../../shared/kernel/time.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { setting } from "../../shared/lambda/setting.ts";

const incidents = dynamodbIncidents(new DynamoDBClient({}), setting("INCIDENTS_TABLE"));

const streamSchema = z.object({
  Records: z.array(
    z.object({
      eventID: z.string(),
      eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
      dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ N: z.string() }) }) }),
    }),
  ),
});

/** Reads the stream of the record: an event only ever appears. One that changes or goes is an incident. */
export async function handler(batch: unknown): Promise<void> {
  for (const { eventID: record, eventName, dynamodb } of z.parse(streamSchema, batch).Records) {
    if (eventName === "INSERT") continue;
    const { pk, sk } = dynamodb.Keys;
    const change = eventName === "MODIFY" ? "modified" : "removed";
    const chain = pk.S;
    const seq = Number(sk.N);
    await incidents.report({ chain, seq, change, record, at: instantFromEpochMillis(Date.now()) });
    log({ event: `record-${change}`, chain, seq });
    logMetric("RecordTampering", Date.now());
  }
}
