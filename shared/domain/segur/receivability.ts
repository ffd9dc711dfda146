import type { Instant } from "../../kernel/time.ts";
import type { Enrolment } from "./enrolment.ts";
import type { FiledFacts } from "./examination.ts";
import { situationOf } from "./pieces-due.ts";
import { calendarInForce, settings } from "./programmes/bio-sgl-va1.ts";
import type { Solution } from "./solution.ts";
import { registerFacts } from "./solution-facts.ts";

/** The instant by which a filing is judged: its reception (SEG-2-16), or its deposit while a mandatory piece is missing. */
export const judgedAt = ({ receivedAt, submittedAt, createdAt }: Enrolment): Instant =>
  receivedAt ?? submittedAt ?? createdAt;

/** Facts that receivability reads (§2, §3.2, §4.1), and the version of the calendar that gave its dates. */
export function receivabilityFacts(
  dossier: Enrolment,
  solution: Solution | undefined,
): { readonly facts: FiledFacts; readonly calendar: string } {
  const at = judgedAt(dossier);
  const inForce = calendarInForce(at);
  if (inForce === undefined) throw new Error("a dossier was filed before its programme was published");
  const { referencementEndsAt, fermetureAt } = inForce.dates;
  return {
    calendar: inForce.version,
    facts: {
      // It came through the front door of this site: there is no other way in.
      channel: "op_site",
      role: situationOf(dossier).role,
      exception: dossier.declared.exception,
      exceptionAdmitted: null,
      receivedAt: at,
      referencementEndsAt,
      fermetureAt,
      opServicesOpenOn: settings.opServicesOpenOn.default,
      ...registerFacts(solution, { siret: dossier.siret, formNumber: dossier.declared.formNumber, at }),
    },
  };
}
