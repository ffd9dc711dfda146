import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach } from "@jest/globals";
import { openWork } from "../../../local/clock/work.ts";
import type { Iam } from "../../../local/contracts.ts";
import { openLambda, type PlayedLambda } from "../../../local/lambda/played-lambda.ts";
import type { FunctionDefinition } from "../../../local/lambda/registry.ts";
import { openChildren } from "../../../local/supervisor/children.ts";
import { portsFrom } from "../../../local/supervisor/ports.ts";
import { temporaryDirectory } from "../core/temporary.ts";

const opened: PlayedLambda[] = [];
afterEach(async () => {
  for (const lambda of opened.splice(0)) await lambda.close();
});

/** IAM that gives every role a session and allows what the resource policy was asked for. */
export const openIam: Iam = {
  putRole: () => undefined,
  putPolicy: () => undefined,
  assumeForService: (roleArn) => ({
    accessKeyId: `key of ${roleArn}`,
    secretAccessKey: "secret",
    sessionToken: "token",
  }),
  prolong: () => undefined,
  end: () => undefined,
  administratorCredentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" }),
  lookup: () => undefined,
  authorizeService: () => ({ allowed: true }),
  authorize: () => ({ allowed: true }),
  exercised: () => [],
  denials: () => [],
};

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Lambda on a free port, at a virtual instant that stands still; closed after the test. */
export async function lambdaAt(now: number, iam: Iam = openIam): Promise<{ lambda: PlayedLambda; dataDir: string }> {
  const dataDir = temporaryDirectory();
  const ports = { ...portsFrom(4600), runtime: await freePort() };
  const lambda = await openLambda({
    region: "eu-west-3",
    dataDir,
    ports,
    clock: { now: () => now },
    iam,
    children: openChildren(),
    work: openWork(),
  });
  opened.push(lambda);
  return { lambda, dataDir };
}

/** Writes a function's code and registers it. */
export function putFunction(
  lambda: PlayedLambda,
  code: string,
  more: Partial<FunctionDefinition> & { readonly file?: string } = {},
): FunctionDefinition {
  const { file = "index.mjs", ...overrides } = more;
  const codeDir = temporaryDirectory();
  mkdirSync(join(codeDir, file, ".."), { recursive: true });
  writeFileSync(join(codeDir, file), code);
  const name = overrides.name ?? "played";
  const definition: FunctionDefinition = {
    name,
    arn: `arn:aws:lambda:eu-west-3:000000000000:function:${name}`,
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    handler: "index.handler",
    codeDir,
    environment: {},
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    reservedConcurrency: undefined,
    ...overrides,
  };
  lambda.registry.putFunction(definition);
  return definition;
}
