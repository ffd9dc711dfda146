import { z } from "zod";

/** The five results of a scan. Only `NO_THREATS_FOUND` says that the bytes were scanned and are clean. */
export const Outcome = z.enum(["NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"]);
export type Outcome = z.infer<typeof Outcome>;

export const Verdict = z.object({
  outcome: Outcome,
  /** Names of what was found; empty but for `THREATS_FOUND`. */
  threats: z.array(z.string()),
});
export type Verdict = Readonly<z.infer<typeof Verdict>>;

/** A verdict that names no threat. */
export function without(outcome: Exclude<Outcome, "THREATS_FOUND">): Verdict {
  return { outcome, threats: [] };
}

export function infected(threat: string): Verdict {
  return { outcome: "THREATS_FOUND", threats: [threat] };
}
