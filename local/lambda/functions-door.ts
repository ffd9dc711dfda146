import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readJson, sendJson } from "../supervisor/json.ts";
import { typography } from "../supervisor/refusal.ts";
import { LambdaException } from "./lambda-exception.ts";
import type { PlayedLambda } from "./played-lambda.ts";

const Body = z.strictObject({ crashing: z.array(z.string()) });

/**
 * Answers `POST /functions {"crashing": [name…]}`: from now on these functions, and no others, are killed at each invocation.
 * 200 with what now holds, 400 with a French sentence, nothing being changed.
 */
export async function answerFunctions(
  lambda: Pick<PlayedLambda, "registry" | "crash" | "crashing">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (sentence: string) => sendJson(response, 400, { sentence: typography(sentence) });
  const body = Body.safeParse(await readJson(request));
  if (!body.success) return refuse('Donnez en JSON les noms des fonctions à interrompre : {"crashing": ["nom"]}.');
  const unknown = body.data.crashing.filter((name) => !isKnown(lambda, name));
  if (unknown.length > 0) return refuse(`Aucune fonction ne s'appelle ainsi : ${unknown.join(", ")}.`);
  lambda.crash(body.data.crashing);
  sendJson(response, 200, { crashing: lambda.crashing() });
}

function isKnown({ registry }: Pick<PlayedLambda, "registry">, name: string): boolean {
  try {
    return registry.target(name).definition.name === name;
  } catch (error) {
    if (error instanceof LambdaException) return false;
    throw error;
  }
}
