import type { Principal } from "../contracts.ts";
import type { QueueAccess } from "../sqs/access.ts";
import { SqsError } from "../sqs/queue.ts";
import type { Queues } from "../sqs/queues.ts";
import type { FunctionRegistry } from "./registry.ts";

export interface OnFailureParts {
  readonly registry: FunctionRegistry;
  readonly sqs: { readonly queues: Queues; readonly access: QueueAccess };
  /** Principal of a new session of the role of a function. */
  readonly principalOf: (roleArn: string) => Principal;
}

/** Sends what failed to the end to the queue that `functionArn` names for it, in its name. Says whether the queue has taken it. */
export type SendOnFailure = (queueArn: string, functionArn: string, told: object) => boolean;

/** Sends in the transaction it is called in; a refusal is told in the log. */
export function sendingOnFailure({ registry, sqs, principalOf }: OnFailureParts): SendOnFailure {
  return (queueArn, functionArn, told) => {
    const sender = principalOf(registry.target(functionArn).definition.roleArn);
    try {
      const queue = sqs.queues.get(queueArn);
      sqs.access.check(sender, "SendMessage", queue);
      sqs.queues.send(queue, { body: JSON.stringify(told), sender: sender.arn });
      return true;
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      console.error(`Function ${functionArn}: what failed did not reach ${queueArn}: ${error.message}`);
      return false;
    }
  };
}
