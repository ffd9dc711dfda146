import type { CivilDate, Instant } from "./time.ts";
import { dateInParis } from "./time-paris.ts";

/** The last moment of a right: an instant ("le 30 novembre 2022 à 14 h 00") or a whole day in Paris, both included. */
export type Deadline = { readonly at: Instant } | { readonly on: CivilDate };

/** Whether what is received at this instant is in time: at the deadline itself yes, one millisecond later no. */
export const isInTime = (receivedAt: Instant, deadline: Deadline): boolean =>
  "at" in deadline ? receivedAt <= deadline.at : dateInParis(receivedAt) <= deadline.on;
