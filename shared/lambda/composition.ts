import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamodbRecords } from "../adapters/dynamodb/records.ts";
import type { Records } from "../ports/records.ts";
import type { ActDeps } from "./perform-act.ts";
import { setting } from "./setting.ts";

/** The record that this function's environment names. */
export const records: Records = dynamodbRecords(new DynamoDBClient({}), {
  cases: setting("CASES_TABLE"),
  events: setting("EVENTS_TABLE"),
  directory: setting("DIRECTORY_TABLE"),
  sealed: setting("SEALED_TABLE"),
  "person-keys": setting("PERSON_KEYS_TABLE"),
  tokens: setting("TOKENS_TABLE"),
});

/** What acts need that seal no personal value. */
export const actDeps: ActDeps = {
  records,
  newId: randomUUID,
  random: randomBytes,
  // Losers of a race come back at different moments, later each time.
  pause: (attempt) => sleep(randomInt(10, 30) * 2 ** attempt),
};
