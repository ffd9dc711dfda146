import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { signIn } from "../../../cli/commands/sign-in.ts";
import { openIdentityServer } from "./sign-in-server.ts";
import { catchOutput } from "./terminal.ts";

let server: Awaited<ReturnType<typeof openIdentityServer>>;
let issuer: string;
let asked: URLSearchParams[];
let home: string;
let out: string[];
let err: string[];

beforeEach(async () => {
  server = await openIdentityServer();
  server.tokenAnswers.push([200, { access_token: "access-1", refresh_token: "refresh-1" }]);
  ({ issuer, asked } = server);
  home = mkdtempSync(join(tmpdir(), "sign-in-"));
  process.env.XDG_CONFIG_HOME = home;
  [out, err] = [[], []];
  catchOutput(out, err);
});

afterEach(async () => {
  jest.restoreAllMocks();
  delete process.env.XDG_CONFIG_HOME;
  rmSync(home, { recursive: true });
  await server.close();
});

const run = (...args: string[]) => signIn.run(["--issuer", issuer, ...args]);

describe("guichet sign-in --as", () => {
  test("a demonstration account: the access token alone on the standard output", async () => {
    expect(await run("--as", "camille", "--print")).toBe(0);
    expect(out).toEqual(["access-1"]);
    expect(err).toEqual([]);
    expect(Object.fromEntries(asked[0]!)).toEqual({
      client_id: "cli",
      grant_type: "authorization_code",
      code: "c-camille",
      code_verifier: expect.stringMatching(/^[\w-]{64}$/),
      redirect_uri: "http://127.0.0.1/callback",
    });
  });

  test("without --print: no token is shown", async () => {
    expect(await run("--as", "camille")).toBe(0);
    expect(out).toEqual(["Vous êtes connecté."]);
  });

  test("an account that does not exist: 1 and one sentence", async () => {
    expect(await run("--as", "nobody")).toBe(1);
    expect(err).toEqual(["Le serveur d'identité ne connaît pas le compte de démonstration «\u202fnobody\u202f»."]);
  });

  test("at an issuer that is not on this machine: refused before anything is sent", async () => {
    expect(await signIn.run(["--issuer", "https://id.example", "--as", "camille"])).toBe(1);
    expect(err[0]).toContain("retirez --as");
  });
});

describe("guichet sign-in with a browser", () => {
  async function visitOnce(change: (url: URL) => void): Promise<Response> {
    const address = err.join("\n").match(/http\S+/)?.[0];
    if (address === undefined) return new Promise((resolve) => setTimeout(() => resolve(visitOnce(change)), 5));
    const request = new URL(address);
    const back = new URL(request.searchParams.get("redirect_uri")!);
    back.searchParams.set("code", "c-browser");
    back.searchParams.set("state", request.searchParams.get("state")!);
    change(back);
    return fetch(back);
  }

  test("the person comes back with a code: it is exchanged at the address it came to", async () => {
    const done = run("--print");
    const page = await visitOnce(() => {});
    expect(await page.text()).toContain("fermer cette page");
    expect(await done).toBe(0);
    expect(out).toEqual(["access-1"]);
    expect(asked[0]?.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  test("a call with another state is not heard", async () => {
    const done = run("--print");
    expect((await visitOnce((url) => url.searchParams.set("state", "forged"))).status).toBe(404);
    expect((await visitOnce(() => {})).status).toBe(200);
    expect(await done).toBe(0);
    expect(asked).toHaveLength(1);
  });

  test("a call whose path is none: not heard", async () => {
    const done = run("--print");
    expect((await visitOnce((url) => void Object.assign(url, { pathname: "//" }))).status).toBe(404);
    await visitOnce(() => {});
    expect(await done).toBe(0);
  });

  test("an answer in the name of another issuer, or a refusal: 1 and one sentence, no code exchanged", async () => {
    const mixed = run();
    await visitOnce((url) => url.searchParams.set("iss", "https://other.example"));
    expect(await mixed).toBe(1);
    err.length = 0;
    const refused = run();
    await visitOnce((url) => {
      url.searchParams.delete("code");
      url.searchParams.set("error", "access_denied");
    });
    expect(await refused).toBe(1);
    expect(err.at(-1)).toContain("access_denied");
    expect(asked).toEqual([]);
  });
});

describe("the session kept on this machine", () => {
  test("renewed by the next --print, each refresh token used once, in a file of mode 600", async () => {
    server.tokenAnswers.push([200, { access_token: "access-2", refresh_token: "refresh-2" }]);
    await run("--as", "camille");
    expect(await run("--print")).toBe(0);
    expect(out.at(-1)).toBe("access-2");
    expect(asked[1]?.get("refresh_token")).toBe("refresh-1");
    const file = join(home, "guichet", "session.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ issuer, refreshToken: "refresh-2" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("ended at the server: the person is asked to sign in again", async () => {
    server.tokenAnswers.push([400, { error: "invalid_grant" }], [200, { access_token: "access-3" }]);
    await run("--as", "camille");
    const done = run("--print");
    while (err.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const request = new URL(err[0]!.match(/http\S+/)![0]);
    await fetch(`${request.searchParams.get("redirect_uri")}?code=c&state=${request.searchParams.get("state")}`);
    expect(await done).toBe(0);
    expect(out.at(-1)).toBe("access-3");
  });
});

describe("where the session cannot be kept", () => {
  const sentence = (code: string) =>
    `La session ne peut pas être gardée dans ${join(process.env.XDG_CONFIG_HOME!, "guichet")} (${code}).`;

  test("a new one: said, 1; the token of --print is not lost", async () => {
    process.env.XDG_CONFIG_HOME = "/dev/null";
    expect(await run("--as", "camille", "--print")).toBe(1);
    expect(out).toEqual(["access-1"]);
    expect(err).toEqual([sentence("ENOTDIR")]);
  });

  test("one that is open: said, 1; it is not renewed, for the next token would be lost", async () => {
    await run("--as", "camille");
    mkdirSync(join(home, "guichet", "session.json.new"));
    expect(await run("--print")).toBe(1);
    expect(err).toEqual([sentence("EISDIR")]);
    expect(asked).toHaveLength(1);
  });
});

describe("what goes wrong is one sentence", () => {
  test("nobody answers at the address", async () => {
    expect(await signIn.run(["--issuer", "http://127.0.0.1:1", "--print"])).toBe(1);
    expect(err).toEqual(["Le serveur d'identité http://127.0.0.1:1 ne répond pas. Est-il démarré\u202f?"]);
  });

  test.each(["http://id.example", "ftp://127.0.0.1", "hello"])("issuer %s: never asked", async (address) => {
    expect(await signIn.run(["--issuer", address])).toBe(1);
    expect(err[0]).toContain("doit commencer par https://");
  });

  test("a server that is another issuer than asked", async () => {
    expect(await signIn.run(["--issuer", `${issuer}/`])).toBe(1);
    expect(err[0]).toContain("n'est pas un serveur d'identité");
  });

  test("an unknown option: the usage and 2", async () => {
    expect(await run("--nope")).toBe(2);
    expect(err[0]).toMatch(/^Usage\u202f: guichet sign-in/);
  });
});
