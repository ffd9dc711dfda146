import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { PlayedLambda } from "../../../local/lambda/played-lambda.ts";
import { temporaryDirectory } from "../core/temporary.ts";
import { lambdaAt, openIam, putFunction } from "./open-lambda.ts";

const AT = Date.parse("2026-03-31T11:59:00.000Z");
const invoke = async (lambda: PlayedLambda, functionArn: string, event: unknown = {}) => {
  const result = await lambda.invoke({ functionArn, payload: JSON.stringify(event) });
  return { value: JSON.parse(result.payload), error: result.functionError };
};

describe("a function that is invoked", () => {
  test("it gets its event and context, and answers", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(
      lambda,
      `export const handler = async (event, context) => ({ twice: event.n * 2, arn: context.invokedFunctionArn,
        left: context.getRemainingTimeInMillis(), name: context.functionName });`,
    );
    const { value, error } = await invoke(lambda, arn, { n: 21 });
    expect(error).toBeUndefined();
    expect(value).toMatchObject({ twice: 42, arn, name: "played" });
    expect(value.left).toBeGreaterThan(5_000);
    expect(value.left).toBeLessThanOrEqual(10_000);
  });

  test("it answers nothing: null", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, "export const handler = () => {};");
    expect(await invoke(lambda, arn)).toEqual({ value: null, error: undefined });
  });

  test("its code is CommonJS: loaded as well", async () => {
    const { lambda } = await lambdaAt(AT);
    const more = { file: "src/main.cjs", handler: "src/main.run" };
    const { arn } = putFunction(lambda, "exports.run = async () => 'common';", more);
    expect((await invoke(lambda, arn)).value).toBe("common");
  });

  test("its Date: virtual time, at the first invocation and at later ones", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, "export const handler = async () => new Date().toISOString();");
    expect((await invoke(lambda, arn)).value).toMatch(/^2026-03-31T11:59:0/);
    expect((await invoke(lambda, arn)).value).toMatch(/^2026-03-31T11:59:0/);
  });

  test("its environment: Lambda's variables and its own, nothing of whoever started the local cloud", async () => {
    process.env.DEVELOPERS_SECRET = "leak";
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, "export const handler = async () => process.env;", {
      environment: { OWN: "1" },
    });
    const { value } = await invoke(lambda, arn);
    expect(value).toMatchObject({
      OWN: "1",
      TZ: ":UTC",
      AWS_REGION: "eu-west-3",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4601",
      AWS_ACCESS_KEY_ID: "key of arn:aws:iam::000000000000:role/played",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    });
    expect(Object.keys(value)).not.toContain("DEVELOPERS_SECRET");
    expect(Object.keys(value)).not.toContain("HOME");
    delete process.env.DEVELOPERS_SECRET;
  });

  test("twice, one after the other: the same process; twice at once: two processes", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(
      lambda,
      "export const handler = async (e) => { await new Promise((r) => setTimeout(r, e.wait ?? 0)); return process.pid; };",
    );
    const first = (await invoke(lambda, arn)).value;
    expect((await invoke(lambda, arn)).value).toBe(first);
    const both = await Promise.all([invoke(lambda, arn, { wait: 100 }), invoke(lambda, arn, { wait: 100 })]);
    expect(new Set(both.map(({ value }) => value)).size).toBe(2);
  });

  test("ten of them at once: at most eight at work at a time, each is answered, and each process is kept for the next time", async () => {
    const { lambda } = await lambdaAt(AT);
    const code = `export const handler = async () => {
      const now = () => performance.timeOrigin + performance.now();
      const from = now();
      await new Promise((r) => setTimeout(r, 200));
      return { pid: process.pid, from, to: now() };
    };`;
    const functions = Array.from({ length: 10 }, (_, index) => putFunction(lambda, code, { name: `f${index}` }));
    const all = () => Promise.all(functions.map(async ({ arn }) => (await invoke(lambda, arn)).value));
    const first = await all();
    const atOnce = first.map(({ from }) => first.filter((other) => other.from <= from && from < other.to).length);
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(8);
    const pids = first.map(({ pid }) => pid);
    expect(new Set(pids).size).toBe(10);
    expect((await all()).map(({ pid }) => pid)).toEqual(pids);
  });
});

