import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { Queue } from "./queue.ts";
import { SqsError } from "./queue.ts";
import type { Queues } from "./queues.ts";

const KIND = "sqs-move-task";
const Payload = z.object({ task: z.string() });

const Task = z.object({
  handle: z.string(),
  source: z.string(),
  destination: z.string().optional(),
  perSecond: z.number().optional(),
  startedAt: z.number(),
  moved: z.number(),
  toMove: z.number(),
  status: z.enum(["RUNNING", "COMPLETED"]),
});
type Task = z.infer<typeof Task>;

interface MoveTasksParts {
  readonly queues: Queues;
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
}

export interface Move {
  readonly source: Queue;
  /** Where all go; without it, each goes back to the queue that gave it up. */
  readonly destination: Queue | undefined;
  /** At most so many each second; without it, all at once. */
  readonly perSecond: number | undefined;
}

/** Moves the messages of dead-letter queues on, at a bounded rate where one is asked for. */
export class MoveTasks {
  readonly #parts: MoveTasksParts;

  constructor(parts: MoveTasksParts) {
    this.#parts = parts;
    parts.due.on(KIND, (payload) => {
      this.#step(Task.parse(parts.store.get(KIND, Payload.parse(payload).task)));
    });
  }

  /** Gives the handle of the task. Throws when one runs for this queue already, or when the queue is no dead-letter queue. */
  start({ source, destination, perSecond }: Move): string {
    const { queues, store, clock } = this.#parts;
    const isDeadLetterQueue = queues.all().some(({ redrive }) => redrive?.deadLetterTargetArn === source.arn);
    if (!isDeadLetterQueue) throw unsupported("Source queue must be configured as a Dead Letter Queue.");
    if (this.list(source, 1)[0]?.status === "RUNNING")
      throw unsupported(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    const handle = randomUUID();
    const task: Task = {
      handle,
      source: source.arn,
      destination: destination?.arn,
      perSecond,
      startedAt: clock.now(),
      moved: 0,
      toMove: queues.counts(source).visible,
      status: "RUNNING",
    };
    store.transaction(() => this.#step(task));
    return handle;
  }

  /** Tasks of a queue, newest first. */
  list(source: Queue, limit: number): readonly Task[] {
    const tasks = this.#parts.store.list(KIND).map(({ value }) => Task.parse(value));
    return tasks
      .filter((task) => task.source === source.arn)
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .slice(0, limit);
  }

  #step(task: Task): void {
    const { queues, store, due, clock } = this.#parts;
    const destination = task.destination === undefined ? undefined : queues.get(task.destination);
    const limit = task.perSecond ?? task.toMove;
    const moved = queues.redrive(queues.get(task.source), destination, Math.min(limit, task.toMove - task.moved));
    const next = { ...task, moved: task.moved + moved };
    const goesOn = moved > 0 && next.moved < task.toMove;
    store.put(KIND, task.handle, { ...next, status: goesOn ? "RUNNING" : "COMPLETED" });
    if (goesOn) due.add(clock.now() + 1000, KIND, { task: task.handle });
  }
}

function unsupported(message: string): SqsError {
  return new SqsError("UnsupportedOperation", message, "AWS.SimpleQueueService.UnsupportedOperation");
}
