import * as z from "zod";
import type { ApiClient } from "../api/client.ts";
import { inParis } from "../api/paris-time.ts";
import { runOnApi, type Told } from "../api/run.ts";
import { apiUsage, placeOptions } from "../api/session.ts";
import type { Command } from "../command.ts";

const usage = `Usage : guichet queue [--state waiting|claimed|mine] [--cursor <suite>]
${apiUsage}`;

const options = { ...placeOptions, state: { type: "string" }, cursor: { type: "string" } } as const;

const queueSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      dossierId: z.string(),
      state: z.string(),
      stateLabel: z.string(),
      siret: z.string(),
      receivedAt: z.string().optional(),
      claimedByYou: z.boolean().optional(),
    }),
  ),
  next: z.string().optional(),
});

/** `guichet queue`: what waits for the operator, the oldest first. */
export const queue: Command = {
  name: "queue",
  summary: "liste les dossiers qui attendent l'Opérateur de paiement",
  usage,
  run: (args) => {
    const verb = (words: readonly string[], { state, cursor }: { state?: string; cursor?: string }) =>
      words.length === 0 ? (api: ApiClient) => list(api, { state, cursor }) : undefined;
    return runOnApi({ usage, options, verb }, args);
  },
};

async function list(
  api: ApiClient,
  given: { readonly state: string | undefined; readonly cursor: string | undefined },
): Promise<Told> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  const { body, facts } = await api.get(`/v1/segur/queue?${query}`, queueSchema);
  const lines = body.items.map(
    ({ dossierId, receivedAt, siret, state, claimedByYou }) =>
      `${dossierId}  ${receptionText(receivedAt)}  ${siret}  ${states[state] ?? state}${claimedByYou ? " (vous)" : ""}`,
  );
  const filter = given.state === undefined ? "" : ` --state ${given.state}`;
  if (body.next !== undefined) lines.push(`Suite : guichet queue${filter} --cursor ${body.next}`);
  return { text: lines.length === 0 ? "Aucun dossier n'attend." : lines.join("\n"), facts };
}

const undated = "sans date de réception";

const receptionText = (receivedAt: string | undefined): string =>
  (receivedAt === undefined ? undated : inParis(receivedAt)).padEnd(undated.length);

const states: Readonly<Record<string, string>> = { waiting: "en attente", claimed: "pris en charge" };
