import type { IncomingMessage, ServerResponse } from "node:http";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { inParis } from "../clock/virtual-clock.ts";
import { readBody } from "../supervisor/door.ts";
import { typography } from "../supervisor/refusal.ts";
import type { Advance } from "./advance.ts";

const Body = z.strictObject({ to: z.string().transform(instantOf) });
const LARGEST_BODY = 1024;

/**
 * Answers `POST /clock {"to": instant}`: 200 with what came due once the clock stands there, 400 for what is no instant, 409
 * with a French sentence when the clock cannot go there.
 */
export async function answerClock(advance: Advance, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page of another origin cannot send this type without asking first, and the door refuses its origin besides.
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  const body = isJson ? Body.safeParse(await readJson(request)) : undefined;
  if (!body?.success) {
    const sentence = 'Donnez l\'instant en JSON, avec son décalage : {"to": "2031-03-31T14:00:00+02:00"}.';
    send(response, 400, { sentence: typography(sentence) });
    return;
  }
  const outcome = await advance.to(body.data.to);
  if (typeof outcome === "object") {
    const { from, to } = outcome;
    send(response, 200, { ...outcome, from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  } else send(response, 409, { sentence: typography(sentenceOf(outcome, body.data.to)) });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request, LARGEST_BODY)).toString("utf8"));
  } catch {
    return undefined;
  }
}

function instantOf(text: string, context: z.RefinementCtx): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    context.addIssue({ code: "custom", message: "not an instant" });
    return z.NEVER;
  }
}

function sentenceOf(refusal: "past" | "under way", to: number): string {
  return refusal === "past"
    ? `L'horloge ne recule pas : le ${inParis(to)} est déjà passé.`
    : "L'horloge est déjà en train d'avancer : attendez qu'elle soit arrivée.";
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
