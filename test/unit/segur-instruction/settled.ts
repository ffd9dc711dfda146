import { randomUUID } from "node:crypto";
import { ask, type Filed, inHand, instructor } from "./desk.ts";
import { reviewsOf } from "./made.ts";

/** A dossier in hand of which every fact was settled; its head is at version 4. */
export async function settled(filed: Filed = {}, changes: Parameters<typeof reviewsOf>[0] = {}): Promise<string> {
  const id = await inHand(filed);
  const { status, text } = await ask(instructor, "facts", id, { version: 3, json: reviewsOf(changes) });
  if (status !== 200) throw new Error(text);
  return id;
}

export const decide = (id: string, outcome: string, who = instructor, version = 4, key: string = randomUUID()) =>
  ask(who, "decision", id, { version, json: { outcome }, key });
