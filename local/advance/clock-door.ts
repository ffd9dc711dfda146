import type { IncomingMessage, ServerResponse } from "node:http";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { inParis } from "../clock/virtual-clock.ts";
import { readJson, sendJson } from "../supervisor/json.ts";
import { typography } from "../supervisor/refusal.ts";
import { type Advance, type AdvanceRefusal, mostYears } from "./advance.ts";

const Body = z.strictObject({ to: z.string().transform(instantOf) });

/**
 * Answers `POST /clock {"to": instant}`: 200 with what came due once the clock stands there, 400 for what is no instant, 409
 * with a French sentence when the clock cannot go there. A client that goes away gives the advance up.
 */
export async function answerClock(advance: Advance, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Body.safeParse(await readJson(request));
  if (!body.success) {
    const sentence = 'Donnez l\'instant en JSON, avec son décalage : {"to": "2031-03-31T14:00:00+02:00"}.';
    sendJson(response, 400, { sentence: typography(sentence) });
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const outcome = await advance.to(body.data.to, gone.signal);
  if (typeof outcome === "object") {
    const { from, to } = outcome;
    sendJson(response, 200, { ...outcome, from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  } else sendJson(response, 409, { sentence: typography(sentenceOf(outcome, body.data.to)) });
}

function instantOf(text: string, context: z.RefinementCtx): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    context.addIssue({ code: "custom", message: "not an instant" });
    return z.NEVER;
  }
}

function sentenceOf(refusal: AdvanceRefusal, to: number): string {
  const sentences: Readonly<Record<AdvanceRefusal, string>> = {
    past: `L'horloge ne recule pas : le ${inParis(to)} est déjà passé.`,
    "too far": `L'horloge n'avance pas de plus de ${mostYears} ans à la fois : le ${inParis(to)} est trop loin. Vérifiez l'année.`,
    "under way": "L'horloge est déjà en train d'avancer : attendez qu'elle soit arrivée.",
  };
  return sentences[refusal];
}
