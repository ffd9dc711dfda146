import type { TableName } from "./tables.ts";

/** Actions on a table or on one of its indexes. */
export interface Grant {
  readonly table: TableName;
  readonly index?: string;
  readonly actions: readonly `dynamodb:${string}`[];
  /** Allowed inside a transaction only: nothing is written without the event that says why. */
  readonly enclosed?: true;
}

/** One consistent batch, the only way to read single items. */
export function reads(...names: readonly TableName[]): Grant[] {
  return names.map((table) => ({ table, actions: ["dynamodb:BatchGetItem"] }));
}

/** Pages of a partition of the table, or of its index. */
export function lists(table: TableName, index?: string): Grant {
  return { table, actions: ["dynamodb:Query"], ...(index && { index }) };
}

/** Items created, or replaced if they still are what was read; inside a transaction. */
export function writes(...names: readonly TableName[]): Grant[] {
  return names.map((table) => ({ table, actions: ["dynamodb:PutItem"], enclosed: true }));
}

/** A condition of a transaction on items that it does not write. */
export function checks(...names: readonly TableName[]): Grant[] {
  return names.map((table) => ({ table, actions: ["dynamodb:ConditionCheckItem"], enclosed: true }));
}

/** Every act writes its event, and keeps its idempotency item in `cases`. */
export const recorded: readonly Grant[] = [...reads("directory", "cases"), ...writes("cases", "events")];

/** Whoever names an organisation must still be a member of it when the act is written. */
export const act: readonly Grant[] = [...recorded, ...checks("directory")];

/** Personal fields are sealed under the key of their subject, which the first of them creates. */
export const seals: readonly Grant[] = writes("sealed", "personKeys");
