import type { RecordedEvent } from "./event.ts";
import type { Result } from "./result.ts";
import { sealedDigest } from "./seal.ts";
import { type ChainClaim, type Fault, readLinks } from "./verify-links.ts";
import { type FaultReason, faultSentence, soundSentence } from "./verify-sentences.ts";

/** The event is not one that the procedure knows in the state reached: what it knows, what was read. */
type Illegal = Readonly<{ expected: string; read: string }>;

/** What a procedure allows, as far as a verification can replay it. */
export type ChainLaw = Readonly<{
  /** Plays one event on the state of a case (undefined before the first event): the state reached, or what was expected. */
  legal: (state: string | undefined, event: RecordedEvent) => Result<string, Illegal>;
  /** Whether the rules of this digest are at hand: a decision taken under others cannot be judged again. */
  knowsRules: (digest: string) => boolean;
}>;

/** `law` is absent where the verification does not know the procedure. */
export type ChainInput = ChainClaim &
  Readonly<{
    law?: ChainLaw | undefined;
    /** The ciphertext of a sealed field where it is held; an erased or absent one breaks nothing. */
    ciphertextOf?: (seq: number, field: string) => Uint8Array | undefined;
  }>;

/** `broken` names the first bad event; `undecidable` the first that this verification has not the means to judge. */
export type ChainVerdict =
  | Readonly<{ status: "sound"; events: number; hash: string; sentence: string }>
  | (Fault<FaultReason> & Readonly<{ status: "broken" | "undecidable"; sentence: string }>);

/**
 * Verifies a whole chain, without clock or network: the form of each event, the chain it belongs to, contiguous `seq`
 * from 1, each `prev`, the head and the receipts, the transitions, the sealed values and the rules named. What is broken
 * prevails over what cannot be judged, and the earliest break over the others. Sentences are French.
 */
export function verifyChain(input: ChainInput): ChainVerdict {
  const { linked, fault } = readLinks(input);
  const broken = recordFault(input, linked) ?? fault;
  if (broken !== undefined) return { status: "broken", ...broken, sentence: faultSentence(broken) };
  const unknown = unknownFault(input, linked);
  if (unknown !== undefined) return { status: "undecidable", ...unknown, sentence: faultSentence(unknown) };
  const { hash } = input.head;
  return { status: "sound", events: linked.length, hash, sentence: soundSentence(input.chain, linked.length, hash) };
}

/** The first linked event that the procedure refuses, or whose sealed value is not the one recorded. */
function recordFault(input: ChainInput, events: readonly RecordedEvent[]): Fault<"transition" | "sealed"> | undefined {
  let state: string | undefined;
  for (const event of events) {
    const played = input.law?.legal(state, event);
    if (played?.ok === false) return { seq: event.seq, type: event.type, reason: "transition", ...played.reason };
    const fault = sealedFault(input, event);
    if (fault !== undefined) return fault;
    state = played?.value;
  }
  return undefined;
}

function sealedFault({ ciphertextOf }: ChainInput, event: RecordedEvent): Fault<"sealed"> | undefined {
  for (const { field, digest } of event.sealed) {
    const ciphertext = ciphertextOf?.(event.seq, field);
    const read = ciphertext && sealedDigest(ciphertext);
    if (read !== undefined && read !== digest) {
      return { seq: event.seq, type: event.type, reason: "sealed", expected: digest, read };
    }
  }
  return undefined;
}

function unknownFault(
  { law, procedure }: ChainInput,
  events: readonly RecordedEvent[],
): Fault<"procedure-unknown" | "rules-unknown"> | undefined {
  if (law === undefined) return { seq: 1, reason: "procedure-unknown", read: procedure };
  for (const { seq, type, rules } of events) {
    if (rules !== undefined && !law.knowsRules(rules)) return { seq, type, reason: "rules-unknown", read: rules };
  }
  return undefined;
}
