import { expect, test } from "@jest/globals";
import { Records, streamEvent } from "../../../local/lambda/stream-records.ts";

test("a record of what DynamoDB itself removed: handed to a function in Lambda's letter case, the rest untouched", () => {
  const record = { eventName: "REMOVE", dynamodb: { SequenceNumber: "1", Keys: { pk: { S: "a" } } } };
  const answer = { Records: [{ ...record, userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } }] };
  const event = JSON.parse(streamEvent(Records.parse(answer).Records, "arn:stream"));
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  expect(event.Records).toEqual([{ ...record, userIdentity, eventSourceARN: "arn:stream" }]);
});
