import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock } from "../contracts.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { Schedule } from "./expression.ts";

export interface TimetableParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  /** Kind of the dues, whose payload is `{id}`, and of what the store keeps of each schedule that waits. */
  readonly kind: string;
  readonly scheduleOf: (id: string) => Schedule | undefined;
  /** Called in the transaction that takes the due; `at` is the time it was for (UTC ms). */
  readonly run: (id: string, at: number) => void;
  /** Called in the same transaction when a schedule has run for the last time. */
  readonly ended: (id: string) => void;
}

/** Instants (UTC ms): the first time is after `after`; a rate began at `since`. */
interface From {
  readonly after: number;
  readonly since: number;
}

const Payload = z.object({ id: z.string() });
const Armed = z.object({ at: z.number(), seq: z.number(), text: z.string(), since: z.number() });

/** Waits, in the due queue, for the next time of each schedule: one due each, and nothing in between. */
export class Timetable {
  readonly #parts: TimetableParts;

  constructor(parts: TimetableParts) {
    this.#parts = parts;
    const { due, kind, store } = parts;
    due.on(kind, (payload) => around("schedule", store.database, () => this.#tick(Payload.parse(payload).id)));
  }

  /** Waits for the first time of a schedule after `from.after`; one that waits already, as it is now, waits on. */
  arm(id: string, schedule: Schedule, from: From): void {
    this.#parts.store.transaction(() => {
      if (this.#armed(id)?.text === schedule.text) return;
      this.disarm(id);
      this.#wait(id, schedule, from);
    });
  }

  disarm(id: string): void {
    const { store, due, kind } = this.#parts;
    const armed = this.#armed(id);
    if (armed !== undefined) due.cancel(armed.seq);
    store.delete(kind, id);
  }

  /** What waits, by id. */
  ids(): readonly string[] {
    return this.#parts.store.list(this.#parts.kind).map(({ id }) => id);
  }

  #armed(id: string): z.infer<typeof Armed> | undefined {
    return Armed.optional().parse(this.#parts.store.get(this.#parts.kind, id));
  }

  /** Says whether there is a next time. */
  #wait(id: string, schedule: Schedule, { after, since }: From): boolean {
    const { store, due, kind } = this.#parts;
    const at = schedule.next(after, since);
    if (at === undefined) return false;
    store.put(kind, id, { at, seq: due.add(at, kind, { id }), text: schedule.text, since });
    return true;
  }

  #tick(id: string): void {
    const { store, clock, kind, scheduleOf, run, ended } = this.#parts;
    const armed = this.#armed(id);
    const schedule = scheduleOf(id);
    store.delete(kind, id);
    if (armed === undefined || schedule === undefined) return;
    run(id, armed.at);
    if (!this.#wait(id, schedule, { after: clock.now(), since: armed.since })) ended(id);
  }
}
