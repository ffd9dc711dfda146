import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type {
  Cloud,
  DeclaredResource,
  InvocationResult,
  LambdaService,
  ResourcePlayer,
} from "../../../local/contracts.ts";
import { httpApiPlayers } from "../../../local/http-api/players.ts";

/** Virtual "now" of these tests: far from the real one, so that real time anywhere is seen. */
export const NOW = Date.UTC(2031, 5, 1, 12, 0, 0, 250);
export const AUDIENCE = "urn:example:api";

interface Invoked {
  readonly functionArn: string;
  readonly event: Record<string, unknown>;
  readonly service: { readonly principal: string; readonly sourceArn: string } | undefined;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An issuer that publishes RSA keys, one of them with the id `current`, and counts how often they are read. */
export async function openKeyServer(kid = "current") {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg: "RS256", use: "sig" };
  let reads = 0;
  const server = createServer((request, response) => {
    const issuer = `http://${request.headers.host}`;
    if (request.url === "/jwks") reads += 1;
    const body = request.url === "/jwks" ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }).unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = NOW / 1000;
  const claims = { iss: issuer, aud: AUDIENCE, sub: "p1", iat: now - 10, exp: now + 290, scope: "thing:write other" };
  return {
    issuer,
    jwk,
    pair,
    claims,
    reads: () => reads,
    sign: (change: JWTPayload = {}, header: object = {}) =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(pair.privateKey),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const open = new Set<() => Promise<void> | void>();

/** Closes every door that the tests of a file opened, also those of a test that failed. */
export async function closeDoors(): Promise<void> {
  for (const close of open) await close();
  open.clear();
}

export type Returned = (invoked: Invoked) => InvocationResult | Promise<InvocationResult>;

/** Boots the resources of one API on a free port, with functions that the test plays. */
export async function bootApi(
  resources: ReadonlyArray<readonly [string, Record<string, unknown>]>,
  returned: Returned,
) {
  const port = await freePort();
  const invocations: Invoked[] = [];
  const cloud = {
    account: "000000000000",
    region: "eu-west-3",
    ports: { api: port },
    clock: { now: () => NOW },
    lambda: {
      invoke: async ({ functionArn, payload, service }: Parameters<LambdaService["invoke"]>[0]) => {
        const invoked = { functionArn, event: JSON.parse(payload), service };
        invocations.push(invoked);
        return returned(invoked);
      },
    },
    onShutdown: (close: () => Promise<void> | void) => open.add(close),
  } as unknown as Cloud;
  const players = httpApiPlayers(cloud);
  const refs = await createAll(players, resources);
  for (const player of players) await player.start?.();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    refs,
    invocations,
  };
}

/** Creates resources in order; the text `@Name` in a property stands for the reference of an earlier resource. */
async function createAll(
  players: readonly ResourcePlayer[],
  resources: ReadonlyArray<readonly [string, Record<string, unknown>]>,
) {
  const refs: Record<string, string> = {};
  for (const [name, { type, ...properties }] of resources) {
    const player = players.find((candidate) => candidate.type === `AWS::ApiGatewayV2::${type}`)!;
    const resolved = JSON.parse(JSON.stringify(properties).replace(/@(\w+)/g, (_, ref) => refs[ref] ?? ""));
    for (const property of Object.keys(resolved)) {
      if (!player.reads.includes(property) && !(property in player.ignores)) throw new Error(`${property} is not read`);
    }
    const physical = await player.create(resourceOf(name, player.type, resolved));
    refs[name] = physical.ref;
  }
  return refs;
}

function resourceOf(logicalId: string, type: string, properties: Record<string, unknown>): DeclaredResource {
  return { logicalId, type, properties, assemblyDir: "/", generatedName: `stack-${logicalId}-1` };
}

export const api = { type: "Api", Name: "Api", ProtocolType: "HTTP" };
export const stage = { type: "Stage", ApiId: "@Api", StageName: "$default", AutoDeploy: true };
export const integration = {
  type: "Integration",
  ApiId: "@Api",
  IntegrationType: "AWS_PROXY",
  IntegrationUri: "arn:aws:lambda:eu-west-3:000000000000:function:f:live",
  PayloadFormatVersion: "2.0",
};
export const route = (RouteKey: string, more: Record<string, unknown> = {}) =>
  ({ type: "Route", ApiId: "@Api", RouteKey, Target: "integrations/@Fn", AuthorizationType: "NONE", ...more }) as const;
