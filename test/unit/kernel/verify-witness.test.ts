import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { aimed, forgery, receiptOf, relinked, replaced, soundChains, verdictOf } from "./arbitrary-chains.ts";

describe("what the head and receipts know (SEC-26)", () => {
  test("events added after the head: the first of them is named", () => {
    fc.assert(
      fc.property(soundChains(2), (chain) => {
        const head = receiptOf(chain, chain.events.length - 1);
        expect(verdictOf({ ...chain, head })).toMatchObject({
          status: "broken",
          seq: chain.events.length,
          reason: "beyond-head",
        });
      }),
    );
  });

  test("the tail cut: the first missing event is named, against the head", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const events = chain.events.slice(0, seq - 1);
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq, reason: "cut" });
      }),
    );
  });

  test("the tail cut and the head put back with it: caught by a receipt alone", () => {
    fc.assert(
      fc.property(aimed(2), ([chain, seq]) => {
        fc.pre(seq > 1);
        const cut = { ...chain, events: chain.events.slice(0, seq - 1), head: receiptOf(chain, seq - 1) };
        expect(verdictOf(cut).status).toBe("sound");
        const receipts = [receiptOf(chain, chain.events.length)];
        expect(verdictOf(cut, { receipts })).toMatchObject({ status: "broken", seq, reason: "cut" });
      }),
    );
  });

  test("an event altered and all that follows hashed again: caught by the head", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const forged = relinked(chain, replaced(chain.events, seq, forgery(chain.events[seq - 1]!)));
        const verdict = verdictOf({ ...forged, head: chain.head });
        expect(verdict).toMatchObject({
          status: "broken",
          seq: chain.head.seq,
          reason: "head",
          expected: chain.head.hash,
        });
      }),
    );
  });

  test("an event altered, all that follows and the head hashed again: caught by a receipt alone", () => {
    fc.assert(
      fc.property(aimed(), fc.nat(), ([chain, seq], drawn) => {
        const forged = relinked(chain, replaced(chain.events, seq, forgery(chain.events[seq - 1]!)));
        expect(verdictOf(forged).status).toBe("sound");
        const held = seq + (drawn % (chain.events.length - seq + 1));
        const receipts = [receiptOf(chain, held)];
        expect(verdictOf(forged, { receipts })).toMatchObject({ status: "broken", seq: held, reason: "receipt" });
      }),
    );
  });
});
