import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalText, maxBytes, maxDepth } from "../../../shared/kernel/canonical.ts";
import { eventSchema, type RecordedEvent } from "../../../shared/kernel/event.ts";
import { upcasting } from "../../../shared/kernel/upcast.ts";
import { verifyChain } from "../../../shared/kernel/verify.ts";
import { linked, soundChains } from "./arbitrary-chains.ts";
import { write } from "./second-implementation.ts";

const { valid, refused } = JSON.parse(readFileSync("docs/vectors/events.json", "utf8")) as {
  valid: { title: string; event: unknown; canonical: string }[];
  refused: { title: string; event: unknown; fault: string; pointer: string }[];
};
const event = valid[0]!.event as RecordedEvent;

function nested(depth: number): unknown {
  return depth === 0 ? "x" : [nested(depth - 1)];
}

describe("the canonical form", () => {
  test.each(valid)("published vector, $title: its canonical text", (vector) => {
    expect(canonicalText(vector.event)).toEqual({ ok: true, value: vector.canonical });
    expect(write(vector.event)).toBe(vector.canonical);
  });

  test.each(refused)("published vector, $title: refused as $fault", ({ event: bad, fault, pointer }) => {
    expect(canonicalText(bad)).toEqual({ ok: false, reason: { fault, pointer } });
    expect(eventSchema.safeParse(bad).success).toBe(false);
  });

  test("any event, its keys in another order: the same text, equal to that of the second implementation", () => {
    fc.assert(
      fc.property(soundChains(1), ({ events }) => {
        const [one] = events;
        const turned = Object.fromEntries(Object.entries(one!).reverse());
        expect(canonicalText(turned)).toEqual({ ok: true, value: write(one) });
      }),
    );
  });

  test("a value read back from its canonical text: the same text again", () => {
    fc.assert(
      fc.property(soundChains(1), ({ events }) => {
        const text = write(events[0]);
        expect(canonicalText(JSON.parse(text))).toEqual({ ok: true, value: text });
      }),
    );
  });

  test.each<[string, unknown, string]>([
    ["undefined in an array", { list: [undefined] }, "not-json"],
    ["a hole in an array", { list: Array(2) }, "not-json"],
    ["a date object", { at: new Date(0) }, "not-json"],
    ["a map", new Map(), "not-json"],
    ["a member under a symbol", { [Symbol("hidden")]: 1 }, "not-json"],
    ["a big integer", { n: 1n }, "not-json"],
    ["an object that writes itself", { toJSON: () => "other" }, "not-json"],
    ["not a number", { n: Number.NaN }, "not-an-integer"],
    ["minus zero", { n: -0 }, "not-an-integer"],
    ["a lone surrogate", { text: "\ud800" }, "text-not-nfc"],
  ])("%s: refused", (_, value, fault) => {
    expect(canonicalText(value)).toMatchObject({ ok: false, reason: { fault } });
  });

  test("a member left undefined: as if absent", () => {
    expect(canonicalText({ a: 1, b: undefined })).toEqual(canonicalText({ a: 1 }));
  });

  test("nesting at the limit: accepted; one deeper, or without end: refused", () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(canonicalText(nested(maxDepth)).ok).toBe(true);
    expect(canonicalText(nested(maxDepth + 1))).toMatchObject({ reason: { fault: "too-deep" } });
    expect(canonicalText(endless)).toMatchObject({ reason: { fault: "too-deep" } });
  });

  test("a text of the greatest size: accepted; one byte more, in any alphabet: refused", () => {
    const most = maxBytes - 2;
    expect(canonicalText("a".repeat(most)).ok).toBe(true);
    expect(canonicalText("a".repeat(most + 1))).toMatchObject({ reason: { fault: "too-large" } });
    expect(canonicalText("é".repeat(most / 2)).ok).toBe(true);
    expect(canonicalText("é".repeat(most / 2 + 1))).toMatchObject({ reason: { fault: "too-large" } });
    expect(canonicalText(Array(maxBytes).fill(1))).toMatchObject({ reason: { fault: "too-large" } });
  });

  test("a small value that would write a huge text: refused before the text is built", () => {
    const doubling = Array.from({ length: 31 }).reduce<unknown>((inner) => [inner, inner], "x");
    expect(canonicalText(doubling)).toMatchObject({ reason: { fault: "too-large" } });
    expect(canonicalText(Array(10_000).fill("a".repeat(100_000)))).toMatchObject({ reason: { fault: "too-large" } });
  });
});

