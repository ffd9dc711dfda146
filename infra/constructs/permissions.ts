import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { FunctionSpec } from "../function-spec.ts";
import type { Grant } from "../grants.ts";
import { type TableName, tables } from "../tables.ts";
import { opened } from "./rights.ts";
import type { Stores, Surroundings } from "./surroundings.ts";

/** What a function is given: the statements of its role, and the variables of its environment. */
interface Given {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a function is given of the tables and keys, and by its further rights. */
export function givenTo(spec: FunctionSpec, around: Surroundings): Given {
  const rights = (spec.rights ?? []).map((right) => opened(right, around));
  const environments = rights.map(({ environment }) => environment);
  return {
    statements: [...onStores(spec, around.stores), ...rights.flatMap(({ statements }) => statements)],
    environment: Object.assign({}, namesOfStores(spec, around.stores), ...environments),
  };
}

/** One statement for each kind of access, naming the tables that the function reaches in this way. */
function onStores(spec: FunctionSpec, stores: Stores): PolicyStatement[] {
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
const record: readonly TableName[] = ["cases", "events", "directory", "sealed", "personKeys", "tokens"];

/** Names of the record if the function is granted any of it, of other tables granted, of the personal key. */
function namesOfStores(spec: FunctionSpec, stores: Stores): Record<string, string> {
  const granted = spec.grants.map(({ table }) => table);
  const named = new Set(granted.some((table) => record.includes(table)) ? [...record, ...granted] : granted);
  const names = [...named].map((table) => [tables[table].variable, stores.tables[table].tableName] as const);
  return {
    ...Object.fromEntries(names),
    ...(spec.personalKey && { PERSONAL_KEY_ARN: stores.keys.personal.keyArn }),
  };
}
