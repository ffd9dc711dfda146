import { SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod/mini";
import { stepFunctionsExecutions } from "../../shared/adapters/step-functions/executions.ts";
import { proofOfPlatform } from "../../shared/domain/platform/access.ts";
import { type Instant, instantFromEpochMillis } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { eachItem } from "../../shared/lambda/each-item.ts";
import { type RelayDeps, relayLine } from "../../shared/lambda/relay-lines.ts";
import { setting } from "../../shared/lambda/setting.ts";
import { outboxList, outboxSchema, placeOfLine } from "../../shared/lambda/waits.ts";

const deps: RelayDeps = {
  records,
  executions: stepFunctionsExecutions(new SFNClient({}), { enrolment: setting("ENROLMENT_MACHINE") }),
  proof: proofOfPlatform("outbox.relay"),
};

const text = z.object({ S: z.string() });
const streamSchema = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: text, sk: text }) }) })),
});
const sweepSchema = z.object({ sweep: z.literal("outbox") });

/** Lines looked at in one sweep: what is left waits for the next. */
const mostSwept = 200;

/**
 * Relays what acts have written for Step Functions: from the stream of `cases` as it comes, and once an hour what was not
 * sent. The only function that reads task tokens.
 */
export async function handler(event: unknown): Promise<void> {
  const now = instantFromEpochMillis(Date.now());
  if (sweepSchema.safeParse(event).success) return sweep(now);
  for (const { dynamodb } of z.parse(streamSchema, event).Records) {
    const { pk, sk } = dynamodb.Keys;
    await relayLine(deps, { table: "cases", pk: pk.S, sk: sk.S }, now);
  }
}

async function sweep(now: Instant): Promise<void> {
  const lines = await records.listed(deps.proof, outboxList, { limit: mostSwept, order: "oldest" });
  await eachItem(lines, (item) => relayLine(deps, placeOfLine(z.parse(outboxSchema, item)), now));
}
