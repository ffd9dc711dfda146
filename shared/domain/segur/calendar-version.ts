import { Problem } from "../../kernel/problem.ts";
import type { Instant } from "../../kernel/time.ts";
import { calendarInForce } from "./programmes/bio-sgl-va1.ts";
import { programme } from "./programmes/bio-sgl-va1-id.ts";

/**
 * The version of the calendar under which an act is recorded.
 *
 * @throws Problem before the programme was published
 */
export function calendarVersionAt(at: Instant): string {
  const inForce = calendarInForce(at);
  if (inForce !== undefined) return inForce.version;
  throw new Problem(
    "illegal-transition",
    `Le programme ${programme.id} n'est pas encore publié : aucun dossier ne peut y être ouvert.`,
  );
}
