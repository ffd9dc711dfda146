import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { IssuerAccount, IssuerClient } from "./issuer/settings.ts";
import { Refusal } from "./supervisor/refusal.ts";

const FirstBoot = z.strictObject({
  /** Name of the stack output that gives the ARN of the function. */
  invoke: z.string().min(1),
  payload: z.unknown(),
});

/** `local.config.json`: what the local cloud must know of the project that it runs, and cannot read in its template. */
export const LocalConfig = z.strictObject({
  name: z.string().min(1),
  /** Command that synthesises, as in cdk.json. */
  app: z.string().min(1),
  /** CDK context. `{issuer}` and `{api}` stand for the addresses of the local issuer and of the first HTTP API. */
  context: z.record(z.string(), z.unknown()).default({}),
  /** People invented for the demonstration, who may sign in at the local issuer. */
  accounts: z.array(IssuerAccount).default([]),
  /** Clients of the local issuer beside its command line client. */
  clients: z.array(IssuerClient).default([]),
  /** Audience of the access tokens; without it no issuer is started. */
  audience: z.string().min(1).optional(),
  scopes: z.array(z.string()).default([]),
  /** Invocations after the first deployment, in order; each at least once. */
  firstBoot: z.array(FirstBoot).default([]),
  /** Shown when all is ready; same placeholders as the context. */
  readyMessage: z.string().optional(),
});
export type LocalConfig = z.infer<typeof LocalConfig>;

/** Addresses that the placeholders of the configuration stand for. */
export interface Addresses {
  readonly issuer: string;
  readonly api: string;
}

/** Reads the configuration of the project. Throws a Refusal that names the file and what is wrong in it. */
export function readConfig(projectDir: string, addresses: Addresses): LocalConfig {
  const file = join(projectDir, "local.config.json");
  const config = LocalConfig.safeParse(fill(contentOf(file), addresses));
  if (config.success) return config.data;
  const wrong = config.error.issues.map((issue) => `${issue.path.join(".") || "(racine)"} (${issue.message})`);
  throw new Refusal(`${file} n'est pas valable : ${wrong.join(", ")}.`);
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Refusal(
      `Impossible de lire ${file} : lancez la commande à la racine d'un projet qui contient ce fichier, en JSON.`,
      { cause: error },
    );
  }
}

function fill(value: unknown, addresses: Addresses): unknown {
  if (typeof value === "string")
    return value.replaceAll("{issuer}", addresses.issuer).replaceAll("{api}", addresses.api);
  if (Array.isArray(value)) return value.map((item) => fill(item, addresses));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, addresses)]));
}
