import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { firstPrev, hashEvent } from "../../../shared/kernel/chain.ts";
import type { RecordedEvent } from "../../../shared/kernel/event.ts";
import { identifiers, soundChains } from "./arbitrary-chains.ts";
import { hashOf, prevOfFirst } from "./second-implementation.ts";

const vectors = JSON.parse(readFileSync("docs/vectors/events.json", "utf8")) as {
  valid: { title: string; event: RecordedEvent; hash: string }[];
  first: { procedure: string; chain: string; prev: string }[];
};

describe("the hash of an event", () => {
  test.each(vectors.valid)("published vector, $title: both implementations give its hash", ({ event, hash }) => {
    expect(hashEvent(event)).toBe(hash);
    expect(hashOf(event)).toBe(hash);
  });

  test("any event: both implementations agree", () => {
    fc.assert(
      fc.property(soundChains(1), ({ events }) => {
        for (const event of events) expect(hashEvent(event)).toBe(hashOf(event));
      }),
      { numRuns: 300 },
    );
  });

  test("an event outside the form: an error of the program, not a hash", () => {
    const event = { ...vectors.valid[0]!.event, data: { amount: 0.5 } };
    expect(() => hashEvent(event)).toThrow("not-an-integer at /data/amount");
  });
});

describe("what the first event refers to", () => {
  test.each(vectors.first)(
    "published vector, $procedure $chain: both implementations give it",
    ({ procedure, chain, prev }) => {
      expect(firstPrev(procedure, chain)).toBe(prev);
      expect(prevOfFirst(procedure, chain)).toBe(prev);
    },
  );

  test("a letter moved from the procedure to the case: another hash", () => {
    fc.assert(
      fc.property(identifiers, identifiers, (procedure, chain) => {
        expect(firstPrev(`${procedure}x`, chain)).not.toBe(firstPrev(procedure, `x${chain}`));
      }),
    );
  });
});
