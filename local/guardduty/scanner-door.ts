import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readJson, sendJson } from "../supervisor/json.ts";
import { typography } from "../supervisor/refusal.ts";
import type { Scans } from "./scans.ts";
import { Outcome } from "./verdict.ts";

const MOST_OBJECTS = 10_000;
const LONGEST_SECONDS = 86_400;
const Body = z.strictObject({
  outcome: Outcome,
  objects: z.int().min(0).max(MOST_OBJECTS).default(1),
  delaySeconds: z.int().min(0).max(LONGEST_SECONDS).default(0),
});

/**
 * Answers `POST /scanner {"outcome": …, "objects": 1, "delaySeconds": 0}`: the next `objects` that come to be scanned get this
 * outcome, so long after they came; 0 objects take back what was asked before. 200 with what now holds, 400 with a French sentence.
 */
export async function answerScanner(
  scans: Pick<Scans, "force" | "forced">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Body.safeParse(await readJson(request));
  if (!body.success) {
    const sentence = `Donnez en JSON l'issue voulue, parmi ${Outcome.options.join(", ")}, le nombre d'objets concernés (de 0 à ${MOST_OBJECTS}, 1 par défaut) et la durée de l'analyse en secondes (de 0 à ${LONGEST_SECONDS}, 0 par défaut) : {"outcome": "UNSUPPORTED", "objects": 1, "delaySeconds": 0}.`;
    return sendJson(response, 400, { sentence: typography(sentence) });
  }
  scans.force(body.data);
  sendJson(response, 200, { forced: scans.forced() ?? null });
}
