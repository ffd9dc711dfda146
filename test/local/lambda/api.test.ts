import { describe, expect, test } from "@jest/globals";
import type { AccessQuestion, Iam, SignedRequest } from "../../../local/contracts.ts";
import { lambdaApi } from "../../../local/lambda/lambda-api.ts";
import { lambdaAt, openIam, putFunction } from "./open-lambda.ts";

const ARN = "arn:aws:lambda:eu-west-3:000000000000:function:played";

const signed = (name: string, body: string, more: Partial<SignedRequest> = {}): SignedRequest => ({
  method: "POST",
  path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
  principal: { kind: "administrator", arn: "arn:aws:iam::000000000000:user/administrator" },
  requestId: "r-1",
  ...more,
});

async function apiOf(iam: Iam = openIam, added: unknown[] = []) {
  const { lambda } = await lambdaAt(0, iam);
  putFunction(lambda, "export const handler = async (e) => { if (e.fail) throw new Error('no'); return e; };");
  lambda.registry.putVersion("played", "1");
  lambda.registry.putAlias("played", "live", "1");
  return lambdaApi(lambda, iam, { add: (...invocation) => added.push(invocation) });
}

describe("Invoke of the Lambda API", () => {
  test.each([
    ["by name", "played", "", "$LATEST"],
    ["by ARN", ARN, "", "$LATEST"],
    ["by the ARN of its alias", `${ARN}:live`, "", "1"],
    ["by name and qualifier", "played", "live", "1"],
  ])("%s: the answer of the function and the version that ran", async (_, name, qualifier, version) => {
    const api = await apiOf();
    const query = new URLSearchParams(qualifier === "" ? {} : { Qualifier: qualifier });
    const answer = await api.handle(signed(name, '{"n":1}', { query }));
    expect(answer).toMatchObject({ status: 200, body: '{"n":1}', headers: { "X-Amz-Executed-Version": version } });
    expect(answer.headers).not.toHaveProperty("X-Amz-Function-Error");
  });

  test("an asynchronous invocation: 202 at once, and what is to be run is kept", async () => {
    const added: unknown[] = [];
    const event = signed(`${ARN}:live`, '{"n":1}', { headers: { "x-amz-invocation-type": "Event" } });
    expect(await (await apiOf(openIam, added)).handle(event)).toMatchObject({ status: 202, body: "" });
    expect(added).toEqual([[`${ARN}:live`, '{"n":1}']]);
  });

  test("a function that throws: 200 with X-Amz-Function-Error", async () => {
    const answer = await (await apiOf()).handle(signed("played", '{"fail":true}'));
    expect(answer).toMatchObject({ status: 200, headers: { "X-Amz-Function-Error": "Unhandled" } });
  });

  test.each<[string, Partial<SignedRequest>, number, string]>([
    ["a body that is not JSON", { body: Buffer.from("{") }, 400, "InvalidRequestContentException"],
    ["a dry run", { headers: { "x-amz-invocation-type": "DryRun" } }, 400, "InvalidParameterValueException"],
    [
      "an alias that does not exist",
      { query: new URLSearchParams({ Qualifier: "old" }) },
      404,
      "ResourceNotFoundException",
    ],
    ["another operation", { method: "GET" }, 404, "UnknownOperationException"],
  ])("%s: %i %s", async (_, more, status, code) => {
    const answer = await (await apiOf()).handle(signed("played", "{}", more));
    expect(answer).toMatchObject({ status, headers: { "x-amzn-ErrorType": code } });
  });

  test("a principal that may not: 403, asked for the ARN that is invoked", async () => {
    const asked: AccessQuestion[] = [];
    const authorize: Iam["authorize"] = (question) => {
      asked.push(question);
      return { allowed: false, message: "User is not authorized", missing: "" };
    };
    const answer = await (await apiOf({ ...openIam, authorize })).handle(signed(`${ARN}:live`, "{}"));
    expect(answer).toMatchObject({ status: 403, headers: { "x-amzn-ErrorType": "AccessDeniedException" } });
    expect(asked).toMatchObject([{ action: "lambda:InvokeFunction", resource: `${ARN}:live` }]);
  });
});
