import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DeclaredResource, Principal } from "../../local/contracts.ts";
import { createIam, type LocalIam } from "../../local/iam/iam.ts";
import { iamPlayers } from "../../local/iam/players.ts";

const ACCOUNT = "000000000000";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/writer`;
const TABLE = `arn:aws:dynamodb:eu-west-3:${ACCOUNT}:table/events`;
const LAMBDA_TRUST = trust("lambda.amazonaws.com");

let now = Date.UTC(2030, 0, 1);
let dataDir: string;
let iam: LocalIam;

function trust(service: string, condition?: object) {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return { Version: "2012-10-17", Statement: [condition ? { ...statement, Condition: condition } : statement] };
}

function policy(...statements: object[]) {
  return { Version: "2012-10-17", Statement: statements };
}

function putWriter(...statements: object[]) {
  iam.putRole({
    arn: ROLE,
    name: "writer",
    trust: LAMBDA_TRUST,
    policies: [{ name: "inline", document: policy(...statements) }],
  });
}

function writerSession(): Principal {
  return iam.lookup(iam.assumeForService(ROLE, "lambda.amazonaws.com", "fn").accessKeyId)!.principal;
}

function ask(action: string, context?: Record<string, string | string[]>) {
  return iam.authorize({ principal: writerSession(), action, resource: TABLE, ...(context && { context }) });
}

beforeEach(() => {
  now = Date.UTC(2030, 0, 1);
  dataDir = mkdtempSync(join(tmpdir(), "iam-"));
  iam = createIam({ clock: { now: () => now }, dataDir, account: ACCOUNT });
});

describe("identity policies", () => {
  const allowPut = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: TABLE };

  test("an action that a statement allows: allowed; another: refused in the words of AWS", () => {
    putWriter(allowPut);
    expect(ask("dynamodb:PutItem")).toEqual({ allowed: true });
    expect(ask("dynamodb:DeleteItem")).toMatchObject({
      allowed: false,
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/writer/fn is not authorized to perform: dynamodb:DeleteItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:DeleteItem action`,
    });
  });

  test("a Deny beside an Allow: refused, and the statement that denies is named", () => {
    putWriter(allowPut, { Sid: "AppendOnly", Effect: "Deny", Action: "dynamodb:*", Resource: "*" });
    const answer = ask("dynamodb:PutItem");
    expect(answer).toMatchObject({
      message: expect.stringContaining("with an explicit deny in an identity-based policy"),
    });
    expect(answer).toMatchObject({ missing: expect.stringContaining("AppendOnly") });
  });

  test("an Allow whose condition is not met: refused, and the statement that nearly allowed is named", () => {
    const Condition = { StringEquals: { "dynamodb:EnclosingOperation": "TransactWriteItems" } };
    putWriter({ ...allowPut, Sid: "OnlyInTransactions", Condition });
    expect(ask("dynamodb:PutItem", { "dynamodb:EnclosingOperation": "TransactWriteItems" })).toEqual({ allowed: true });
    expect(ask("dynamodb:PutItem")).toMatchObject({ missing: expect.stringContaining("OnlyInTransactions") });
  });

  test("LeadingKeys restricted to one organisation: its partition is allowed, another's and a mixed batch are refused", () => {
    putWriter({ ...allowPut, Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ORG#A"] } } });
    expect(ask("dynamodb:PutItem", { "dynamodb:LeadingKeys": ["ORG#A"] }).allowed).toBe(true);
    expect(ask("dynamodb:PutItem", { "dynamodb:LeadingKeys": ["ORG#B"] }).allowed).toBe(false);
    expect(ask("dynamodb:PutItem", { "dynamodb:LeadingKeys": ["ORG#A", "ORG#B"] }).allowed).toBe(false);
  });

  test("a policy attached by name after a refusal: the remembered refusal no longer holds", () => {
    putWriter(allowPut);
    expect(ask("dynamodb:GetItem").allowed).toBe(false);
    iam.putPolicy("reads", policy({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: TABLE }), ["writer"]);
    expect(ask("dynamodb:GetItem").allowed).toBe(true);
  });

  test("an action outside the permissions boundary: refused, naming the boundary", () => {
    const boundary = policy({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" });
    iam.putRole({
      arn: ROLE,
      name: "writer",
      trust: LAMBDA_TRUST,
      policies: [{ name: "inline", document: policy(allowPut) }],
      boundary,
    });
    expect(ask("dynamodb:PutItem")).toMatchObject({
      message: expect.stringContaining("because no permissions boundary allows the dynamodb:PutItem action"),
    });
  });

  test("SEC-45: a Deny of what is not encrypted in transit: the local door passes, a plain call is refused", () => {
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    putWriter(allowPut, { Effect: "Deny", Action: "*", Resource: "*", Condition });
    expect(ask("dynamodb:PutItem").allowed).toBe(true);
    expect(ask("dynamodb:PutItem", { "aws:SecureTransport": "false" }).allowed).toBe(false);
  });

  test("a condition on a key that no door supplies: the role is refused, naming policy, role and key", () => {
    const Condition = { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk"] } };
    expect(() => putWriter({ ...allowPut, Condition })).toThrow(/policy inline of role writer.*dynamodb:Attributes/);
  });
});

describe("resource policies", () => {
  const functionArn = `arn:aws:lambda:eu-west-3:${ACCOUNT}:function:f`;
  const sourceArn = `arn:aws:execute-api:eu-west-3:${ACCOUNT}:api/*/*/cases`;
  const permission = policy({
    Effect: "Allow",
    Principal: { Service: "apigateway.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: functionArn,
    Condition: { ArnLike: { "AWS:SourceArn": sourceArn } },
  });
  const question = { service: "apigateway.amazonaws.com", action: "lambda:InvokeFunction", resource: functionArn };

  test("a service named by the function's policy, from the named source: allowed", () => {
    const from = sourceArn.replace("api/*/*", "api/$default/GET");
    expect(iam.authorizeService({ ...question, sourceArn: from, resourcePolicy: permission }).allowed).toBe(true);
  });

  test("the same service from another source, another service, or no policy: refused", () => {
    const other = `arn:aws:execute-api:eu-west-3:${ACCOUNT}:other/$default/GET/cases`;
    expect(iam.authorizeService({ ...question, sourceArn: other, resourcePolicy: permission }).allowed).toBe(false);
    const stranger = { ...question, service: "events.amazonaws.com", sourceArn, resourcePolicy: permission };
    expect(iam.authorizeService(stranger)).toMatchObject({
      message: expect.stringContaining("because no resource-based policy allows"),
    });
    expect(iam.authorizeService({ ...question, sourceArn, resourcePolicy: undefined }).allowed).toBe(false);
  });

  test("a key whose policy does not delegate to the account: an identity policy alone is refused", () => {
    const key = `arn:aws:kms:eu-west-3:${ACCOUNT}:key/k`;
    putWriter({ Effect: "Allow", Action: "kms:Decrypt", Resource: key });
    const account = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    const delegating = policy({ Effect: "Allow", Principal: account, Action: "kms:*", Resource: "*" });
    const closed = policy({ Effect: "Allow", Principal: account, Action: "kms:DescribeKey", Resource: "*" });
    const decrypt = { principal: writerSession(), action: "kms:Decrypt", resource: key };
    expect(iam.authorize({ ...decrypt, resourcePolicy: delegating }).allowed).toBe(true);
    expect(iam.authorize({ ...decrypt, resourcePolicy: closed })).toMatchObject({
      message: expect.stringContaining("because no resource-based policy allows the kms:Decrypt action"),
    });
  });

  test("a bucket policy that denies one of its objects: the statement is named, and the policy not as the object's", () => {
    const object = "arn:aws:s3:::vault/dossiers/1";
    putWriter({ Effect: "Allow", Action: "s3:PutObject", Resource: "*" });
    const denial = {
      Sid: "WrittenByPromoter",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: object,
    };
    const put = { principal: writerSession(), action: "s3:PutObject", resource: object };
    expect(iam.authorize({ ...put, resourcePolicy: policy(denial) })).toMatchObject({
      missing: `L'instruction «\u202fWrittenByPromoter\u202f» de la politique de la ressource refuse «\u202fs3:PutObject\u202f» à arn:aws:sts::${ACCOUNT}:assumed-role/writer/fn sur ${object}.`,
    });
  });
});

describe("sessions", () => {
  test("a role whose trust names another service: not assumed, in the words of AWS", () => {
    putWriter();
    expect(() => iam.assumeForService(ROLE, "states.amazonaws.com", "machine")).toThrow(
      /states\.amazonaws\.com is not authorized to perform: sts:AssumeRole/,
    );
  });

  test("a trust bound to a source ARN: assumed from that source only", () => {
    const source = `arn:aws:states:eu-west-3:${ACCOUNT}:stateMachine:m`;
    const bound = trust("states.amazonaws.com", { ArnEquals: { "aws:SourceArn": source } });
    iam.putRole({ arn: ROLE, name: "writer", trust: bound, policies: [] });
    const from = (arn: string) => iam.assumeForService(ROLE, "states.amazonaws.com", "m", { "aws:SourceArn": arn });
    expect(from(source).accessKeyId).toMatch(/^ASIA/);
    expect(() => from(`${source}2`)).toThrow(/not authorized/);
  });

  test("twelve virtual hours after it opened: a session has ended; a millisecond before, it stands", () => {
    putWriter();
    const { accessKeyId } = iam.assumeForService(ROLE, "lambda.amazonaws.com", "fn");
    now += 12 * 3_600_000 - 1;
    expect(iam.lookup(accessKeyId)?.principal).toMatchObject({ roleArn: ROLE });
    now += 1;
    expect(iam.lookup(accessKeyId)).toBeUndefined();
    expect(iam.hasEnded(accessKeyId)).toBe(true);
    expect(iam.hasEnded("ASIANEVERISSUED")).toBe(false);
  });

  test("a session that is prolonged, even after its end: lives for twelve hours from then; one that is ended: gone at once", () => {
    putWriter();
    const { accessKeyId } = iam.assumeForService(ROLE, "lambda.amazonaws.com", "fn");
    now += 24 * 3_600_000;
    iam.prolong(accessKeyId);
    now += 12 * 3_600_000 - 1;
    expect(iam.lookup(accessKeyId)?.principal).toMatchObject({ roleArn: ROLE });
    iam.end(accessKeyId);
    expect([iam.lookup(accessKeyId), iam.hasEnded(accessKeyId)]).toEqual([undefined, false]);
  });

  test("the administrator's credentials: kept over a restart in a file nobody else reads, and another elsewhere", () => {
    const again = createIam({ clock: { now: () => now }, dataDir, account: ACCOUNT });
    expect(again.administratorCredentials()).toEqual(iam.administratorCredentials());
    expect(statSync(join(dataDir, "credentials.json")).mode & 0o777).toBe(0o600);
    const elsewhere = createIam({
      clock: { now: () => now },
      dataDir: mkdtempSync(join(tmpdir(), "iam-")),
      account: ACCOUNT,
    });
    expect(elsewhere.administratorCredentials().secretAccessKey).not.toBe(
      iam.administratorCredentials().secretAccessKey,
    );
  });

  test("what a role was allowed: kept once; what it was refused, or what the administrator did: not kept", () => {
    putWriter({ Effect: "Allow", Action: "dynamodb:PutItem", Resource: TABLE });
    for (const action of ["dynamodb:PutItem", "dynamodb:PutItem", "dynamodb:GetItem"]) ask(action);
    const { principal } = iam.lookup(iam.administratorCredentials().accessKeyId)!;
    iam.authorize({ principal, action: "dynamodb:GetItem", resource: TABLE });
    expect(iam.exercised()).toEqual([{ role: ROLE, action: "dynamodb:PutItem", resource: TABLE }]);
  });

  test("two statements of a role, one of them of use: what was done is asked once more without each", () => {
    putWriter(
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: TABLE },
      { Effect: "Allow", Action: "dynamodb:GetItem", Resource: TABLE },
    );
    ask("dynamodb:PutItem");
    const needs = iam.needs().filter(({ role }) => role === ROLE);
    expect(needs.map(({ statement, isNeeded }) => [statement.Action, isNeeded])).toEqual([
      ["dynamodb:PutItem", true],
      ["dynamodb:GetItem", false],
    ]);
  });

  test("two statements that allow the same: neither is needed", () => {
    putWriter(
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: TABLE },
      { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: "*" },
    );
    ask("dynamodb:PutItem");
    expect(iam.needs().map(({ isNeeded }) => isNeeded)).toEqual([false, false]);
  });

  test("101 refusals: the last hundred are kept, newest first", () => {
    putWriter();
    for (let index = 0; index <= 100; index += 1) {
      ask(`dynamodb:${index % 2 === 0 ? "GetItem" : "PutItem"}`);
    }
    expect(iam.denials()).toHaveLength(100);
    expect(iam.denials()[0]).toMatchObject({ action: "dynamodb:GetItem", resource: TABLE, at: now });
  });
});

describe("players", () => {
  function declared(type: string, logicalId: string, properties: Record<string, unknown>): DeclaredResource {
    return { logicalId, type, properties, assemblyDir: "/nowhere", generatedName: `stack-${logicalId}-X` };
  }

  async function create(type: string, logicalId: string, properties: Record<string, unknown>) {
    const player = players.find((candidate) => candidate.type === type);
    return await player!.create(declared(type, logicalId, properties));
  }

  let players = iamPlayers(
    createIam({ clock: { now: () => 0 }, dataDir: mkdtempSync(join(tmpdir(), "iam-")), account: ACCOUNT }),
    ACCOUNT,
  );
  beforeEach(() => {
    players = iamPlayers(iam, ACCOUNT);
  });

  test("a role with an AWS managed policy, an own managed policy and a policy of its own: all three apply", async () => {
    const logs = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const get = policy({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" });
    const put = policy({ Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" });
    const { ref: managedArn } = await create("AWS::IAM::ManagedPolicy", "Reads", { PolicyDocument: get });
    const role = await create("AWS::IAM::Role", "Role", {
      AssumeRolePolicyDocument: LAMBDA_TRUST,
      ManagedPolicyArns: [logs, managedArn],
    });
    await create("AWS::IAM::Policy", "Own", { PolicyName: "own", PolicyDocument: put, Roles: [role.ref] });
    const { accessKeyId } = iam.assumeForService(role.attributes.Arn!, "lambda.amazonaws.com", "fn");
    const { principal } = iam.lookup(accessKeyId)!;
    const allowed = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"].map(
      (action) => iam.authorize({ principal, action, resource: TABLE }).allowed,
    );
    expect(allowed).toEqual([true, true, false]);
    const logGroup = `arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:g:log-stream:s`;
    expect(iam.authorize({ principal, action: "logs:PutLogEvents", resource: logGroup }).allowed).toBe(true);
  });

  test("a managed policy whose document is unknown here: refused by name", async () => {
    const unknown = "arn:aws:iam::aws:policy/AdministratorAccess";
    const role = { AssumeRolePolicyDocument: LAMBDA_TRUST, ManagedPolicyArns: [unknown] };
    await expect(create("AWS::IAM::Role", "Role", role)).rejects.toThrow(unknown);
  });
});
