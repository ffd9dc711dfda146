import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { preloadUrl } from "../clock/preload-url.ts";
import type { Clock } from "../contracts.ts";
import type { Children } from "../supervisor/children.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { IssuerReport, IssuerSettings } from "./settings.ts";

export interface RunningIssuer {
  /** `iss` of its tokens, and its address. */
  readonly issuer: string;
  /** Tells its process the instant (UTC ms) to which the clock was moved on. */
  moveClock(instant: number): void;
  /** Ends its process; resolves when it is gone. */
  close(): Promise<void>;
}

/**
 * Starts the local issuer (OpenID Connect) in a process of its own where time is virtual: it has one native client, `cli`,
 * and the given ones. Throws a Refusal when it cannot start, e.g. because its port is in use.
 */
export async function startIssuer(
  run: { readonly children: Children; readonly clock: Clock },
  settings: z.input<typeof IssuerSettings>,
): Promise<RunningIssuer> {
  const script = fileURLToPath(new URL("./child.ts", import.meta.url));
  const child = run.children.spawn(process.execPath, ["--import", preloadUrl(run.clock), script], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH },
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("The issuer's process has no pipes.");
  // Writing to a process that has died: its exit says so already.
  stdin.on("error", () => undefined);
  const gone = once(child, "exit");
  stdin.write(`${JSON.stringify(IssuerSettings.parse(settings))}\n`);
  const report = await Promise.race([firstLine(stdout), gone.then(() => undefined)]);
  const outcome =
    report === undefined ? { refusal: "Son processus s'est arrêté." } : IssuerReport.parse(JSON.parse(report));
  if ("refusal" in outcome) throw new Refusal(`Le serveur d'identité local ne démarre pas : ${outcome.refusal}`);
  return {
    issuer: `http://127.0.0.1:${settings.port}`,
    moveClock: (instant) => {
      stdin.write(`${instant}\n`);
    },
    close: async () => {
      stdin.end();
      await gone;
    },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  const [line] = await once(createInterface({ input: stream }), "line");
  return String(line);
}
