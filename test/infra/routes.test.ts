import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../local/iam/simulate.ts";
import {
  account,
  type Cloud,
  changed,
  cloudOf,
  type Declared,
  ofType,
  planted,
  productionContext,
} from "./support/cloud.ts";

const cloud = cloudOf();
const production = cloudOf(productionContext);

const routesOf = (of: Cloud) => ofType(of, "AWS::ApiGatewayV2::Route");

describe("SEC-03 no route round the authoriser", () => {
  /** Routes that ask for no token, each with its reason in the declaration of the functions. */
  const publicRoutes = ["GET /v1/openapi.json"];
  const open = (of: Cloud) =>
    routesOf(of)
      .filter(({ properties: { AuthorizationType, AuthorizerId, AuthorizationScopes } }) => {
        return !(AuthorizationType === "JWT" && AuthorizerId && AuthorizationScopes?.length > 0);
      })
      .map(({ properties }) => properties.RouteKey)
      .filter((key) => !publicRoutes.includes(key));

  test("every route but the listed ones: a token of the issuer, with a scope", () => {
    expect(routesOf(cloud).length).toBeGreaterThan(10);
    expect(open(cloud)).toEqual([]);
  });

  test("a route without authoriser: seen", () => {
    const properties = { RouteKey: "GET /v1/everything", AuthorizationType: "NONE" };
    expect(open(planted(cloud, { type: "AWS::ApiGatewayV2::Route", properties }))).toEqual(["GET /v1/everything"]);
  });

  test("a route whose token needs no scope: seen", () => {
    const without = changed(
      cloud,
      /^CreateDossierRoute[0-9A-F]{8}$/,
      (properties) => delete properties.AuthorizationScopes,
    );
    expect(open(without)).toEqual(["POST /v1/segur/dossiers"]);
  });

  test("a scope lets write exactly where the method may change something", () => {
    const scoped = routesOf(cloud).flatMap(({ properties: { RouteKey, AuthorizationScopes = [] } }) =>
      AuthorizationScopes.map((scope: string) => [RouteKey.split(" ")[0], scope.split(":")[1]].join(" ")),
    );
    expect(new Set(scoped)).toEqual(new Set(["GET read", "POST write"]));
  });

  test("the authoriser trusts one issuer and one audience", () => {
    const [authorizer, ...others] = ofType(production, "AWS::ApiGatewayV2::Authorizer");
    expect(others).toEqual([]);
    expect(authorizer?.properties).toMatchObject({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://issuer.example", Audience: ["urn:guichet-biologie:production"] },
    });
  });
});

/** Where the parts that invoke a function name it. */
const namedIn: Readonly<Record<string, string>> = {
  "AWS::Lambda::Permission": "FunctionName",
  "AWS::Lambda::EventSourceMapping": "FunctionName",
  "AWS::ApiGatewayV2::Integration": "IntegrationUri",
};

function around(of: Cloud): string[] {
  const aliases = new Set(ofType(of, "AWS::Lambda::Alias").map(({ id }) => id));
  return of.resources
    .filter(({ type, properties }) => type in namedIn && !aliases.has(properties[namedIn[type]!]))
    .map(({ id }) => id);
}

describe("what may invoke a function", () => {
  const invocable = (permission: Declared, resource: string, sourceArn: string) =>
    evaluate({
      principal: permission.properties.Principal,
      account,
      action: "lambda:InvokeFunction",
      resource,
      context: { "aws:SourceArn": sourceArn },
      identity: [],
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: permission.properties.Principal },
            Action: permission.properties.Action,
            Resource: resource,
            Condition: { ArnLike: { "aws:SourceArn": permission.properties.SourceArn } },
          },
        ],
      },
    }) === "Allowed";

  const permissionOf = (name: string) => {
    const found = ofType(cloud, "AWS::Lambda::Permission").find(({ id }) => id.startsWith(`${name}RoutePermission`));
    if (!found) throw new Error(`no permission for ${name}`);
    return found;
  };
  const [api] = ofType(cloud, "AWS::ApiGatewayV2::Api");
  const arn = (path: string) => `arn:aws:execute-api:eu-west-3:${account}:${api?.id}/$default/${path}`;
  const alias = `arn:aws:lambda:eu-west-3:${account}:function:withdraw:live`;

  test("the front door, for the route of this function: allowed", () => {
    expect(
      invocable(permissionOf("WithdrawDossier"), alias, arn("POST/v1/segur/dossiers/{dossierId}/withdrawal")),
    ).toBe(true);
  });

  test("the front door, for another route: denied", () => {
    expect(invocable(permissionOf("WithdrawDossier"), alias, arn("GET/v1/segur/dossiers/{dossierId}"))).toBe(false);
  });

  test("another API of the account: denied", () => {
    const foreign = `arn:aws:execute-api:eu-west-3:${account}:other/$default/POST/v1/segur/dossiers/{dossierId}/withdrawal`;
    expect(invocable(permissionOf("WithdrawDossier"), alias, foreign)).toBe(false);
  });

  test("routes, permissions and streams point to alias live, never to the function beside it", () => {
    expect(ofType(cloud, "AWS::Lambda::Alias").every(({ properties }) => properties.Name === "live")).toBe(true);
    expect(around(cloud)).toEqual([]);
  });

  test("a permission on the unqualified function: seen", () => {
    const handler = ofType(cloud, "AWS::Lambda::Function")[0];
    const properties = { FunctionName: handler?.id };
    expect(around(planted(cloud, { type: "AWS::Lambda::Permission", properties }))).toEqual(["Planted"]);
  });

  test("the function that founds the operator: no route, no permission", () => {
    const routed = ofType(cloud, "AWS::ApiGatewayV2::Integration").map(({ id }) => id);
    expect(ofType(cloud, "AWS::Lambda::Function").some(({ id }) => id.startsWith("BootstrapOperator"))).toBe(true);
    expect([...routed, ...ofType(cloud, "AWS::Lambda::Permission").map(({ id }) => id)]).not.toContainEqual(
      expect.stringMatching(/^BootstrapOperator/),
    );
  });
});

describe("SEC-57 local doors stay local", () => {
  const localParts = (of: Cloud) =>
    of.resources
      .filter(({ properties }) => /http:\/\/|127\.0\.0\.1|localhost|clock|seed/i.test(text(properties)))
      .map(({ id }) => id);
  // The account of these tests' own ARNs is the local one.
  const text = (properties: unknown) => JSON.stringify(properties).replaceAll(account, "");

  test("a template that is not local: no http issuer, no address of this machine, no clock, no seed", () => {
    expect(localParts(production)).toEqual([]);
  });

  test.each([
    ["a clock route", "AWS::ApiGatewayV2::Route", { RouteKey: "POST /v1/clock" }],
    [
      "the development issuer",
      "AWS::ApiGatewayV2::Authorizer",
      { JwtConfiguration: { Issuer: "http://127.0.0.1:4602" } },
    ],
    ["a seed", "AWS::Lambda::Function", { Description: "Seeds demonstration accounts" }],
  ])("%s planted: seen", (_, type, properties) => {
    expect(localParts(planted(production, { type, properties }))).toEqual(["Planted"]);
  });

  test("local and production: the same resources", () => {
    const types = (of: Cloud) => of.resources.map(({ stack, type }) => `${stack} ${type}`).sort();
    expect(types(production)).toEqual(types(cloud));
  });
});
