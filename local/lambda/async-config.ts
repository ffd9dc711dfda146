import { z } from "zod";
import type { Principal, ResourcePlayer, Store } from "../contracts.ts";
import type { QueueAccess } from "../sqs/access.ts";
import type { Queues } from "../sqs/queues.ts";
import type { AsyncInvocation, AsyncRules } from "./async-invocations.ts";
import type { FunctionRegistry } from "./registry.ts";

const configProperties = z.object({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z
    .strictObject({
      OnFailure: z
        .strictObject({ Destination: z.string().startsWith("arn:aws:sqs:", "only queues are played") })
        .optional(),
    })
    .optional(),
});

interface AsyncConfig extends AsyncRules {
  readonly onFailure: string | undefined;
}

interface AsyncConfigsParts {
  readonly registry: FunctionRegistry;
  readonly sqs: { readonly queues: Queues; readonly access: QueueAccess };
  readonly store: Store;
  /** Principal of a new session of the role of a function. */
  readonly principalOf: (roleArn: string) => Principal;
  readonly now: () => number;
}

const DEFAULT: AsyncConfig = { mostRetries: 2, oldestMillis: 21_600_000, onFailure: undefined };
const DISCARDED = "async-discarded";

/** How asynchronous invocations of each function or alias are tried again, and where those go that failed to the end. */
export class AsyncConfigs {
  readonly #parts: AsyncConfigsParts;
  readonly #byArn = new Map<string, AsyncConfig>();

  constructor(parts: AsyncConfigsParts) {
    this.#parts = parts;
  }

  rulesOf(functionArn: string): AsyncRules {
    return this.#byArn.get(functionArn) ?? DEFAULT;
  }

  /** Sends what Lambda tells of a failure to the queue that the function names; without one, it is kept and told in the log. */
  giveUp(invocation: AsyncInvocation, responsePayload: string): void {
    const { functionArn, payload, attempts } = invocation;
    const record = {
      version: "1.0",
      timestamp: new Date(this.#parts.now()).toISOString(),
      requestContext: { functionArn, condition: "RetriesExhausted", approximateInvokeCount: attempts },
      requestPayload: JSON.parse(payload),
      responseContext: { statusCode: 200, functionError: "Unhandled" },
      responsePayload: parsed(responsePayload),
    };
    const { onFailure } = this.#byArn.get(functionArn) ?? DEFAULT;
    if (onFailure !== undefined) {
      this.#send(onFailure, functionArn, JSON.stringify(record));
      return;
    }
    console.error(`Function ${functionArn}: an event is given up after ${attempts} attempt(s)`);
    this.#parts.store.put(DISCARDED, String(invocation.id), record);
  }

  #send(queueArn: string, functionArn: string, body: string): void {
    const { registry, sqs, principalOf } = this.#parts;
    const sender = principalOf(registry.target(functionArn).definition.roleArn);
    const queue = sqs.queues.get(queueArn);
    sqs.access.check(sender, "SendMessage", queue);
    sqs.queues.send(queue, { body, sender: sender.arn });
  }

  player(): ResourcePlayer {
    return {
      type: "AWS::Lambda::EventInvokeConfig",
      reads: Object.keys(configProperties.shape),
      ignores: {},
      replacedBy: [],
      create: async ({ properties, generatedName }) => {
        const declared = configProperties.parse(properties);
        const { FunctionName, Qualifier } = declared;
        const name = Qualifier === "$LATEST" ? FunctionName : `${FunctionName}:${Qualifier}`;
        this.#byArn.set(this.#parts.registry.target(name).invokedArn, {
          mostRetries: declared.MaximumRetryAttempts,
          oldestMillis: declared.MaximumEventAgeInSeconds * 1000,
          onFailure: declared.DestinationConfig?.OnFailure?.Destination,
        });
        return { ref: generatedName, attributes: {} };
      },
    };
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
