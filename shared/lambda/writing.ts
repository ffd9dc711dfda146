import type { Proof } from "../kernel/access.ts";
import type { Instant } from "../kernel/time.ts";
import type { ActWrite, Item, Put } from "../ports/records.ts";
import type { ActDecision, StepDecision } from "./act.ts";
import { chainEvent, type SealDeps } from "./chain-event.ts";

/** What a decision writes in its transaction, the item that the answer then shows, and the version of the head after it. */
interface Writing extends ActWrite {
  readonly subject: Item;
  readonly version: number;
}

/** Puts a decision into the form of one transaction: the head that was read must still stand, with or without event. */
export async function writingOf(
  deps: SealDeps,
  proof: Proof,
  decision: ActDecision | StepDecision,
  at: Instant,
  onBehalfOf?: string,
): Promise<Writing> {
  const { chain, puts = [], checks = [] } = decision;
  if (decision.event === undefined) {
    const check = { place: decision.head.place, condition: unchanged(decision) };
    return { puts, checks: [check, ...checks], subject: shown(decision, {}), version: chain.seq };
  }
  const chained = await chainEvent(deps, proof, decision, at, onBehalfOf);
  const { seq } = chained.event;
  const item = { ...decision.head.item, seq, hash: chained.hash };
  const head: Put = {
    place: decision.head.place,
    item,
    condition: chain.seq === 0 ? { kind: "absent" } : unchanged(decision),
  };
  return {
    event: chained.event,
    procedure: chain.procedure,
    puts: [head, ...puts, ...chained.puts],
    checks,
    subject: shown(decision, item),
    version: seq,
  };
}

function unchanged({ chain: { seq, hash }, head: { owner } }: ActDecision | StepDecision) {
  return { kind: "equal", attributes: { seq, hash, owner } } as const;
}

function shown({ puts = [], subject: { pk, sk } }: ActDecision | StepDecision, head: Item): Item {
  return puts.find(({ place }) => place.pk === pk && place.sk === sk)?.item ?? head;
}