test("eight at work, one of which calls another function and waits for it: that one runs all the same", async () => {
  const { lambda } = await lambdaAt(AT);
  const code = `import { existsSync } from "node:fs";
    export const handler = async ({ gate }) => {
      while (gate && !existsSync(gate)) await new Promise((r) => setTimeout(r, 20));
      return "done";
    };`;
  const gate = join(temporaryDirectory(), "open");
  const functions = Array.from({ length: 9 }, (_, index) => putFunction(lambda, code, { name: `g${index}` }));
  const atWork = functions.slice(0, 8).map(({ arn }) => invoke(lambda, arn, { gate }));
  const called = await lambda.invoke({ functionArn: functions[8]!.arn, payload: "{}", within: true });
  expect(called).toEqual({ payload: '"done"' });
  writeFileSync(gate, "");
  expect((await Promise.all(atWork)).map(({ value }) => value)).toEqual(Array.from({ length: 8 }, () => "done"));
});

describe("a function that fails", () => {
  test("it throws: Unhandled, with the name and the message of the error; the process goes on", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(
      lambda,
      "let n = 0; export const handler = async () => { if (n++ === 0) throw new TypeError('no'); return n; };",
    );
    const failed = await invoke(lambda, arn);
    expect(failed).toMatchObject({ error: "Unhandled", value: { errorType: "TypeError", errorMessage: "no" } });
    expect((await invoke(lambda, arn)).value).toBe(2);
    expect(lambda.invocations().map(({ error }) => error === undefined)).toEqual([true, false]);
  });

  test("it takes longer than it may: AWS's sentence, and a fresh process afterwards", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(
      lambda,
      "export const handler = async (e) => { if (e.hang) for (;;); return process.pid; };",
      { timeoutSeconds: 1 },
    );
    const before = (await invoke(lambda, arn)).value;
    const { value, error } = await invoke(lambda, arn, { hang: true });
    expect(error).toBe("Unhandled");
    expect(value.errorMessage).toMatch(/Task timed out after 1\.00 seconds$/);
    expect((await invoke(lambda, arn)).value).not.toBe(before);
  });

  test.each([
    ["it ends its process", "export const handler = async () => process.exit(3);", /exit status 3/],
    ["it is killed", "export const handler = async () => process.kill(process.pid, 'SIGKILL');", /signal: killed/],
  ])("%s: Runtime.ExitError", async (_, code, message) => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, code);
    const { value, error } = await invoke(lambda, arn);
    expect(error).toBe("Unhandled");
    expect(value).toMatchObject({ errorType: "Runtime.ExitError", errorMessage: expect.stringMatching(message) });
  });

  test.each([
    ["its module throws while it loads", "throw new RangeError('at load');", {}, "RangeError"],
    ["its module is not there", "", { handler: "other.handler" }, "Runtime.ImportModuleError"],
    ["its handler is not exported", "export const other = 1;", {}, "Runtime.HandlerNotFound"],
  ])("%s: the error of the init", async (_, code, more, errorType) => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, code, more);
    expect(await invoke(lambda, arn)).toMatchObject({ error: "Unhandled", value: { errorType } });
  });

  test("it answers more than six megabytes: refused as AWS refuses it", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, "export const handler = async () => 'x'.repeat(6_300_000);");
    expect((await invoke(lambda, arn)).value.errorType).toBe("Function.ResponseSizeTooLarge");
  });
});

test("an error outside of the handler's promise: Unhandled, and the next invocation does not meet the dying process", async () => {
  const { lambda } = await lambdaAt(AT);
  const code = `const crash = () => new Promise(() => setTimeout(() => { throw new RangeError("late"); }));
    export const handler = async (event) => (event.crash ? crash() : "fine");`;
  const { arn } = putFunction(lambda, code);
  for (let n = 0; n < 3; n++) {
    expect(await invoke(lambda, arn, { crash: true })).toMatchObject({
      error: "Unhandled",
      value: { errorType: "RangeError" },
    });
    expect(await invoke(lambda, arn)).toEqual({ value: "fine", error: undefined });
  }
});

