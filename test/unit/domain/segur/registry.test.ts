import { expect, test } from "@jest/globals";
import { segurFacts } from "../../../../shared/domain/segur/facts.ts";
import { segurRules } from "../../../../shared/domain/segur/registry.ts";
import { rulesDigest } from "../../../../shared/domain/segur/rules-digest.ts";
import { comparable } from "../../../../shared/domain/segur/text-matching.ts";
import { describeFact, factsOfAnotherSupplier } from "../../../../shared/kernel/facts.ts";
import { digestOfRules } from "../../../../shared/kernel/rule-digest.ts";
import { catalogue } from "./catalogue.ts";

const camelCase = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

test("the digest that events record is that of the registry", () => {
  expect(rulesDigest).toBe(digestOfRules(segurRules));
});

test("rules stand in the order of the text, each once, under its section", () => {
  const ids = segurRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, source } of segurRules) {
    const section = /^SEG-([\d.]+)-\d\d$/.exec(id)?.[1];
    expect(source).toMatchObject({ document: "AF-BIO-SGL-Va1", version: "V1.5", section: `§${section}` });
    expect(source.article).toContain(`§${section}`);
  }
});

test("every rule is one French sentence, and a reading is one too", () => {
  for (const { sentence, provenance } of segurRules) {
    const texts = [sentence, provenance.kind === "interpretation" ? provenance.reading : sentence];
    for (const text of texts) {
      expect(text).toMatch(/^[A-ZÀÉ].+\.$/);
      expect(text).not.toMatch(/ [:;!?»]|« |\. [A-Z]/);
    }
  }
});

test("a rule without any fact: refused, and it names all those that it reads", () => {
  for (const { id, facts, evaluate } of segurRules) {
    expect(evaluate({})).toEqual({
      ok: false,
      reason: { kind: "facts-missing", rule: id, missing: Object.keys(facts.shape), malformed: [] },
    });
  }
});

test(`the dictionary holds every fact that ${catalogue ? "the catalogue says" : "(not compared, not here)"} these rules need`, () => {
  const rules = (catalogue?.rules ?? []).filter((rule) => segurRules.some(({ id }) => id === rule.id));
  const needs = new Set(rules.flatMap((rule) => rule.needs.map(camelCase)));
  expect([...needs].filter((key) => !Object.hasOwn(segurFacts.shape, key))).toEqual([]);
  expect(needs.size > 0).toBe(catalogue !== undefined);
});

test("a body that declares what ANS, the clock, a document or the calendar supplies: each such key is refused", () => {
  const body = { role: "editeur", formNumber: "R1", ansNumber: "R1", receivedAt: "x", rapport: true, fermetureAt: "x" };
  expect(factsOfAnotherSupplier(segurFacts, "declared", body)).toEqual([
    "ansNumber",
    "receivedAt",
    "rapport",
    "fermetureAt",
  ]);
});

test("instants end in At and come from clock, register or calendar; a label is never a key", () => {
  for (const [key, schema] of Object.entries(segurFacts.shape)) {
    const { label, supplier } = describeFact(schema);
    expect(label).toMatch(/^[A-ZÀÉ][^_]+$/);
    if (key.endsWith("At")) expect(["clock", "register", "calendar"]).toContain(supplier);
  }
});

test.each([
  ["  Zoé   d\u2019Été ", "zoe d'ete"],
  ["«\u202fLU ET APPROUVÉ.\u202f»", "lu et approuve"],
  ["ligne\nsuivante\u00a0ici", "ligne suivante ici"],
  ["ﬁn", "fin"],
  ["L\u2018an", "l'an"],
  ["A. B.", "a. b"],
  ["mention .", "mention"],
  ["Noe\u0308l", "noel"],
])("%j is compared as %j", (text, form) => {
  expect(comparable(text)).toBe(form);
});
