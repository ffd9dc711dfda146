import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import { openSealed, sealedDigest } from "../kernel/seal.ts";
import type { PersonKeys } from "../ports/person-keys.ts";
import { places } from "../ports/places.ts";
import type { Records, Snapshot } from "../ports/records.ts";

const bytes = z.instanceof(Uint8Array);
const sealedItem = z.object({ ciphertext: bytes, key: z.string() });
const keyItem = z.object({ wrapped: bytes });

/** Personal values of one subject, sealed under one event of a chain. */
export interface SealedSubject {
  readonly chain: string;
  readonly seq: number;
  readonly subject: string;
  readonly fields: readonly string[];
}

/** Most subjects in one call: their keys and values are one batch read. */
export const mostSubjects = 25;

/** The clear values of each subject, in the order asked; a value that was erased or does not open is absent. */
export async function openSubjects(
  deps: { readonly records: Records; readonly personKeys: PersonKeys },
  proof: Proof,
  subjects: readonly SealedSubject[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  if (subjects.length === 0) return [];
  const wanted = subjects.flatMap(({ chain, seq, subject, fields }) => [
    places.personKey(subject),
    ...fields.map((field) => places.sealed(chain, seq, field)),
  ]);
  const snapshot = await deps.records.load(wanted);
  const keys = keysOnce(deps.personKeys, proof, snapshot);
  return Promise.all(subjects.map((subject) => openOne(keys, proof, snapshot, subject)));
}

/** The key of a subject, undefined once erased; it is unwrapped once, however many of its values are opened. */
type Keys = (subject: string) => Promise<Uint8Array | undefined>;

function keysOnce(personKeys: PersonKeys, proof: Proof, snapshot: Snapshot): Keys {
  const unwrapped = new Map<string, Promise<Uint8Array | undefined>>();
  const unwrap = async (subject: string) => {
    const stored = snapshot.reveal(proof, places.personKey(subject), keyItem);
    return stored === undefined ? undefined : (await personKeys.unwrap(subject, stored.wrapped)).key;
  };
  return (subject) => {
    const key = unwrapped.get(subject) ?? unwrap(subject);
    unwrapped.set(subject, key);
    return key;
  };
}

async function openOne(
  keys: Keys,
  proof: Proof,
  snapshot: Snapshot,
  { chain, seq, subject, fields }: SealedSubject,
): Promise<Readonly<Record<string, string>>> {
  const key = await keys(subject);
  if (key === undefined) return {};
  const opened = fields.flatMap((field) => {
    const item = snapshot.reveal(proof, places.sealed(chain, seq, field), sealedItem);
    if (item === undefined) return [];
    const entry = { field, key: item.key, digest: sealedDigest(item.ciphertext) };
    const value = openSealed({ key, chain, seq, entry, ciphertext: item.ciphertext });
    return value.ok ? [[field, value.value]] : [];
  });
  return Object.fromEntries(opened);
}
