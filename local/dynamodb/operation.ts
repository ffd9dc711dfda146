import { setTimeout as pause } from "node:timers/promises";
import type { DynamodbLocal, LocalAnswer } from "./dynamodb-local.ts";

const PAUSE_MILLIS = 20;
const MOST_ATTEMPTS = 50;

/** While it builds an index, DynamoDB Local may answer 500 to any question: asked again, as an SDK does. */
export async function ask(local: Pick<DynamodbLocal, "call">, operation: string, input: object): Promise<LocalAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await local.call(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
    if (answer.status < 500 || attempt === MOST_ATTEMPTS) {
      return answer;
    }
    await pause(PAUSE_MILLIS);
  }
}

/** @throws Error for an answer that is not a success */
export function refuseFailure(operation: string, { status, body }: LocalAnswer): void {
  if (status !== 200) {
    throw new Error(`DynamoDB Local refused ${operation} (${status}): ${body}`);
  }
}
