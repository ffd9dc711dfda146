import { describe, expect, test } from "@jest/globals";
import { enrolmentLifecycle } from "../../../../shared/domain/segur/lifecycle-enrolment.ts";
import { referencementLifecycle } from "../../../../shared/domain/segur/lifecycle-referencement.ts";
import { segurRules } from "../../../../shared/domain/segur/registry.ts";
import { type Lifecycle, transition } from "../../../../shared/kernel/lifecycle.ts";
import { catalogue } from "./catalogue.ts";

/** Rules that the lifecycle of référencement cites and that are not built: they bind ANS, not this service. */
const notBuilt = ["SEG-1.1-02", "SEG-2-04", "SEG-4.4-04", "SEG-4.4-06", "SEG-4.4-08"];

/** Steps that the text does not name and the record needs: each is marked as a reading. */
const ownEvents = [
  "withdrawn-by-filer",
  "pieces-examined",
  "facts-reviewed",
  "piece-completed",
  "reopened",
  "distributors-declared",
  "convention-concluded",
];

/** The text judges receivability at reception; that it may be found wanting afterwards is a reading. */
const isFoundLate = ({ from, to }: { readonly from: string; readonly to: string }) =>
  from === "under_instruction" && to === "inadmissible";

const lifecycles: readonly Lifecycle<string, string>[] = [enrolmentLifecycle, referencementLifecycle];

describe.each(lifecycles)("$procedure", ({ procedure, initial, terminal, states, events, rows }) => {
  test("every state and every event has its own French label", () => {
    for (const labels of [Object.values(states), Object.values(events)]) {
      expect(new Set(labels).size).toBe(labels.length);
      for (const label of labels) expect(label).toMatch(/^[A-ZÀÉ].+[^.]$/);
    }
  });

  test("every state is reached from the first one, every event is used", () => {
    const reached = new Set([initial]);
    // A set visits what is added to it while it is read.
    for (const state of reached) for (const { to } of rows.filter(({ from }) => from === state)) reached.add(to);
    expect([...reached].sort()).toEqual(Object.keys(states).sort());
    expect([...new Set(rows.map(({ event }) => event))].sort()).toEqual(Object.keys(events).sort());
  });

  test("no row leaves a terminal state, and no two answer the same event in the same state", () => {
    expect(rows.filter(({ from }) => terminal.includes(from))).toEqual([]);
    const keys = rows.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("every row cites a rule of the registry, or one of those known not to be built", () => {
    const known = [...segurRules.map(({ id }) => id), ...notBuilt];
    for (const { rule } of rows) expect(known).toContain(rule);
  });

  test(`rows ${catalogue ? "are those of" : "not compared, not here:"} the catalogue, the service's own steps apart`, () => {
    const key = ({ from, to, rule }: { from: string; to: string; rule: string }) => `${from} > ${to}, ${rule}`;
    const published = (catalogue?.lifecycle ?? []).filter((row) => row.procedure === procedure).map(key);
    const ours = rows.filter((row) => !ownEvents.includes(row.event) && !isFoundLate(row)).map(key);
    expect(catalogue === undefined ? ours : published).toEqual(ours);
    expect(ours.length).toBeGreaterThan(0);
  });
});

test("a draft given up by its filer: withdrawn, by a reading and not by the text", () => {
  expect(transition(enrolmentLifecycle, "draft", "withdrawn-by-filer")).toMatchObject({
    ok: true,
    value: { to: "withdrawn", rule: "SEG-2-16", provenance: { kind: "interpretation" } },
  });
});

test.each(Object.keys(enrolmentLifecycle.states).filter((state) => state !== "draft"))(
  "in the state %s the filer can no longer give up: refused",
  (state) => {
    expect(transition<string, string>(enrolmentLifecycle, state, "withdrawn-by-filer").ok).toBe(false);
  },
);
