import * as z from "zod/mini";
import type { Proof } from "../../shared/kernel/access.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { eachItem } from "../../shared/lambda/each-item.ts";
import { type BatchAnswer, eachMessage } from "../../shared/lambda/each-message.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place } from "../../shared/ports/records.ts";
import { carryOn } from "./carry-on.ts";
import { authoriseApplying } from "./solution-access.ts";
import { linkSchema } from "./solution-link.ts";
import { solutionOfDossier } from "./solution-of-dossier.ts";

const pageSize = 100;
const prefix = "DOSSIER#";

/** Carries on to every dossier filed for a Solution. */
async function carryOnToAll(solutionId: string): Promise<void> {
  const register = places.solution(solutionId);
  const proof = demandAllowed(authoriseApplying(solutionId, await records.load([register])));
  let after: string | undefined = prefix;
  while (after !== undefined) {
    const links = await linksAfter(proof, { ...register, sk: after });
    await eachItem(links, ({ item }) => carryOn({ dossierId: z.parse(linkSchema, item).dossierId, solutionId }));
    after = links.length === pageSize ? links.at(-1)?.sk : undefined;
  }
}

async function linksAfter(proof: Proof, after: Place) {
  const page = await records.listPartition(proof, after, pageSize);
  return page.filter(({ sk }) => sk.startsWith(prefix));
}

const messageSchema = z.object({
  detail: z.object({ procedure: z.enum(["referencement", "enrolment"]), chain: z.string() }),
});

/**
 * Told that ANS spoke of a Solution, or that a dossier was enrolled for one, looks at what both are now. Which is told
 * first, late or twice makes no difference: their states decide, never the message.
 */
export const handler = (batch: unknown): Promise<BatchAnswer> =>
  eachMessage(batch, messageSchema, async ({ detail: { procedure, chain } }) => {
    if (procedure === "referencement") return carryOnToAll(chain);
    const solutionId = await solutionOfDossier(chain);
    if (solutionId !== undefined) await carryOn({ dossierId: chain, solutionId });
  });
