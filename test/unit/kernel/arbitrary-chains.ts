import fc from "fast-check";
import { firstPrev, hashEvent } from "../../../shared/kernel/chain.ts";
import { type EventData, eventSchema, type RecordedEvent } from "../../../shared/kernel/event.ts";
import { ok } from "../../../shared/kernel/result.ts";
import { type ChainInput, type ChainLaw, verifyChain } from "../../../shared/kernel/verify.ts";

const text = fc.string({ unit: "binary", maxLength: 12 }).map((raw) => raw.toWellFormed().normalize("NFC"));
const key = text.filter((name) => name !== "__proto__");
const identifier = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,12}$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const instant = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2031-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

const { data } = fc.letrec((tie) => ({
  data: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.maxSafeInteger().map((value) => value + 0),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("data"),
  ),
}));

const finding = fc.record(
  {
    rule: text,
    article: text,
    outcome: fc.constantFrom("accept", "reject", "log"),
    sentence: text,
    expected: text,
    computed: fc.dictionary(key, fc.oneof(text, fc.nat()), { maxKeys: 2 }),
  },
  { requiredKeys: ["rule", "article", "outcome", "sentence"] },
);

/** What an act brings to its event; its place in the chain comes with the chain. */
const content = fc.record(
  {
    v: fc.integer({ min: 1, max: 9 }),
    at: instant,
    type: identifier,
    actor: identifier,
    onBehalfOf: identifier,
    role: identifier,
    purpose: identifier,
    rules: digest,
    calendar: identifier,
    findings: fc.array(finding, { maxLength: 2 }),
    data: data as fc.Arbitrary<EventData>,
    sealed: fc.uniqueArray(fc.record({ field: identifier, key: identifier, digest }), {
      selector: ({ field }) => field,
      maxLength: 2,
    }),
  },
  { requiredKeys: ["v", "at", "type", "actor", "findings", "data", "sealed"] },
);

export interface Chain {
  readonly procedure: string;
  readonly chain: string;
  readonly events: readonly RecordedEvent[];
  readonly head: { readonly seq: number; readonly hash: string };
}

/** Links contents into a chain, as the platform would. */
export function linked(procedure: string, chain: string, contents: readonly unknown[]): Chain {
  const events: RecordedEvent[] = [];
  let hash = firstPrev(procedure, chain);
  for (const [index, one] of contents.entries()) {
    const event = eventSchema.parse({ ...(one as object), chain, seq: index + 1, prev: hash });
    hash = hashEvent(event);
    events.push(event);
  }
  return { procedure, chain, events, head: { seq: events.length, hash } };
}

/** Links the same events again, as whoever rewrites a chain would: each `seq` and `prev` follows from the one before. */
export const relinked = ({ procedure, chain }: Chain, events: readonly RecordedEvent[]): Chain =>
  linked(procedure, chain, events);

export const soundChains = (minLength: number): fc.Arbitrary<Chain> =>
  fc
    .tuple(identifier, identifier, fc.array(content, { minLength, maxLength: 8 }))
    .map(([procedure, chain, contents]) => linked(procedure, chain, contents));

export const identifiers = identifier;

/** The events with another in the place of number `seq`. */
export const replaced = (events: readonly RecordedEvent[], seq: number, event: object): readonly RecordedEvent[] =>
  events.with(seq - 1, event as RecordedEvent);

/** The same event, done by somebody else. */
export const forgery = (event: RecordedEvent): RecordedEvent => ({
  ...event,
  actor: `${event.actor.slice(0, 9)}-forged`,
});

/** A sound chain and the number of one of its events. */
export const aimed = (minLength = 1) =>
  soundChains(minLength).chain((chain) =>
    fc.tuple(fc.constant(chain), fc.integer({ min: 1, max: chain.events.length })),
  );

/** What the holder of a receipt for one event holds. */
export const receiptOf = ({ events }: Chain, seq: number) => ({ seq, hash: hashEvent(events[seq - 1]!) });

const anything: ChainLaw = { legal: () => ok("open"), knowsRules: () => true };

/** The verdict on a chain: without receipt, under a law that allows anything, unless told otherwise. */
export const verdictOf = (chain: Chain, more: Partial<ChainInput> = {}) =>
  verifyChain({ ...chain, receipts: [], law: anything, ...more });
