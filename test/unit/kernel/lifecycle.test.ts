import { expect, test } from "@jest/globals";
import { type Lifecycle, transition } from "../../../shared/kernel/lifecycle.ts";
import { written } from "../../../shared/kernel/source.ts";

const door: Lifecycle<"open" | "closed" | "walled", "pushed" | "pulled" | "walled-up"> = {
  procedure: "door",
  label: "Porte",
  initial: "closed",
  terminal: ["walled"],
  states: { open: "Ouverte", closed: "Fermée", walled: "Murée" },
  events: { pushed: "Poussée", pulled: "Tirée", "walled-up": "Murage" },
  rows: [
    { from: "closed", event: "pushed", to: "open", rule: "DOOR-1", provenance: written },
    { from: "open", event: "pulled", to: "closed", rule: "DOOR-2", provenance: written },
    { from: "closed", event: "walled-up", to: "walled", rule: "DOOR-3", provenance: written },
  ],
};

test("an event that the state knows: the row, with its state and rule", () => {
  expect(transition(door, "closed", "pushed")).toMatchObject({ ok: true, value: { to: "open", rule: "DOOR-1" } });
  expect(transition(door, "closed", "walled-up")).toMatchObject({ ok: true, value: { to: "walled", rule: "DOOR-3" } });
});

test("an event that only another state knows: refused with those that this one knows", () => {
  expect(transition(door, "closed", "pulled")).toEqual({
    ok: false,
    reason: { kind: "illegal-transition", from: "closed", event: "pulled", expected: ["pushed", "walled-up"] },
  });
});

test("any event in a terminal state: refused, none is expected", () => {
  expect(transition(door, "walled", "pushed")).toMatchObject({ ok: false, reason: { expected: [] } });
});
