import { expect, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import { distributorsBody, solutionLine, solutionView } from "../../../shared/domain/segur/solution-api.ts";
import { day, distributor, editeur, granted, refused, solution, withdrawn } from "./samples.ts";

const known = [
  solution(),
  granted({
    conventionSignedOn: day("2022-03-02"),
    distributors: [{ siret: distributor, declaredOn: day("2022-06-10") }],
  }),
  refused(),
  withdrawn(),
];

test("a Solution in each of its states: answered as the published schemas say", () => {
  const views = known.map((one) => answers.solution.safeParse(solutionView(one)).error);
  expect(views).toEqual(known.map(() => undefined));
  const list = { items: known.map(solutionLine) };
  expect(answers.solutions.safeParse(list).error).toBeUndefined();
});

test("what is internal to the item (owner, chain hash, place in the list): in no answer", () => {
  expect(JSON.stringify(known.map(solutionView))).not.toContain("canary");
});

test("SEG-3.2-05: a SIRET of a wrong key, one given twice: refused; none at all: the list is empty", () => {
  const read = (sirets: readonly string[]) => distributorsBody.safeParse({ sirets }).success;
  expect([read([editeur, distributor]), read([])]).toEqual([true, true]);
  expect([read(["73282932000075"]), read([editeur, editeur]), read([editeur, "732 829 320 00074"])]).toEqual([
    false,
    false,
    false,
  ]);
});
