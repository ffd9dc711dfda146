import type { AccessAnswer, Iam, Principal } from "../contracts.ts";
import type { Queue } from "./queue.ts";
import { SqsError } from "./queue.ts";

/** Who asks: somebody with permissions of their own, or a service on behalf of a resource (a rule that sends to a queue). */
export type Caller = Principal | { readonly kind: "service"; readonly service: string; readonly sourceArn: string };

/** Says who may do what to a queue: by their own policies, or by the queue's. */
export class QueueAccess {
  readonly #iam: Pick<Iam, "authorize" | "authorizeService">;
  readonly #policies = new Map<string, unknown>();

  constructor(iam: Pick<Iam, "authorize" | "authorizeService">) {
    this.#iam = iam;
  }

  putPolicy(queue: Queue, document: unknown): void {
    this.#policies.set(queue.arn, document);
  }

  policy(queue: Queue): unknown {
    return this.#policies.get(queue.arn);
  }

  /** @param action e.g. `SendMessage` @throws SqsError AccessDeniedException */
  check(caller: Caller, action: string, queue: Queue): void {
    const answer = this.#ask(caller, `sqs:${action}`, queue);
    if (!answer.allowed) throw new SqsError("AccessDeniedException", answer.message, "AccessDenied");
  }

  #ask(caller: Caller, action: string, queue: Queue): AccessAnswer {
    const question = { action, resource: queue.arn, resourcePolicy: this.policy(queue) };
    if (caller.kind !== "service") return this.#iam.authorize({ ...question, principal: caller });
    return this.#iam.authorizeService({ ...question, service: caller.service, sourceArn: caller.sourceArn });
  }
}
