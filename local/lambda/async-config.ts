import { z } from "zod";
import type { ResourcePlayer, Store } from "../contracts.ts";
import type { AsyncInvocation, AsyncRules } from "./async-invocations.ts";
import { destinationConfig } from "./declarations.ts";
import type { SendOnFailure } from "./on-failure.ts";
import type { FunctionRegistry } from "./registry.ts";

const configProperties = z.object({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: destinationConfig,
});

interface AsyncConfig extends AsyncRules {
  readonly onFailure: string | undefined;
}

interface AsyncConfigsParts {
  readonly registry: FunctionRegistry;
  readonly sendOnFailure: SendOnFailure;
  readonly store: Store;
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
    if (onFailure !== undefined && this.#parts.sendOnFailure(onFailure, functionArn, record)) return;
    console.error(`Function ${functionArn}: an event is given up after ${attempts} attempt(s)`);
    this.#parts.store.put(DISCARDED, String(invocation.id), record);
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
