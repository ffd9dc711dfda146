import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import { firstPrev, hashEvent } from "../kernel/chain.ts";
import type { RecordedEvent, SealedEntry } from "../kernel/event.ts";
import { seal } from "../kernel/seal.ts";
import type { Instant } from "../kernel/time.ts";
import type { PersonKey, PersonKeys } from "../ports/person-keys.ts";
import { places } from "../ports/places.ts";
import type { Put, Records } from "../ports/records.ts";
import type { ActDecision, PersonalValue } from "./act.ts";

/** What sealing needs of the outside world. */
export interface SealDeps {
  readonly records: Pick<Records, "load">;
  /** Absent in functions that seal nothing, and that may not use the key. */
  readonly personKeys?: PersonKeys;
  random(bytes: number): Uint8Array;
}

const storedKey = z.object({ wrapped: z.instanceof(Uint8Array) });

/** The event of an act, linked to its chain and with its personal values sealed, and the items that hold what is sealed. */
export async function chainEvent(
  deps: SealDeps,
  proof: Proof,
  decision: ActDecision,
  at: Instant,
  onBehalfOf: string | undefined,
): Promise<{ readonly event: RecordedEvent; readonly hash: string; readonly puts: readonly Put[] }> {
  const { chain } = decision;
  const seq = chain.seq + 1;
  const keys = await keysOf(deps, proof, decision.personal ?? []);
  const sealing = (decision.personal ?? []).map((value) => sealOne(deps, chain.id, seq, value, keys));
  const event: RecordedEvent = {
    v: 1,
    chain: chain.id,
    seq,
    at,
    actor: decision.actor,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...decision.event,
    findings: [...decision.event.findings],
    sealed: sealing.map(({ entry }) => entry),
    prev: chain.seq === 0 ? firstPrev(chain.procedure, chain.id) : chain.hash,
  };
  const created = [...keys.values()].flatMap(({ put }) => (put ? [put] : []));
  return { event, hash: hashEvent(event), puts: [...sealing.map(({ put }) => put), ...created] };
}

/** A subject's key for this act, and the item that keeps its wrapped form when it is new. */
interface SubjectKey {
  readonly key: PersonKey;
  readonly put?: Put;
}

async function keysOf(
  deps: SealDeps,
  proof: Proof,
  values: readonly PersonalValue[],
): Promise<ReadonlyMap<string, SubjectKey>> {
  const subjects = new Map(values.map(({ subject, known }) => [subject, known]));
  const keys = new Map<string, SubjectKey>();
  for (const [subject, known] of subjects) {
    keys.set(subject, known ? await keptKey(deps, proof, subject) : await newKey(deps, subject));
  }
  return keys;
}

async function newKey(deps: SealDeps, subject: string): Promise<SubjectKey> {
  const key = await demandKeys(deps).create(subject);
  const place = places.personKey(subject);
  return { key, put: { place, item: { wrapped: key.wrapped }, condition: { kind: "absent" } } };
}

async function keptKey(deps: SealDeps, proof: Proof, subject: string): Promise<SubjectKey> {
  const place = places.personKey(subject);
  const stored = (await deps.records.load([place])).reveal(proof, place, storedKey);
  if (stored === undefined) throw new Error("a known person has no key");
  return { key: await demandKeys(deps).unwrap(subject, stored.wrapped) };
}

function demandKeys({ personKeys }: SealDeps): PersonKeys {
  if (personKeys === undefined) throw new Error("this function has no right to seal personal values");
  return personKeys;
}

function sealOne(
  deps: SealDeps,
  chain: string,
  seq: number,
  value: PersonalValue,
  keys: ReadonlyMap<string, SubjectKey>,
): { readonly entry: SealedEntry; readonly put: Put } {
  const subject = keys.get(value.subject);
  if (subject === undefined) throw new Error("a personal value without its person's key");
  const { key } = subject.key;
  const sealed = seal({
    key,
    keyId: value.subject,
    chain,
    seq,
    field: value.field,
    text: value.text,
    random: deps.random,
  });
  const item = { ciphertext: sealed.ciphertext, key: value.subject };
  return {
    entry: sealed.entry,
    put: { place: places.sealed(chain, seq, value.field), item, condition: { kind: "absent" } },
  };
}
