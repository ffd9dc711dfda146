import { describe, expect, test } from "@jest/globals";
import { type Cloud, cloudOf, ofType } from "./support/cloud.ts";
import { allow, listed, rolesOf, withRole } from "./support/policies.ts";

const cloud = cloudOf();

/** Actions for which AWS knows no resource. */
const withoutResource: Readonly<Record<string, string>> = {
  "dynamodb:ListStreams": "lists the streams of the account; Lambda asks for it before it follows one",
  "scheduler:ListSchedules": "lists the schedules of the account",
  "states:SendTaskSuccess": "a task is known by its token alone",
  "states:SendTaskFailure": "a task is known by its token alone",
  "logs:CreateLogDelivery": "Step Functions delivers its logs itself",
  "logs:DeleteLogDelivery": "as above",
  "logs:DescribeLogGroups": "as above",
  "logs:DescribeResourcePolicies": "as above",
  "logs:GetLogDelivery": "as above",
  "logs:ListLogDeliveries": "as above",
  "logs:PutResourcePolicy": "as above",
  "logs:UpdateLogDelivery": "as above",
};

/** Resources whose last part nobody knows beforehand. */
const openEnded: readonly { readonly resource: RegExp; readonly because: string }[] = [
  { resource: /:log-group:[A-Za-z0-9]+:\*$/, because: "Lambda names the streams of a function's log group" },
  { resource: /:s3:::uploads\w+\/quarantine\/\*$/, because: "keys of uploads are drawn" },
  { resource: /:s3:::(vault|identity)\w+\/dossiers\/\*$/, because: "keys are made of dossier and digest" },
  { resource: /:schedule\/[\w-]+-Schedules-Group-[0-9A-F]{8}\/\*$/, because: "reminders are named after their duty" },
  { resource: /:execution:Enrolment\w+\.Name:\*$/, because: "executions are named after their dossier" },
  { resource: /:rule\/DO-NOT-DELETE-AmazonGuardDuty\w+\*$/, because: "GuardDuty names the rule that it keeps" },
];

const unreasoned = (of: Cloud) =>
  rolesOf(of).flatMap(({ id, documents }) =>
    documents
      .flatMap((document) => document.Statement)
      .flatMap(({ Action, Resource }) =>
        listed(Action).flatMap((action) => listed(Resource).map((resource) => ({ id, action, resource }))),
      )
      .filter(({ resource }) => resource.includes("*"))
      .filter(({ action, resource }) =>
        resource === "*" ? !(action in withoutResource) : !openEnded.some((one) => one.resource.test(resource)),
      ),
  );

describe("SEC-19 resources", () => {
  test("a role reaches any resource only where the action has none, or names end as nobody knows", () => {
    expect(unreasoned(cloud)).toEqual([]);
  });

  test.each([
    ["may query any table", "dynamodb:Query", "*"],
    ["may read any upload", "s3:GetObjectVersion", "arn:aws:s3:::uploads4f6eb0fd/*"],
  ])("a role that %s: seen", (_, action, resource) => {
    expect(unreasoned(withRole(cloud, allow(action, resource)))).toEqual([{ id: "Planted", action, resource }]);
  });

  test("each function writes in its own log group alone", () => {
    const functions = rolesOf(cloud).filter(({ arn }) => arn.includes(":role/guichet/functions/"));
    expect(functions.length).toBeGreaterThan(20);
    for (const { id, documents } of functions) {
      const groups = documents
        .flatMap((document) => document.Statement)
        .filter(({ Action }) => listed(Action).includes("logs:PutLogEvents"))
        .flatMap(({ Resource }) => listed(Resource));
      const own = id.replace(/Role[0-9A-F]{8}$/, "Logs");
      expect(groups).toEqual([expect.stringMatching(new RegExp(`:log-group:${own}[0-9A-F]{8}:\\*$`))]);
    }
  });
});

/** Roles with a statement on the resource, or of the action, that match, by what they may do. */
const holders = (of: Cloud, action: RegExp, resource = /./) =>
  rolesOf(of)
    .filter(({ documents }) =>
      documents
        .flatMap(({ Statement }) => Statement)
        .some(
          ({ Action, Resource }) =>
            listed(Action).some((one) => action.test(one)) && listed(Resource).some((one) => resource.test(one)),
        ),
    )
    .map(({ id }) => id.replace(/Role[0-9A-F]{8}$/, ""));

const table = (name: string) =>
  new RegExp(ofType(cloud, "AWS::DynamoDB::GlobalTable").find(({ id }) => id.startsWith(`${name}Table`))?.id ?? "none");

describe("SEC-15 task tokens never leave", () => {
  const readers = (of: Cloud) => holders(of, /:(BatchGetItem|GetItem|Query|Scan|TransactGetItems)$/, table("Tokens"));

  test("one role reads the table, one writes it, one answers tasks", () => {
    expect(readers(cloud)).toEqual(["Relay"]);
    expect(holders(cloud, /^dynamodb:(Put|Update|Delete)Item$/, table("Tokens"))).toEqual(["RegisterWait"]);
    expect(holders(cloud, /^states:SendTask/)).toEqual(["Relay"]);
  });

  test.each([
    ["reads tokens", "dynamodb:BatchGetItem", () => readers],
    ["answers tasks", "states:SendTaskSuccess", () => (of: Cloud) => holders(of, /^states:SendTask/)],
  ])("a second role that %s: seen", (_, action, found) => {
    const arn = `arn:aws:dynamodb:eu-west-3:000000000000:table/${table("Tokens").source}`;
    expect(found()(withRole(cloud, allow(action, arn)))).toEqual(["Relay", "Planted"]);
  });
});

describe("payment details", () => {
  test("no function built so far reaches them", () => {
    expect(holders(cloud, /./, table("PaymentDetails"))).toEqual([]);
  });
});