describe("what Lambda itself refuses", () => {
  test.each(["nobody", "played:nobody", "arn:aws:lambda:eu-west-3:000000000000:function:played:7"])(
    "%s, which does not exist: ResourceNotFoundException",
    async (reference) => {
      const { lambda } = await lambdaAt(AT);
      putFunction(lambda, "export const handler = () => 1;");
      await expect(lambda.invoke({ functionArn: reference, payload: "{}" })).rejects.toMatchObject({
        code: "ResourceNotFoundException",
      });
    },
  );

  test("a payload above six megabytes: RequestEntityTooLargeException", async () => {
    const { lambda } = await lambdaAt(AT);
    const { arn } = putFunction(lambda, "export const handler = () => 1;");
    const payload = JSON.stringify("x".repeat(6_291_456));
    await expect(lambda.invoke({ functionArn: arn, payload })).rejects.toMatchObject({ status: 413 });
  });

  test("more at once than the reserved concurrency: TooManyRequestsException", async () => {
    const { lambda } = await lambdaAt(AT);
    const code = "export const handler = () => new Promise((r) => setTimeout(r, 50, 1));";
    const { arn } = putFunction(lambda, code, { reservedConcurrency: 1 });
    const first = invoke(lambda, arn);
    await expect(lambda.invoke({ functionArn: arn, payload: "{}" })).rejects.toMatchObject({ status: 429 });
    expect((await first).value).toBe(1);
  });

  test("a service without a statement in the function's policy: AccessDeniedException, and the function does not run", async () => {
    const iam = { ...openIam, authorizeService: () => ({ allowed: false, message: "no", missing: "" }) as const };
    const { lambda } = await lambdaAt(AT, iam);
    const { arn } = putFunction(lambda, "export const handler = () => 1;");
    const service = { principal: "apigateway.amazonaws.com", sourceArn: "arn:x" };
    await expect(lambda.invoke({ functionArn: arn, payload: "{}", service })).rejects.toMatchObject({ status: 403 });
    expect(lambda.invocations()).toEqual([]);
  });

  test("an environment that is kept: its session is prolonged at each invocation, and ended once its process is gone", async () => {
    const held: string[] = [];
    const note = (what: string) => (accessKeyId: string) => void held.push(`${what} ${accessKeyId}`);
    const { lambda } = await lambdaAt(AT, { ...openIam, prolong: note("prolong"), end: note("end") });
    const { arn } = putFunction(lambda, "export const handler = (e) => e.die ? process.exit(3) : 1;", { roleArn: "r" });
    await invoke(lambda, arn);
    await invoke(lambda, arn);
    expect(held).toEqual(["prolong key of r", "prolong key of r"]);
    await lambda.invoke({ functionArn: arn, payload: '{"die":true}' });
    expect(held.slice(2)).toEqual(["prolong key of r", "end key of r"]);
  });

  test("a role that Lambda may not assume: the invocation fails, the next function still runs", async () => {
    const assumeForService: typeof openIam.assumeForService = (roleArn, ...others) => {
      if (roleArn.endsWith("closed")) throw new Error("not trusted");
      return openIam.assumeForService(roleArn, ...others);
    };
    const { lambda } = await lambdaAt(AT, { ...openIam, assumeForService });
    const closed = putFunction(lambda, "export const handler = () => 1;", { name: "c", roleArn: "arn:closed" });
    const open = putFunction(lambda, "export const handler = () => 1;", { name: "o" });
    await expect(lambda.invoke({ functionArn: closed.arn, payload: "{}" })).rejects.toThrow("not trusted");
    expect((await invoke(lambda, open.arn)).value).toBe(1);
  });
});

test("what a function writes: in its log file and in the last lines", async () => {
  const { lambda, dataDir } = await lambdaAt(AT);
  const { arn } = putFunction(lambda, "export const handler = () => console.log('hello from inside');");
  await invoke(lambda, arn);
  // The output comes through a pipe of its own, maybe after the answer.
  while (!lambda.tail("played").includes("hello from inside")) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(readFileSync(join(dataDir, "logs", "played.log"), "utf8")).toContain("hello from inside\n");
});
