import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { differences, type Holding } from "./canonical.ts";

const BEGAN_AT = Date.UTC(2031, 0, 1);
const at = (millis: number) => new Date(BEGAN_AT + millis).toISOString();
const item = (value: unknown): Holding => ({ kind: "item", value });
const compare = (...both: readonly [readonly Holding[], readonly Holding[]]) => differences(both, BEGAN_AT);

/** A case with two events, each at its instant; whatever is drawn at random is drawn anew. */
function account({ later = 1_500, state = "open", isTransferred = false } = {}): readonly Holding[] {
  const [id, owner] = [randomUUID(), randomUUID()];
  const second = isTransferred ? randomUUID() : owner;
  return [
    item({ pk: `CASE#${id}`, owner, createdAt: at(later), state }),
    item({ pk: id, seq: 1, at: at(later), text: JSON.stringify({ owner, chain: id }) }),
    item({ pk: id, seq: 2, at: at(later * 2), text: JSON.stringify({ owner: second, chain: id }) }),
    item({ pk: owner, name: "Labonova", expiresAt: Math.floor((BEGAN_AT + later) / 1000) + 86_400 }),
  ];
}

describe("what two accounts hold", () => {
  test("the same facts under other ids, some seconds later, in another order: no difference", () => {
    expect(compare(account(), account({ later: 7_000 }).toReversed())).toEqual([]);
  });

  test("another state: the line of each", () => {
    const lines = compare(account(), account({ state: "closed" }));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^- item .*"state":"open"/);
    expect(lines[1]).toMatch(/^\+ item .*"state":"closed"/);
  });

  test("one item twice: the line that is one too many", () => {
    const once = account();
    expect(compare(account(), [...once, once[1]!])).toEqual([expect.stringMatching(/^\+ item .*"seq":1/)]);
  });

  test("an id that stands where another stood: a difference, though each looks like an id", () => {
    expect(compare(account(), account({ isTransferred: true }))).not.toEqual([]);
  });

  test("two instants that happen to be equal in one account alone: no difference", () => {
    const pair = (millis: number) => [item({ head: at(1_000), told: at(millis), seenAt: BEGAN_AT + millis })];
    expect(compare(pair(1_000), pair(1_001))).toEqual([]);
  });

  test("a deadline that is a day later: a difference; some minutes later, as after a restart: none", () => {
    const due = (millis: number) => [item({ due: at(millis), expiresAt: Math.floor((BEGAN_AT + millis) / 1000) })];
    const days = 24 * 3_600_000;
    expect(compare(due(10 * days), due(10 * days + 300_000))).toEqual([]);
    expect(compare(due(10 * days), due(11 * days))).not.toEqual([]);
  });

  test("a digest that both hold was not drawn: one that moved to another piece is a difference", () => {
    const [form, report] = ["a".repeat(64), "b".repeat(64)];
    const pieces = (one: string, other: string) => [
      item({ kind: "form", digest: one }),
      item({ kind: "report", digest: other }),
    ];
    expect(compare(pieces(form, report), pieces(form, report))).toEqual([]);
    expect(compare(pieces(form, report), pieces(report, form))).not.toEqual([]);
  });

  test("things that nothing tells apart but what refers to them: paired in both accounts, or a difference", () => {
    const pairs = (crossed: boolean) => {
      const [a, b] = [randomUUID(), randomUUID()];
      const letter = (to: string, copy: string) => item({ to, copy });
      return [item({ id: a }), item({ id: b }), letter(a, crossed ? b : a), letter(b, crossed ? a : b)];
    };
    expect(compare(pairs(false), pairs(false).toReversed())).toEqual([]);
    expect(compare(pairs(false), pairs(true))).not.toEqual([]);
  });

  test("the beginning of an id in a letter, and the end of the name of a wait: other in each account", () => {
    const told = (id: string, token: string) => [item({ text: `dossier ${id.slice(0, 8)}`, wait: `${id}.3.${token}` })];
    const one = told(randomUUID(), "0123456789abcdef");
    expect(compare(one, told(randomUUID(), "fedcba9876543210"))).toEqual([]);
    expect(compare(one, told(randomUUID(), "none"))).not.toEqual([]);
  });

  test("a time of day in a letter: not compared, its date is", () => {
    const letter = (date: string, time: string) => [item({ text: `reçu le ${date} à ${time} (heure de Paris)` })];
    const [one, other] = ["9\u00a0h\u00a000\u00a0min\u00a012\u00a0s", "9\u00a0h\u00a003"];
    expect(compare(letter("28 novembre", one), letter("28 novembre", other))).toEqual([]);
    expect(compare(letter("28 novembre", one), letter("29 novembre", one))).not.toEqual([]);
  });
});
