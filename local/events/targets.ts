import { AwsError } from "../aws-door/aws-error.ts";
import type { Iam } from "../contracts.ts";
import type { AsyncInvocations } from "../lambda/async-invocations.ts";
import { LambdaException } from "../lambda/lambda-exception.ts";
import type { PlayedLambda } from "../lambda/played-lambda.ts";
import type { Caller } from "../sqs/access.ts";
import type { MessageAttribute } from "../sqs/queue.ts";
import type { Sqs } from "../sqs/sqs.ts";

/** Starts an execution, durable with the transaction it is called in; the caller was authorised before. */
export type StartExecution = (request: { readonly stateMachineArn: string; readonly input: string }) => void;

export interface TargetsParts {
  readonly sqs: Pick<Sqs, "queues" | "access">;
  readonly lambda: Pick<PlayedLambda, "registry">;
  readonly invocations: Pick<AsyncInvocations, "add">;
  readonly iam: Pick<Iam, "authorize" | "authorizeService">;
  readonly startExecution: StartExecution;
}

/** What rules and schedules hand events to: queues, functions, machines. */
export class Targets {
  readonly #parts: TargetsParts;

  constructor(parts: TargetsParts) {
    this.#parts = parts;
  }

  /** Throws an Error for an ARN of a kind that is not played. */
  checkPlayed(arn: string): void {
    if (!/^arn:aws:(sqs|lambda|states):/.test(arn))
      throw new Error(`the target ${arn} is of a kind that is not played`);
  }

  /**
   * Hands over a payload, durable with the transaction it is called in. Throws an AwsError or a LambdaException, before
   * anything is written, when the target does not exist or the caller may not reach it.
   */
  deliver(arn: string, payload: string, caller: Caller): void {
    if (arn.startsWith("arn:aws:sqs:")) this.send(arn, payload, caller);
    else if (arn.startsWith("arn:aws:lambda:")) this.#invoke(arn, payload, caller);
    else this.#start(arn, payload, caller);
  }

  /** Sends a message to a queue, also to one for dead letters. */
  send(arn: string, body: string, caller: Caller, attributes: Readonly<Record<string, MessageAttribute>> = {}): void {
    const { queues, access } = this.#parts.sqs;
    const queue = queues.get(arn);
    access.check(caller, "SendMessage", queue);
    queues.send(queue, { body, attributes, sender: caller.kind === "service" ? caller.service : caller.arn });
  }

  #invoke(arn: string, payload: string, caller: Caller): void {
    const { registry } = this.#parts.lambda;
    const { invokedArn } = registry.target(arn);
    this.#check(caller, "lambda:InvokeFunction", invokedArn, registry.policy(invokedArn));
    this.#parts.invocations.add(invokedArn, payload);
  }

  #start(stateMachineArn: string, input: string, caller: Caller): void {
    this.#check(caller, "states:StartExecution", stateMachineArn);
    this.#parts.startExecution({ stateMachineArn, input });
  }

  #check(caller: Caller, action: string, resource: string, resourcePolicy?: unknown): void {
    const question = { action, resource, resourcePolicy };
    const answer =
      caller.kind === "service"
        ? this.#parts.iam.authorizeService({ ...question, ...caller })
        : this.#parts.iam.authorize({ ...question, principal: caller });
    if (!answer.allowed) throw new AwsError("AccessDeniedException", answer.message, 403);
  }
}

/** What a target answered when it did not take a payload; any other error is thrown on. */
export function refusalOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AwsError || error instanceof LambdaException) return error;
  throw error;
}
