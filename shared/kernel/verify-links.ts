import { firstPrev, hashEvent } from "./chain.ts";
import { eventSchema, type RecordedEvent } from "./event.ts";

/** What somebody holds of a chain: the hash of its event number `seq` (the head record, a receipt). */
export type Witness = Readonly<{ seq: number; hash: string }>;

/** What is to be verified: events in the order given, against the head and the receipts held. */
export type ChainClaim = Readonly<{
  procedure: string;
  chain: string;
  events: readonly unknown[];
  head: Witness;
  receipts: readonly Witness[];
}>;

/**
 * Codes of a break between events (`number`: the event is at its place under another `seq`; `gap`: one is missing
 * between two; `link`: `prev` is wrong), or between events and their witnesses (`cut`: the tail is missing).
 */
export type LinkReason =
  | "form"
  | "other-chain"
  | "number"
  | "gap"
  | "order"
  | "fork"
  | "altered"
  | "link"
  | "head"
  | "receipt"
  | "beyond-head"
  | "cut";

/** Where a chain first breaks: the event, what was expected of it, what was read. */
export type Fault<Reason extends string> = Readonly<{
  seq: number;
  type?: string;
  reason: Reason;
  expected?: string;
  read?: string;
}>;

type Link = Readonly<{ event: RecordedEvent; hash: string }>;
type Reading = Readonly<{ link: Link } | { fault: Fault<"form"> }>;

/**
 * Reads a chain from its first event and stops at the first that breaks it. An event is vouched for by the `prev` of the
 * next, the last by the head: where the two disagree, the event named is the earlier one, unless the later one is
 * whole again once its `prev` is put right.
 *
 * @returns the events read before the break, all linked, and the break
 */
export function readLinks(claim: ChainClaim): {
  readonly linked: readonly RecordedEvent[];
  readonly fault?: Fault<LinkReason>;
} {
  const links: Link[] = [];
  for (const [index, raw] of claim.events.entries()) {
    const reading = readLink(raw, index);
    const fault = "fault" in reading ? reading.fault : linkFault(claim, links.at(-1), reading.link, index);
    if (fault !== undefined) return { linked: eventsBefore(links, fault.seq), fault };
    if ("link" in reading) links.push(reading.link);
  }
  const fault = tailFault(claim, links.length);
  return { linked: eventsBefore(links, links.length + 1), ...(fault && { fault }) };
}

function eventsBefore(links: readonly Link[], seq: number): readonly RecordedEvent[] {
  return links.slice(0, seq - 1).map(({ event }) => event);
}

function readLink(raw: unknown, index: number): Reading {
  const read = eventSchema.safeParse(raw);
  if (read.success) return { link: { event: read.data, hash: hashEvent(read.data) } };
  const type = textMember(raw, "type");
  const path = read.error.issues[0]?.path.join("/");
  return { fault: { seq: index + 1, ...(type !== undefined && { type }), reason: "form", read: `/${path}` } };
}

function linkFault(
  claim: ChainClaim,
  last: Link | undefined,
  link: Link,
  index: number,
): Fault<LinkReason> | undefined {
  const { event } = link;
  if (event.chain !== claim.chain) return named(event, "other-chain", claim.chain, event.chain);
  const prev = last?.hash ?? firstPrev(claim.procedure, claim.chain);
  if (event.seq !== index + 1) return seqFault(claim, event, index + 1, prev);
  if (event.prev !== prev) return prevFault(claim, last, event, prev);
  return witnessFault(claim, link);
}

function seqFault({ events }: ChainClaim, event: RecordedEvent, expected: number, prev: string): Fault<LinkReason> {
  const fault = { seq: expected, expected: String(expected), read: String(event.seq) };
  if (event.prev === prev) return { ...fault, type: event.type, reason: "number" };
  if (event.seq < expected) return { ...fault, seq: event.seq, type: event.type, reason: "fork" };
  const later = events.slice(expected).some((raw) => eventSchema.safeParse(raw).data?.seq === expected);
  return { ...fault, reason: later ? "order" : "gap" };
}

function prevFault(claim: ChainClaim, last: Link | undefined, event: RecordedEvent, prev: string): Fault<LinkReason> {
  const vouched = event.seq === claim.head.seq ? claim.head.hash : textMember(claim.events[event.seq], "prev");
  const wholeAgain = hashEvent({ ...event, prev }) === vouched;
  if (last === undefined || wholeAgain) return named(event, "link", prev, event.prev);
  return named(last.event, "altered", event.prev, last.hash);
}

function witnessFault({ head, receipts }: ChainClaim, { event, hash }: Link): Fault<LinkReason> | undefined {
  if (event.seq > head.seq) return named(event, "beyond-head", String(head.seq), String(event.seq));
  if (event.seq === head.seq && hash !== head.hash) return named(event, "head", head.hash, hash);
  const receipt = receipts.find((one) => one.seq === event.seq && one.hash !== hash);
  return receipt && named(event, "receipt", receipt.hash, hash);
}

/** A tail that was cut shows against whoever holds the hash of a later event. */
function tailFault({ head, receipts }: ChainClaim, count: number): Fault<"cut"> | undefined {
  const expected = Math.max(head.seq, ...receipts.map(({ seq }) => seq));
  if (expected <= count) return undefined;
  return { seq: count + 1, reason: "cut", expected: String(expected), read: String(count) };
}

function named<Reason extends string>(
  event: RecordedEvent,
  reason: Reason,
  expected: string,
  read: string,
): Fault<Reason> {
  return { seq: event.seq, type: event.type, reason, expected, read };
}

function textMember(raw: unknown, name: string): string | undefined {
  const member: unknown = typeof raw === "object" && raw !== null ? Reflect.get(raw, name) : undefined;
  return typeof member === "string" ? member : undefined;
}