describe("the event", () => {
  test.each(["onBehalfOf", "role", "purpose", "rules", "calendar"])("without %s: an event", (name) => {
    expect(eventSchema.safeParse({ ...event, [name]: undefined }).success).toBe(true);
  });

  test.each(["v", "chain", "seq", "at", "type", "actor", "findings", "data", "sealed", "prev"])(
    "without %s: refused",
    (name) => {
      const { [name as keyof RecordedEvent]: _, ...rest } = event;
      expect(eventSchema.safeParse(rest).success).toBe(false);
    },
  );

  test.each<[string, object]>([
    ["an unknown member", { note: "x" }],
    ["a first event numbered 0", { seq: 0 }],
    ["an instant without milliseconds", { at: "2022-11-30T13:00:00Z" }],
    ["an instant of Paris", { at: "2022-11-30T14:00:00.000+01:00" }],
    ["a day that does not exist", { at: "2022-02-29T13:00:00.000Z" }],
    ["a digest in capitals", { prev: event.prev.toUpperCase() }],
    ["a person named in clear", { actor: "Marie Curie" }],
    ["one field sealed twice", { sealed: [0, 1].map(() => ({ field: "name", key: "p-1", digest: event.prev })) }],
    [
      "a finding with an unknown outcome",
      { findings: [{ rule: "R", article: "A", outcome: "perhaps", sentence: "S" }] },
    ],
  ])("%s: refused", (_, change) => {
    expect(eventSchema.safeParse({ ...event, ...change }).success).toBe(false);
  });
});

describe("upcasters", () => {
  const read = upcasting([
    { type: "dossier.created", from: 1, up: ({ amount, ...data }) => ({ ...data, amountCents: Number(amount) * 100 }) },
    { type: "dossier.created", from: 2, up: (data) => ({ ...data, currency: "EUR" }) },
  ]);
  const old = { ...event, v: 1, type: "dossier.created", data: { amount: 12 } };

  test("an old event: reads as today's, and its chain verifies over what was recorded", () => {
    const chain = linked("demonstration", "c-1", [old]);
    const [recorded] = chain.events;
    expect(read(recorded!)).toEqual({
      ok: true,
      value: { ...recorded, v: 3, data: { amountCents: 1200, currency: "EUR" } },
    });
    const law = { legal: () => ({ ok: true, value: "open" }) as const, knowsRules: () => true };
    expect(verifyChain({ ...chain, receipts: [], law }).status).toBe("sound");
  });

  test("an event of the version between: only what it lacks is added", () => {
    const between = { ...old, v: 2, data: { amountCents: 5 } };
    expect(read(between)).toMatchObject({ ok: true, value: { v: 3, data: { amountCents: 5, currency: "EUR" } } });
  });

  test("an event of today, or of a type that never changed: as it is", () => {
    const today = { ...old, v: 3 };
    const other = { ...old, type: "dossier.withdrawn" };
    expect(read(today)).toEqual({ ok: true, value: today });
    expect(read(other)).toEqual({ ok: true, value: other });
  });

  test("an event of a newer release: refused, never guessed", () => {
    expect(read({ ...old, v: 4 })).toEqual({
      ok: false,
      reason: { kind: "newer-event", type: "dossier.created", v: 4, known: 3 },
    });
  });

  test("a step missing between two versions: the registry is refused", () => {
    expect(() => upcasting([{ type: "dossier.created", from: 2, up: (data) => data }])).toThrow(RangeError);
  });
});
