import { describe, expect, test } from "@jest/globals";
import { segurRules } from "../../../../shared/domain/segur/registry.ts";
import { casesOfSection2 } from "./cases-2.ts";
import { casesOfTheForm } from "./cases-3-1-form.ts";
import { casesOfThePieces } from "./cases-3-1-pieces.ts";
import { casesOfSection32 } from "./cases-3-2.ts";
import { casesOfSections467 } from "./cases-4-6-7.ts";
import { catalogue } from "./catalogue.ts";
import { judged } from "./judged.ts";
import type { PublishedCase } from "./published-case.ts";

const cases = [...casesOfSection2, ...casesOfTheForm, ...casesOfThePieces, ...casesOfSection32, ...casesOfSections467];

const ruleOf = ({ title }: PublishedCase) => title.slice(0, title.indexOf("#"));
const found = (one: PublishedCase) => judged(ruleOf(one), one.facts);

test.each(cases)("$title", (one) => {
  const findings = found(one);
  expect(findings.map(({ outcome }) => outcome)).toEqual(one.outcomes);
  expect(Object.assign({}, ...findings.map(({ computed }) => computed))).toMatchObject(one.computed ?? {});
  expect(findings.some(({ needsOfficer }) => needsOfficer)).toBe(one.needsOfficer ?? false);
});

describe("both sides of a boundary", () => {
  const pairs = segurRules.flatMap(({ id }) => {
    const [first, ...others] = cases.filter((one) => ruleOf(one) === id);
    return others
      .filter((other) => String(other.outcomes) !== String(first!.outcomes))
      .map((other) => ({ id, one: first!, other, of: other.title.slice(0, other.title.indexOf(":")) }));
  });

  test.each(pairs)("$of against #1: other sentences, with the value expected and the value read", ({ one, other }) => {
    const [here, there] = [found(one), found(other)];
    expect(here.map(({ sentence }) => sentence)).not.toEqual(there.map(({ sentence }) => sentence));
    for (const finding of [...here, ...there]) {
      expect(finding.expected).toMatch(/\S/);
      expect(finding.read).toMatch(/\S/);
    }
  });
});

test("64 examples, numbered from 1 without a gap in each of the 29 rules", () => {
  expect(segurRules).toHaveLength(29);
  expect(cases).toHaveLength(64);
  for (const { id } of segurRules) {
    const numbers = cases.filter((one) => ruleOf(one) === id).map(({ title }) => /#(\d+): /.exec(title)?.[1]);
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1)));
    expect(numbers.length).toBeGreaterThan(0);
  }
});

test(`given and expected of the 64 examples: ${catalogue ? "verbatim from" : "skipped, not here:"} the catalogue`, () => {
  const published = (catalogue?.rules ?? [])
    .filter((rule) => segurRules.some(({ id }) => id === rule.id))
    .flatMap(({ id, cases: examples }) =>
      examples.map(({ given, expect: expected }, index) => ({ id: `${id}#${index + 1}`, given, expected })),
    );
  const ours = cases.map(({ title, given, expected }) => ({ id: title.slice(0, title.indexOf(":")), given, expected }));
  const same = published.filter((example) =>
    ours.some((other) => JSON.stringify(sorted(other)) === JSON.stringify(sorted(example))),
  );
  if (catalogue !== undefined) process.stdout.write(`${same.length}/${published.length}\n`);
  expect(same).toHaveLength(published.length);
  expect(published.length).toBe(catalogue === undefined ? 0 : 64);
});

function sorted({ id, given, expected }: { id: string; given: Readonly<Record<string, unknown>>; expected: string }) {
  return [id, Object.entries(given).sort(([one], [other]) => one.localeCompare(other)), expected];
}
