import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { organisationAccess } from "../../../shared/domain/directory/access.ts";
import { roles } from "../../../shared/domain/directory/roles.ts";
import { organisationStates } from "../../../shared/domain/directory/states.ts";
import { enrolmentAccess } from "../../../shared/domain/segur/access.ts";
import { solutionAccess } from "../../../shared/domain/segur/access-solutions.ts";
import { enrolmentStates } from "../../../shared/domain/segur/lifecycle-enrolment.ts";
import { mirroredStates } from "../../../shared/domain/segur/lifecycle-referencement.ts";
import { type AccessTable, authorise, isProof } from "../../../shared/kernel/access.ts";
import { everyCell, type Table, withoutRow, writtenOut } from "./evaluate.ts";
import { enrolmentMatrix, noRight, organisationMatrix, solutionMatrix } from "./matrix.ts";

const tables = [
  {
    kind: "organisation",
    table: organisationAccess as Table,
    matrix: organisationMatrix,
    said: noRight.organisation,
    states: organisationStates,
  },
  {
    kind: "enrolment",
    table: enrolmentAccess as Table,
    matrix: enrolmentMatrix,
    said: noRight.enrolment,
    states: enrolmentStates,
  },
  {
    kind: "solution",
    table: solutionAccess as Table,
    matrix: solutionMatrix,
    said: noRight.solution,
    states: mirroredStates,
  },
];

/** What `authorise` answers for each cell. */
const answers = (table: Table) =>
  everyCell(table).map(({ name, role, ...question }) => {
    const asked = authorise(table as AccessTable<string, string, string, string>, { roles: [role], ...question });
    return `${name}: ${asked.answer}`;
  });

describe.each(tables)("SEC-01 the access table of $kind", ({ table, matrix, said, states }) => {
  const cells = writtenOut(matrix);
  const expected = everyCell(table).map(({ name }) => `${name}: ${cells.get(name) ?? "hide"}`);

  test(`every cell, ${expected.length} of which ${cells.size} named: as the matrix says, read by a second evaluator`, () => {
    expect(answers(table)).toEqual(expected);
  });

  test("every cell of the matrix is one of the table's", () => {
    const known = new Set(everyCell(table).map(({ name }) => name));
    expect([...cells.keys()].filter((name) => !known.has(name))).toEqual([]);
  });

  test("every role that a membership can hold and every state of the lifecycle: in the table", () => {
    expect(table.roles).toEqual(expect.arrayContaining([...roles, "applicant", "signed-in"]));
    expect(table.states).toEqual(["none", ...states]);
  });

  test("every role, action and state has a row, or is said to be without right", () => {
    expect(withoutRow(table, said)).toEqual([]);
  });

  test("a role, an action, a state planted without a row: found", () => {
    const planted = {
      ...table,
      roles: [...table.roles, "visitor"],
      actions: [...table.actions, "case.erase"],
      states: [...table.states, "frozen"],
    };
    expect(withoutRow(planted, said)).toEqual(["visitor", "case.erase", "frozen"]);
    expect(
      answers(planted).filter((line) => /visitor|case\.erase|frozen/.test(line) && !line.endsWith(": hide")),
    ).toEqual([]);
  });

  test("each row taken away in turn: the comparison sees it, so no row says twice what another says", () => {
    const unseen = table.rows.filter((row) => {
      const without = { ...table, rows: table.rows.filter((other) => other !== row) };
      return answers(without).join() === expected.join();
    });
    expect(unseen).toEqual([]);
  });

  test("each row opened to every relation and state: the comparison sees it", () => {
    const unseen = table.rows.filter((row) => {
      const wider = { ...row, relations: table.relations, states: table.states };
      return (
        answers({ ...table, rows: table.rows.map((other) => (other === row ? wider : other)) }).join() ===
        expected.join()
      );
    });
    expect(unseen).toEqual([]);
  });

  test("every row cites the rule that names the actor", () => {
    expect(table.rows.filter(({ basis }) => !/^(SEG|CNV)-\d/.test(basis))).toEqual([]);
  });

  test("several roles at once: the best of what each gives, in any order", () => {
    const word = (words: readonly string[]) => fc.constantFrom(...words);
    const question = fc.record({
      roles: fc.uniqueArray(word(table.roles)),
      action: word(table.actions),
      relation: word(table.relations),
      state: word(table.states),
    });
    fc.assert(
      fc.property(question, ({ roles: held, ...asked }) => {
        const alone = held.map((role) => cells.get([role, asked.action, asked.relation, asked.state].join(" · ")));
        const best = alone.includes("allow") ? "allow" : alone.includes("refuse") ? "refuse" : "hide";
        const open = table as AccessTable<string, string, string, string>;
        expect(authorise(open, { roles: held, ...asked }).answer).toBe(best);
      }),
      { numRuns: 500 },
    );
  });
});

describe("proof", () => {
  const question = { roles: ["signed-in"], action: "organisation.register", relation: "none", state: "none" } as const;

  test("an answer that allows: carries the proof of its action and rule", () => {
    const said = authorise(organisationAccess, question);
    expect(said).toMatchObject({ answer: "allow", proof: { action: "organisation.register", basis: "SEG-3.2-01" } });
    expect(said.answer === "allow" && isProof(said.proof)).toBe(true);
  });

  test("an answer that refuses or hides: carries none", () => {
    const refused = authorise(organisationAccess, {
      roles: ["filer"],
      action: "member.list",
      relation: "own",
      state: "active",
    });
    expect(refused).toEqual({ answer: "refuse", basis: "SEG-3.1-08" });
    expect(authorise(organisationAccess, { ...question, roles: [] })).toEqual({ answer: "hide" });
  });

  test("a copy, a clone, a look-alike, a child of a proof: no proof", () => {
    const said = authorise(organisationAccess, question);
    if (said.answer !== "allow") throw new Error("refused");
    const forgeries = [
      { ...said.proof },
      structuredClone(said.proof),
      JSON.parse(JSON.stringify(said.proof)),
      Object.create(said.proof),
      Object.create(Object.getPrototypeOf(said.proof)),
      new Proxy(said.proof, {}),
    ];
    expect(forgeries.map((forged) => isProof(forged))).toEqual(forgeries.map(() => false));
  });

  test("another of the same class, made from the proof itself: no proof", () => {
    const said = authorise(organisationAccess, question);
    if (said.answer !== "allow") throw new Error("refused");
    expect(isProof(Reflect.construct(said.proof.constructor, ["member.list", "SEG-3.1-08"]))).toBe(false);
  });
});
