import { createHash } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import type { RecordedEvent } from "./event.ts";

/**
 * The hash of an event: SHA-256("guichet-event-v1", 0x00, canonical text), lower-case hexadecimal.
 *
 * @throws TypeError on a value that `eventSchema` refuses for its form
 */
export function hashEvent(event: RecordedEvent): string {
  const text = canonicalText(event);
  if (!text.ok) throw new TypeError(`an event without canonical form: ${text.reason.fault} at ${text.reason.pointer}`);
  return digestOf("guichet-event-v1", text.value);
}

/** `prev` of the first event of a chain: SHA-256("guichet-chain-v1", 0x00, procedure, 0x00, chain). */
export function firstPrev(procedure: string, chain: string): string {
  return digestOf("guichet-chain-v1", procedure, chain);
}

/** Parts are told apart by a zero byte, which none but the last can contain. */
function digestOf(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0"), "utf8").digest("hex");
}
