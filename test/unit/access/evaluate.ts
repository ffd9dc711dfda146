import type { AccessAnswer } from "../../../shared/kernel/access.ts";
import type { Line } from "./matrix.ts";

/** A table as the tests read it, whatever its words. */
export interface Words {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  readonly relations: readonly string[];
  readonly states: readonly string[];
}
export interface Table extends Words {
  readonly rows: readonly (Words & { readonly answer: string; readonly basis: string })[];
}

const cell = (...words: readonly string[]) => words.join(" · ");
const split = (text = "") => text.split(" ").filter((word) => word !== "");

/** The cells of one line with this answer. */
const cellsOf = (line: Line, answer: "allow" | "refuse") =>
  split(line.states).flatMap((state) =>
    split(line[answer]).map((role) => cell(role, line.action, line.relation, state)),
  );

/** The second evaluator: every cell of the matrix written out one by one; a cell written twice is an error. */
export function writtenOut(matrix: readonly Line[]): ReadonlyMap<string, AccessAnswer> {
  const cells = (["allow", "refuse"] as const).flatMap((answer) =>
    matrix.flatMap((line) => cellsOf(line, answer).map((name) => [name, answer] as const)),
  );
  const twice = cells.filter(([name], index) => cells.findIndex(([other]) => other === name) !== index);
  if (twice.length > 0) throw new Error(`written twice: ${twice.join(", ")}`);
  return new Map(cells);
}

/** Every cell of a table, one role at a time. */
export function everyCell(table: Words) {
  return table.roles.flatMap((role) =>
    table.actions.flatMap((action) =>
      table.relations.flatMap((relation) =>
        table.states.map((state) => ({ name: cell(role, action, relation, state), role, action, relation, state })),
      ),
    ),
  );
}

/** Roles, actions and states of a table that no row names and that nobody said to be without right. */
export function withoutRow(table: Table, said: Readonly<Record<string, string>>): readonly string[] {
  return (["roles", "actions", "states"] as const).flatMap((kind) =>
    table[kind].filter((word) => !(word in said) && !table.rows.some((row) => row[kind].includes(word))),
  );
}
