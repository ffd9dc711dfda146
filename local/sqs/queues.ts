import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Metrics } from "../cloudwatch/metric.ts";
import type { Clock } from "../contracts.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { type Counts, type Messages, openMessages } from "./message-store.ts";
import { invalidParameter, type Message, type NewMessage, type Queue, SqsError, sizeOf } from "./queue.ts";

interface QueuesParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly metrics?: Metrics;
}

/** Kind of the dues, whose payload is `{queue}`, and of what the store keeps of each: one for a queue. */
const VISIBILITY = "sqs-visibility";
const Payload = z.object({ queue: z.string() });
const Armed = z.object({ at: z.number(), seq: z.number() });

export interface Receive {
  readonly limit: number;
  readonly visibilitySeconds?: number | undefined;
  /** Name of a consumer of the local cloud, whose messages are released when the cloud stops under it. */
  readonly holder?: string;
}

/**
 * The queues and their messages. A message that is delayed or held shows again by the due queue, which holds, for each queue,
 * the earliest such instant: nothing wakes in between. What is too old goes when the queue is next looked at.
 */
export class Queues {
  readonly #parts: QueuesParts;
  readonly #messages: Messages;
  readonly #byArn = new Map<string, Queue>();
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(parts: QueuesParts) {
    this.#parts = parts;
    this.#messages = openMessages(parts.store.database);
    parts.due.on(VISIBILITY, (payload) => {
      const { queue } = Payload.parse(payload);
      parts.store.delete(VISIBILITY, queue);
      this.#arm(queue);
      this.#announce(queue);
      this.#tell(queue);
    });
  }

  declare(queue: Queue): void {
    this.#byArn.set(queue.arn, queue);
  }

  /** Tells what waits since an earlier run. */
  start(): void {
    for (const arn of this.#byArn.keys()) this.#tell(arn);
  }

  all(): readonly Queue[] {
    return [...this.#byArn.values()];
  }

  /** By ARN, URL or name. Throws QueueDoesNotExist. */
  get(reference: string): Queue {
    const name = reference.split(/[:/]/).at(-1);
    const found = this.#byArn.get(reference) ?? this.all().find((queue) => queue.name === name);
    if (found !== undefined) return found;
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.", code);
  }

  /** Puts a message into a queue, in the transaction of the caller where there is one; gives its id. */
  send(queue: Queue, message: NewMessage): string {
    if (sizeOf(message) > queue.maximumBytes) {
      const limit = `Message must be shorter than ${queue.maximumBytes} bytes.`;
      throw invalidParameter(`One or more parameters are invalid. Reason: ${limit}`);
    }
    const sentAt = this.#parts.clock.now();
    const visibleAt = sentAt + (message.delaySeconds ?? queue.delaySeconds) * 1000;
    this.#announce(queue.arn);
    const put = () => this.#messages.put({ ...message, queue: queue.arn, sentAt, visibleAt });
    return around("sqs-send", this.#parts.store.database, () => this.#write(queue, put));
  }

  /** Takes messages out of sight; those that were received too often go to the dead-letter queue instead. */
  receive(queue: Queue, { limit, visibilitySeconds = queue.visibilitySeconds, holder }: Receive): readonly Message[] {
    const now = this.#parts.clock.now();
    const until = now + visibilitySeconds * 1000;
    return this.#write(queue, () => {
      this.#tidy(queue, now);
      const visible = this.#messages.visible(queue.arn, now, limit);
      return visible.map(({ seq }) => this.#messages.hold(seq, { now, until, holder: holder ?? null }));
    });
  }

  delete(queue: Queue, receipt: string): void {
    const remove = () => this.#messages.delete(queue.arn, receipt);
    around("sqs-delete", this.#parts.store.database, () => this.#write(queue, remove));
  }

  /** Says whether the receipt stood for a message that was held. */
  setVisibility(queue: Queue, receipt: string, seconds: number): boolean {
    const now = this.#parts.clock.now();
    const at = { now, until: now + seconds * 1000 };
    this.#announce(queue.arn);
    return this.#write(queue, () => this.#messages.setVisibility(queue.arn, receipt, at));
  }

  purge(queue: Queue): void {
    this.#write(queue, () => this.#messages.clear(queue.arn));
  }

  /** Sends messages of a dead-letter queue on, as new ones: to `destination`, or each to where it came from. */
  redrive(source: Queue, destination: Queue | undefined, limit: number): number {
    const now = this.#parts.clock.now();
    return this.#write(source, () => {
      this.#tidy(source, now);
      const visible = this.#messages.visible(source.arn, now, limit);
      const moved = visible.filter(({ deadLetterOf }) => destination !== undefined || deadLetterOf !== undefined);
      for (const { seq, deadLetterOf, body, attributes, sender, trace } of moved) {
        const target = destination ?? this.get(deadLetterOf ?? source.arn);
        this.#messages.remove(seq);
        this.send(target, { body, attributes, sender, trace, delaySeconds: 0 });
      }
      return moved.length;
    });
  }

  /** What a consumer held when the cloud stopped under it is as if it had not been received. */
  release(queue: Queue, holder: string): void {
    this.#announce(queue.arn);
    this.#write(queue, () => this.#messages.release(queue.arn, holder, this.#parts.clock.now()));
  }

  counts(queue: Queue): Counts {
    const now = this.#parts.clock.now();
    this.#messages.expire(queue.arn, now - queue.retentionSeconds * 1000);
    this.#tell(queue.arn);
    return this.#messages.counts(queue.arn, now);
  }

  /** Calls `listener` whenever a message may have come into sight; gives what ends that. */
  listen(queue: Queue, listener: () => void): () => void {
    const listeners = this.#listeners.get(queue.arn) ?? new Set();
    this.#listeners.set(queue.arn, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #write<T>(queue: Queue, work: () => T): T {
    return this.#parts.store.transaction(() => {
      const result = work();
      this.#arm(queue.arn);
      this.#tell(queue.arn);
      return result;
    });
  }

  #tidy(queue: Queue, now: number): void {
    this.#messages.expire(queue.arn, now - queue.retentionSeconds * 1000);
    const target = this.#byArn.get(queue.redrive?.deadLetterTargetArn ?? "");
    if (queue.redrive === undefined || target === undefined) return;
    const exhausted = this.#messages.exhausted(queue.arn, now, queue.redrive.maxReceiveCount);
    for (const seq of exhausted) this.#messages.moveTo(seq, target.arn, now);
    if (exhausted.length === 0) return;
    this.#announce(target.arn);
    this.#tell(target.arn);
  }

  /** Tells how many messages wait for a receiver. */
  #tell(arn: string): void {
    const queue = this.#byArn.get(arn);
    if (queue === undefined) return;
    const metric = {
      namespace: "AWS/SQS",
      name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.name },
    };
    this.#parts.metrics?.level(metric, () => this.#messages.counts(arn, this.#parts.clock.now()).visible);
  }

  /** Queues the next instant at which a message shows. */
  #arm(arn: string): void {
    const { store, due, clock } = this.#parts;
    const at = this.#messages.nextVisibleAt(arn, clock.now());
    const armed = Armed.optional().parse(store.get(VISIBILITY, arn));
    if (armed?.at === at) return;
    if (armed !== undefined) due.cancel(armed.seq);
    if (at === undefined) store.delete(VISIBILITY, arn);
    else store.put(VISIBILITY, arn, { at, seq: due.add(at, VISIBILITY, { queue: arn }) });
  }

  /** Tells who waits, once the transaction under way is over. */
  #announce(arn: string): void {
    for (const listener of this.#listeners.get(arn) ?? []) queueMicrotask(listener);
  }
}
