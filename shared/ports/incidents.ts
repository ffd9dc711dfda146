import type { Instant } from "../kernel/time.ts";

/** An event of the record that was changed or removed: nobody has the right, so somebody took it. */
interface TamperingIncident {
  readonly chain: string;
  readonly seq: number;
  readonly change: "modified" | "removed";
  /** Id of the stream record: the same incident reported twice is one. */
  readonly record: string;
  readonly at: Instant;
}

export interface Incidents {
  report(incident: TamperingIncident): Promise<void>;
}
