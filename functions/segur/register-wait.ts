import * as z from "zod/mini";
import { actDeps } from "../../shared/lambda/composition.ts";
import { log } from "../../shared/lambda/log.ts";
import { performTask } from "../../shared/lambda/perform-task.ts";
import { waitInput } from "../../workflows/segur/enrolment.contract.ts";
import { register } from "./wait-registration.ts";

/** Registers the wait of an execution; whoever consumes it has the relay answer it. */
export async function handler(raw: unknown): Promise<void> {
  const input = z.parse(waitInput, raw);
  await performTask(actDeps, register, input, input.at);
  log({ event: "wait-registered", chain: input.caseId, code: input.wait });
}
