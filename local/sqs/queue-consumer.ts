import type { Work } from "../clock/work.ts";
import type { InvocationResult } from "../contracts.ts";
import type { EventMatcher } from "../patterns/event-pattern.ts";
import type { Message, Queue } from "./queue.ts";
import { failedMessages, filteredRecord, partsOf, queueRecord } from "./queue-event.ts";
import type { Queues } from "./queues.ts";

export interface QueueConsumerParts {
  /** Name of the mapping, the same at each boot. */
  readonly id: string;
  readonly queue: Queue;
  readonly queues: Queues;
  readonly work: Work;
  readonly batchSize: number;
  /** Batches that are handed over at the same time. */
  readonly concurrency: number;
  /** A message that none of them matches is deleted unseen. */
  readonly filters: readonly EventMatcher[] | undefined;
  /** Whether the function names the messages that it could not deal with. */
  readonly reportsFailures: boolean;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
}

/** Hands the messages of a queue to a function, as they come into sight; nothing looks into an empty queue. */
export class QueueConsumer {
  readonly #parts: QueueConsumerParts;
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(parts: QueueConsumerParts) {
    this.#parts = parts;
  }

  start(): void {
    const { queues, queue, id } = this.#parts;
    queues.listen(queue, () => this.#take());
    queues.release(queue, id);
  }

  /** Takes no more; resolves when no batch is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  #take(): void {
    const { queues, queue, id: holder, batchSize: limit, concurrency } = this.#parts;
    while (!this.#stopped && this.#running.size < concurrency) {
      const messages = queues.receive(queue, { limit, holder });
      if (messages.length === 0) return;
      for (const part of partsOf(messages)) this.#handOver(part);
    }
  }

  #handOver(messages: readonly Message[]): void {
    const delivery = this.#parts.work.track(() => this.#deliver(messages));
    this.#running.add(delivery);
    void delivery.finally(() => {
      this.#running.delete(delivery);
      this.#take();
    });
  }

  /** What the function has dealt with is deleted; the rest shows again when its visibility timeout is over. */
  async #deliver(all: readonly Message[]): Promise<void> {
    const { queues, queue, filters } = this.#parts;
    const isWanted = (message: Message) =>
      filters === undefined || filters.some((matches) => matches(filteredRecord(message, queue)));
    const messages = all.filter(isWanted);
    const failed = messages.length === 0 ? [] : await this.#invoke(messages);
    for (const message of all) if (!failed.includes(message)) queues.delete(queue, message.receipt);
  }

  /** Gives the messages that were not dealt with. */
  async #invoke(messages: readonly Message[]): Promise<readonly Message[]> {
    const { id, queue, invoke, reportsFailures } = this.#parts;
    try {
      const Records = messages.map((message) => queueRecord(message, queue));
      const { payload, functionError } = await invoke(JSON.stringify({ Records }));
      if (functionError !== undefined) return messages;
      return reportsFailures ? failedMessages(payload, messages) : [];
    } catch (error) {
      console.error(`Queue mapping ${id}:`, error);
      return messages;
    }
  }
}
