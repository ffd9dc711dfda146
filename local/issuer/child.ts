import type { IncomingMessage, ServerResponse } from "node:http";
import { createInterface } from "node:readline";
import { openDoor } from "../supervisor/door.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { openArtifacts } from "./artifacts.ts";
import { issuerKeys } from "./keys.ts";
import { INTERACTION_PATH, openProvider } from "./provider.ts";
import { type IssuerReport, IssuerSettings } from "./settings.ts";
import { answerSignIn } from "./sign-in-page.ts";

/**
 * The issuer's own process, in which `Date` is virtual. Its first line of input holds its settings, each further line an
 * instant (UTC ms) to which the clock was moved on; when its input ends, the supervisor is gone and it goes too.
 */
const input = createInterface({ input: process.stdin });
input.once("line", (line) => {
  open(IssuerSettings.parse(JSON.parse(line))).then(
    () => report({ ready: true }),
    (error: unknown) => fail(error),
  );
  input.on("line", (instant) => moveClock(Number(instant)));
});
input.once("close", () => process.exit());

/** Time ran here while it stood still elsewhere: it does not go back. */
function moveClock(instant: number): void {
  const set: unknown = Reflect.get(globalThis, Symbol.for("local.clock.set"));
  if (typeof set === "function") set(Math.max(instant, Date.now()));
}

async function open(settings: IssuerSettings): Promise<void> {
  const artifacts = openArtifacts(settings.dataDir);
  const provider = openProvider(settings, await issuerKeys(settings.dataDir), artifacts);
  provider.on("server_error", (_context, error) => console.error("Issuer:", error));
  const answer = provider.callback();
  await openDoor({
    port: settings.port,
    clock: { now: () => Date.now() },
    handle: (request, response) => {
      keepCookies(response);
      const isSignIn = request.url?.startsWith(INTERACTION_PATH) === true;
      return isSignIn ? answerSignIn(provider, settings.accounts, request, response) : answer(request, response);
    },
  });
}

/**
 * Takes `expires` off the cookies: a browser lives in real time and would drop a cookie of another year at once. The issuer
 * itself ends what they stand for, in virtual time. A date at the epoch stays: it deletes the cookie.
 */
function keepCookies(response: ServerResponse<IncomingMessage>): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    const isCookies = name.toLowerCase() === "set-cookie" && Array.isArray(value);
    return setHeader(
      name,
      isCookies ? value.map((cookie) => cookie.replace(/; expires=(?!Thu, 01 Jan 1970)[^;]*/i, "")) : value,
    );
  };
}

function fail(error: unknown): void {
  if (!(error instanceof Refusal)) console.error(error);
  report({ refusal: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  input.close();
}

function report(line: IssuerReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
