import type { EventData } from "../kernel/event.ts";
import type { Instant } from "../kernel/time.ts";

/** A message that is to come at an instant, under a name that says for ever what it is for. */
export interface ScheduledReminder {
  /** At most 64 letters, digits, `-`, `_` or `.`. */
  readonly name: string;
  readonly at: Instant;
  readonly message: EventData;
}

export interface Reminders {
  /** Keeps a reminder; one of the same name that is there already stays as it is. */
  keep(reminder: ScheduledReminder): Promise<void>;
  /** Takes a reminder away, if it is still there. */
  withdraw(name: string): Promise<void>;
  /** Names of the reminders to come that begin so; all of them when the prefix is empty. */
  names(prefix: string): Promise<readonly string[]>;
}
