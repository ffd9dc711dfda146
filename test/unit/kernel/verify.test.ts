import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RecordedEvent } from "../../../shared/kernel/event.ts";
import { aimed, forgery, receiptOf, replaced, soundChains, verdictOf } from "./arbitrary-chains.ts";

const otherDigest = (digest: string) => (digest.startsWith("0") ? "1" : "0") + digest.slice(1);

/** One change to every member of an event but `seq` and `chain`, which say where it belongs. */
const alterations: ReadonlyArray<[string, (event: RecordedEvent) => object]> = [
  ["v", ({ v }) => ({ v: v + 1 })],
  ["at", ({ at }) => ({ at: at.replace(/.Z$/, at.endsWith("0Z") ? "1Z" : "0Z") })],
  ["type", ({ type }) => ({ type: `${type}.x` })],
  ["actor", forgery],
  ["onBehalfOf", ({ onBehalfOf }) => ({ onBehalfOf: onBehalfOf === undefined ? "org" : undefined })],
  ["role", ({ role }) => ({ role: role === undefined ? "auditor" : undefined })],
  ["purpose", ({ purpose }) => ({ purpose: purpose === undefined ? "control" : undefined })],
  ["rules", ({ rules, prev }) => ({ rules: rules === undefined ? prev : otherDigest(rules) })],
  ["calendar", ({ calendar }) => ({ calendar: calendar === undefined ? "V1" : `${calendar}.1` })],
  [
    "findings",
    ({ findings }) => ({ findings: [...findings, { rule: "R", article: "A", outcome: "log", sentence: "S" }] }),
  ],
  ["data", ({ data }) => ({ data: { ...data, forged: 1 } })],
  ["sealed", ({ sealed, prev }) => ({ sealed: [...sealed, { field: "forged-field-of-14", key: "p", digest: prev }] })],
  ["prev", ({ prev }) => ({ prev: otherDigest(prev) })],
];

describe("a chain as it was recorded", () => {
  test("of any content and length: sound", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const verdict = verdictOf(chain, { receipts: [receiptOf(chain, seq)] });
        expect(verdict).toMatchObject({ status: "sound", events: chain.head.seq, hash: chain.head.hash });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a chain that was changed is broken at the first bad event (SEC-26)", () => {
  test.each(alterations)("%s altered in one event: named", (_, change) => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const event = chain.events[seq - 1]!;
        const events = replaced(chain.events, seq, { ...event, ...change(event) });
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq });
      }),
    );
  });

  test("the number of an event altered: its place is named", () => {
    fc.assert(
      fc.property(aimed(), fc.nat({ max: 20 }), ([chain, seq], other) => {
        fc.pre(other !== seq);
        const events = replaced(chain.events, seq, { ...chain.events[seq - 1], seq: other });
        expect(verdictOf({ ...chain, events })).toMatchObject({
          status: "broken",
          seq,
          read: other === 0 ? "/seq" : String(other),
        });
      }),
    );
  });

  test("an event of another chain put in place: named", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const events = replaced(chain.events, seq, { ...chain.events[seq - 1], chain: `${chain.chain}x` });
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq, reason: "other-chain" });
      }),
    );
  });

  test.each<[string, object]>([
    ["a null", { data: { a: null } }],
    ["an unknown member", { note: "x" }],
  ])("%s added to one event: named, for its form", (_, change) => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const events = replaced(chain.events, seq, { ...chain.events[seq - 1], ...change });
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq, reason: "form" });
      }),
    );
  });

  test("an event dropped: its number is named, a gap or a cut tail", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const reason = seq === chain.events.length ? "cut" : "gap";
        expect(verdictOf({ ...chain, events: chain.events.toSpliced(seq - 1, 1) })).toMatchObject({
          status: "broken",
          seq,
          reason,
        });
      }),
    );
  });

  test("an event inserted, the following ones left as they were: a fork, or unknown to the head", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const events = chain.events.toSpliced(seq - 1, 0, forgery(chain.events[seq - 1]!));
        const reason = seq === chain.events.length ? "head" : "fork";
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq, reason });
      }),
    );
  });

  test("an event inserted, the following ones renumbered: named", () => {
    fc.assert(
      fc.property(aimed(), ([chain, seq]) => {
        const later = chain.events.slice(seq - 1).map((event) => ({ ...event, seq: event.seq + 1 }));
        const events = [...chain.events.slice(0, seq - 1), forgery(chain.events[seq - 1]!), ...later];
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq });
      }),
    );
  });

  test("two events exchanged: the first of the two places is named", () => {
    fc.assert(
      fc.property(aimed(2), fc.nat(), ([chain, seq], drawn) => {
        const other = (drawn % chain.events.length) + 1;
        fc.pre(other !== seq);
        const { events } = chain;
        const exchanged = events.with(seq - 1, events[other - 1]!).with(other - 1, events[seq - 1]!);
        const verdict = verdictOf({ ...chain, events: exchanged });
        expect(verdict).toMatchObject({ status: "broken", seq: Math.min(seq, other), reason: "order" });
      }),
    );
  });

  test("a fork: two events of one number, wherever the second one stands", () => {
    fc.assert(
      fc.property(aimed(), fc.nat(), ([chain, seq], drawn) => {
        const place = seq + (drawn % (chain.events.length - seq + 1));
        const events = chain.events.toSpliced(place, 0, forgery(chain.events[seq - 1]!));
        expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq, reason: "fork" });
      }),
    );
  });

  test("the chain of one procedure shown as that of another: broken at its first event", () => {
    fc.assert(
      fc.property(soundChains(1), (chain) => {
        const verdict = verdictOf({ ...chain, procedure: `${chain.procedure}x` });
        expect(verdict).toMatchObject({ status: "broken", seq: 1, reason: "link" });
      }),
    );
  });

  test("what is no event at all: broken there, whatever it is", () => {
    fc.assert(
      fc.property(soundChains(1), fc.anything(), (chain, thing) => {
        expect(verdictOf({ ...chain, events: [thing] as RecordedEvent[] })).toMatchObject({ status: "broken", seq: 1 });
      }),
    );
  });
});
