import type { Outcome } from "../../../../shared/kernel/finding.ts";

/**
 * One example of the catalogue. `given` and `expected` are verbatim; `facts` transcribes them, every condition that
 * `given` does not mention being satisfied; `outcomes` transcribes `expected`, one per finding.
 */
export type PublishedCase = Readonly<{
  title: string;
  given: Readonly<Record<string, unknown>>;
  expected: string;
  facts: Readonly<Record<string, unknown>>;
  outcomes: readonly Outcome[];
  computed?: Readonly<Record<string, string | number>>;
  needsOfficer?: true;
}>;
