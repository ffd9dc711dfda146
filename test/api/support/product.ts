import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../../..");

/** The product as `npm start` runs it, in a directory of its own so that it touches nobody's data. */
export interface Product {
  readonly directory: string;
  readonly api: string;
  readonly issuer: string;
  readonly console: string;
  readonly aws: string;
  /** Lines that it has printed. */
  readonly printed: readonly string[];
  /** Ends it as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Resolves when it has ended, with the signal that ended it if one did. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Starts it again on the same data. */
  restart(): Promise<Product>;
  remove(): void;
}

export interface Start {
  readonly port: number;
  readonly at?: string;
  /** Command that synthesises; the project's own when absent. */
  readonly app?: string;
  /** Environment variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the product on a new directory, and waits until it says that it is ready. */
export async function startProduct(start: Start): Promise<Product> {
  return boot(newDirectory(start.app), start);
}

/** A directory in which the product can be started. */
export function newDirectory(command?: string): string {
  const directory = mkdtempSync(join(tmpdir(), "guichet-api-"));
  const config = JSON.parse(readFileSync(join(root, "local.config.json"), "utf8"));
  const app = command ?? `node ${join(root, "infra/app.ts")}`;
  writeFileSync(join(directory, "local.config.json"), JSON.stringify({ ...config, app }));
  return directory;
}

/** Starts the product on its data, and waits until it says that it is ready; a killed one rejects with the signal as `cause`. */
export async function boot(directory: string, start: Start): Promise<Product> {
  const args = [join(root, "local/main.ts"), "--port", String(start.port), ...(start.at ? ["--at", start.at] : [])];
  const child = spawn(process.execPath, args, {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", ...start.env },
  });
  const printed: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => printed.push(line));
  const ended = once(child, "close").then(([, signal]) => signal);
  await ready(child, printed);
  const address = (offset: number) => `http://127.0.0.1:${start.port + offset}`;
  return {
    directory,
    api: address(0),
    aws: address(1),
    issuer: address(2),
    console: address(3),
    printed,
    ended,
    stop: () => end(child, "SIGINT"),
    kill: async () => {
      await end(child, "SIGKILL");
    },
    restart: () => boot(directory, { port: start.port }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function ready(child: ChildProcess, printed: string[]): Promise<void> {
  const lines = createInterface({ input: child.stdout! });
  await new Promise<void>((resolveReady, reject) => {
    lines.on("line", (line) => {
      printed.push(line);
      if (line.startsWith("Prêt")) resolveReady();
    });
    child.once("exit", (code, signal) =>
      reject(new Error(`the product ended with ${code ?? signal}:\n${printed.join("\n")}`, { cause: signal })),
    );
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, "close");
  child.kill(signal);
  const [code] = await gone;
  return code;
}
