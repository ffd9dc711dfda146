import * as z from "zod/mini";
import { isKnown } from "../../../kernel/programme.ts";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import type { Instant } from "../../../kernel/time.ts";
import { instantInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-2-16. A request is deemed made when it is received: the later of the last byte of the last mandatory piece and of
 * the recorded submission. The issue of the upload link (`urlIssuedAt`) is not among its facts, so that it cannot count.
 * The inclusive end of the reception period is AMB-01; an end that no version at hand prints goes to an officer.
 * Computes `receivedAt` (UTC instant).
 */
export const receptionInstant = defineRule({
  id: "SEG-2-16",
  source: passage("§2", "§2, avant-dernier alinéa"),
  sentence: "Une demande est réputée faite à l'instant où elle est reçue en entier, non à celui où son envoi commence.",
  effect: "computes",
  provenance: interpretation(
    "Est reçue la demande dont la dernière pièce exigée est arrivée et dont le dépôt est enregistré ; l'instant même du terme est dans le délai.",
    "AMB-01",
  ),
  facts: z.pick(segurFacts, { uploadCompletedAt: true, submittedAt: true, receptionEndsAt: true }),
  judge: ({ uploadCompletedAt, submittedAt, receptionEndsAt }) => {
    if (uploadCompletedAt === null || submittedAt === null) return notReceived(uploadCompletedAt);
    const pieceCameLast = uploadCompletedAt > submittedAt;
    const receivedAt = pieceCameLast ? uploadCompletedAt : submittedAt;
    return { ...inPeriod(receivedAt, receptionEndsAt), read: instantInFrench(receivedAt), computed: { receivedAt } };
  },
});

function notReceived(uploadCompletedAt: Instant | null): Verdict {
  return {
    outcome: "to_complete",
    sentence: "La demande n'a pas encore de date de réception.",
    expected: "toutes les pièces exigées reçues, et le dépôt enregistré",
    read: uploadCompletedAt === null ? "au moins une pièce exigée n'est pas reçue" : "le dépôt n'est pas enregistré",
    next: "Joignez les pièces demandées, puis déposez la demande.",
  };
}

function inPeriod(receivedAt: Instant, end: Instant | "unknown" | "absent"): Verdict {
  const read = instantInFrench(receivedAt);
  if (end === "absent") return { outcome: "accept", sentence: `La demande est reçue le ${read}.` };
  if (!isKnown(end)) {
    return {
      outcome: "warn",
      sentence: `La demande est reçue le ${read} ; la fin de la période de réception n'est pas connue.`,
      needsOfficer: true,
      next: "Un agent décide de la recevabilité.",
    };
  }
  const expected = `au plus tard le ${instantInFrench(end)}`;
  // The text says both « au plus tard » and « avant »: only the very instant of the end rests on a reading.
  const provenance = receivedAt === end ? "interpretation" : "text";
  if (receivedAt <= end) {
    return {
      outcome: "accept",
      sentence: `La demande, reçue le ${read}, l'est dans le délai : ${expected}.`,
      expected,
      provenance,
    };
  }
  return {
    outcome: "inadmissible",
    sentence: `La demande, reçue le ${read}, l'est hors délai : elle devait l'être ${expected}.`,
    expected,
    provenance,
  };
}
