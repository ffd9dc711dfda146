import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { decide, gravest } from "../../../shared/kernel/decision.ts";
import { describeFact, fact, factsOfAnotherSupplier } from "../../../shared/kernel/facts.ts";
import { type Finding, type Outcome, outcomes } from "../../../shared/kernel/finding.ts";
import { defineRule } from "../../../shared/kernel/rule.ts";
import { digestOfRules } from "../../../shared/kernel/rule-digest.ts";
import { interpretation, type Provenance } from "../../../shared/kernel/source.ts";

const dictionary = z.strictObject({
  height: fact("declared", "Hauteur en centimètres", z.int()),
  limit: fact("setting", "Hauteur admise en centimètres", z.int()),
  friend: fact("declared", "Accompagnateur", z.nullable(z.string())),
});

const text = {
  id: "FUN-1-01",
  source: { document: "Règlement", version: "V2", section: "§1", article: "§1, 1er tiret" },
  sentence: "Le manège est ouvert à partir de la hauteur admise.",
  effect: "decides",
  provenance: { kind: "text" } as Provenance,
} as const;

const tallEnough = defineRule({
  ...text,
  facts: z.pick(dictionary, { height: true, limit: true }),
  judge: ({ height, limit }) => ({
    outcome: height >= limit ? "accept" : "reject",
    sentence: `Hauteur lue : ${height} ; hauteur admise : ${limit}.`,
  }),
});

const accompanied = defineRule({
  ...text,
  id: "FUN-1-02",
  provenance: interpretation("Le règlement ne dit pas qui accompagne.", "AMB-09"),
  facts: z.pick(dictionary, { friend: true }),
  judge: ({ friend }) =>
    friend === null
      ? { outcome: "warn", sentence: "Seul.", needsOfficer: true }
      : { outcome: "accept", sentence: "Accompagné." },
});

describe("a rule", () => {
  test("given its facts: a finding under its id and article", () => {
    expect(tallEnough.evaluate({ height: 120, limit: 120 })).toEqual({
      ok: true,
      value: [
        {
          rule: "FUN-1-01",
          article: "Règlement V2, §1, 1er tiret",
          outcome: "accept",
          sentence: "Hauteur lue : 120 ; hauteur admise : 120.",
          provenance: "text",
        },
      ],
    });
  });

  test("given more facts than it reads: the others are not looked at", () => {
    expect(tallEnough.evaluate({ height: 119, limit: 120, friend: 7 })).toMatchObject({
      ok: true,
      value: [{ outcome: "reject" }],
    });
  });

  test("one fact absent, another of the wrong type: refused, and told apart", () => {
    expect(tallEnough.evaluate({ height: "tall" })).toEqual({
      ok: false,
      reason: { kind: "facts-missing", rule: "FUN-1-01", missing: ["limit"], malformed: ["height"] },
    });
  });

  test("a fact that is null where none is a possible answer: judged", () => {
    expect(accompanied.evaluate({ friend: null })).toMatchObject({ ok: true, value: [{ outcome: "warn" }] });
  });

  test("a fact that only the prototype holds: missing", () => {
    expect(accompanied.evaluate(Object.create({ friend: "Lou" }))).toMatchObject({
      ok: false,
      reason: { missing: ["friend"] },
    });
  });

  test("a reading, not the text: its findings say so", () => {
    expect(accompanied.evaluate({ friend: "Lou" })).toMatchObject({
      ok: true,
      value: [{ provenance: "interpretation" }],
    });
  });
});

describe("a decision", () => {
  test("every finding is kept, in the order of the rules, and the gravest outcome rules", () => {
    const decision = decide([accompanied, tallEnough], { height: 100, limit: 120, friend: "Lou" });
    expect(decision).toMatchObject({ ok: true, value: { outcome: "reject", needsOfficer: false } });
    expect(decision.ok && decision.value.findings.map(({ rule }) => rule)).toEqual(["FUN-1-02", "FUN-1-01"]);
  });

  test("a finding left to an officer: the decision is a proposal", () => {
    expect(decide([accompanied, tallEnough], { height: 130, limit: 120, friend: null })).toMatchObject({
      ok: true,
      value: { outcome: "accept", needsOfficer: true },
    });
  });

  test("one rule lacks a fact: no decision on the others", () => {
    expect(decide([accompanied, tallEnough], { friend: "Lou" })).toEqual({
      ok: false,
      reason: [{ kind: "facts-missing", rule: "FUN-1-01", missing: ["height", "limit"], malformed: [] }],
    });
  });

  const finding = (outcome: Outcome): Finding => ({ rule: "FUN-1-01", article: "§1", outcome, sentence: "." });

  test.each([
    ["inadmissible", "reject"],
    ["reject", "block"],
    ["block", "to_complete"],
    ["to_complete", "open_indu"],
    ["open_indu", "open_control"],
    ["open_control", "pay"],
    ["pay", "accept"],
    ["accept", "warn"],
    ["warn", "notify"],
    ["notify", "log"],
  ] as const)("%s is graver than %s, whichever comes first", (graver, lighter) => {
    expect(gravest([finding(graver), finding(lighter)])).toBe(graver);
    expect(gravest([finding(lighter), finding(graver)])).toBe(graver);
  });

  test.each(outcomes)("%s alone: that outcome", (outcome) => {
    expect(gravest([finding(outcome)])).toBe(outcome);
  });

  test("no finding: nothing is decided, least of all in favour", () => {
    expect(gravest([])).toBe("log");
  });
});

describe("a fact dictionary", () => {
  test("two facts of one schema keep their own descriptions", () => {
    expect(describeFact(dictionary.shape.height)).toEqual({ supplier: "declared", label: "Hauteur en centimètres" });
    expect(describeFact(dictionary.shape.limit).supplier).toBe("setting");
  });

  test("a body with facts of another supplier and unknown keys: each is named, its own are not", () => {
    const body = { height: 120, limit: 90, toString: 1, weight: 30 };
    expect(factsOfAnotherSupplier(dictionary, "declared", body)).toEqual(["limit", "toString", "weight"]);
  });

  test("a schema that no dictionary declared: an error", () => {
    expect(() => describeFact(z.int())).toThrow("not a fact");
  });
});

describe("the digest of a registry", () => {
  test("does not depend on the order of the rules", () => {
    expect(digestOfRules([tallEnough, accompanied])).toBe(digestOfRules([accompanied, tallEnough]));
    expect(digestOfRules([tallEnough])).toMatch(/^[0-9a-f]{64}$/);
  });

  test("changes with the version of the source, the sentence and the facts read", () => {
    const facts = z.pick(dictionary, { height: true, limit: true });
    const rule = { ...text, facts, judge: () => ({ outcome: "log", sentence: "." }) as const };
    const variants = [
      rule,
      { ...rule, source: { ...text.source, version: "V3" } },
      { ...rule, sentence: "Le manège est fermé." },
      { ...rule, effect: "informs" as const },
      { ...rule, provenance: interpretation("Autre lecture.") },
    ].map((variant) => digestOfRules([defineRule(variant)]));
    const fewerFacts = digestOfRules([
      defineRule({ ...text, facts: z.pick(dictionary, { height: true }), judge: rule.judge }),
    ]);
    expect(new Set([...variants, fewerFacts]).size).toBe(variants.length + 1);
  });
});
