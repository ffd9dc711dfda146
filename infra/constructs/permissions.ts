import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { FunctionSpec } from "../functions.ts";
import type { Grant } from "../grants.ts";
import { type DataClass, type TableName, tables } from "../tables.ts";

/** What the data stack offers to functions. */
export interface Stores {
  readonly tables: Readonly<Record<TableName, TableV2>>;
  readonly keys: Readonly<Record<DataClass, Key>>;
}

/** The statements of a function's role: one for each kind of access, naming the tables that it reaches in this way. */
export function statementsOf(spec: FunctionSpec, stores: Stores): PolicyStatement[] {
  const kinds = Map.groupBy(spec.grants, ({ actions, enclosed }) => `${actions} ${enclosed}`);
  const onTables = [...kinds.values()].map((grants) => onTablesOf(grants, stores));
  if (!spec.personalKey) return onTables;
  const onKey = new PolicyStatement({ actions: [...spec.personalKey], resources: [stores.keys.personal.keyArn] });
  return [...onTables, onKey];
}

/** Grants of one kind: same actions, same condition. */
function onTablesOf(grants: readonly Grant[], stores: Stores): PolicyStatement {
  const enclosed = grants.every((grant) => grant.enclosed);
  return new PolicyStatement({
    actions: [...new Set(grants.flatMap(({ actions }) => actions))],
    resources: grants.map(({ table, index }) => {
      const { tableArn } = stores.tables[table];
      return index ? `${tableArn}/index/${index}` : tableArn;
    }),
    ...(enclosed && { conditions: { StringEquals: { "dynamodb:EnclosingOperation": "TransactWriteItems" } } }),
  });
}

/** The tables of the record: one adapter knows them all by name, and the role decides which of them it reaches. */
const record: readonly TableName[] = ["cases", "events", "directory", "sealed", "personKeys"];

/** Names that a function needs: of the record if it is granted any of it, of other tables granted, of the personal key. */
export function environmentOf(spec: FunctionSpec, stores: Stores): Record<string, string> {
  const granted = spec.grants.map(({ table }) => table);
  const named = new Set(granted.some((table) => record.includes(table)) ? [...record, ...granted] : granted);
  const names = [...named].map((table) => [tables[table].variable, stores.tables[table].tableName] as const);
  return {
    ...Object.fromEntries(names),
    ...(spec.personalKey && { PERSONAL_KEY_ARN: stores.keys.personal.keyArn }),
  };
}
