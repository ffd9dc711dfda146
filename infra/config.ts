import { z } from "zod";

export type Placement = "business" | "health";
export type Slug = "api" | "directory" | "segur" | "cases" | "documents" | "messages" | "platform";

/** Which account runs each slug. Those that treat health data will live in an account of their own. */
export const placements: Readonly<Record<Slug, Placement>> = {
  api: "business",
  directory: "business",
  segur: "business",
  cases: "business",
  documents: "business",
  messages: "business",
  platform: "business",
};

export const region = "eu-west-3";

/**
 * Paths of the roles: a key that roles use directly refuses every principal outside its path, and a bucket knows a
 * function by the path of its role, which ends in `<slug>/<name>/`. Unlike names, paths are never shortened.
 */
export const rolePaths = {
  functions: "/guichet/functions/",
  workflows: "/guichet/workflows/",
  schedules: "/guichet/schedules/",
  scanner: "/guichet/scanner/",
} as const;

/** How long things are kept, in days. */
export const retentionDays = {
  /** Point-in-time recovery of a table: the longest that DynamoDB offers. */
  recovery: 35,
  /** Technical logs of functions and of the front door. */
  logs: 90,
  /** Uploads in quarantine: what was submitted has long been copied into the vault. */
  quarantine: 90,
  /** Access logs of the buckets. */
  accessLogs: 400,
  /** Delay during which the deletion of a key can be cancelled. */
  keyDeletion: 30,
  /** What failed waits for an operator. */
  deadLetters: 14,
} as const;

/** Limits of the front door for all clients together; limits per client are the application's. */
export const throttling = { ratePerSecond: 50, burst: 100 } as const;

/** The local cloud's account, which no AWS customer can have. */
const localAccount = "000000000000";
const localDefaults = {
  issuer: "http://127.0.0.1:4602",
  businessAccount: localAccount,
  mailDomain: "guichet.example",
};

const account = z.string().regex(/^\d{12}$/);

const contextSchema = z.object({
  stage: z.enum(["local", "staging", "production"]),
  /** The one issuer whose tokens the front door accepts. */
  issuer: z.url({ protocol: /^https?$/ }),
  businessAccount: account,
  healthAccount: account.optional(),
  /** Domain of the platform's mail. */
  mailDomain: z.hostname(),
  /** Origin of the portal, the only one whose pages may call the API. */
  portalOrigin: z.url({ protocol: /^https?$/ }).optional(),
});

/** The configuration of one stage. */
export interface StageConfig extends Readonly<z.infer<typeof contextSchema>> {
  /** What a token must be issued for. */
  readonly audience: string;
}

/** What the person who synthesises must give or correct. */
export class ConfigurationFault extends Error {}

/**
 * Reads the configuration of a stage from the CDK context (`-c key=value`).
 * @throws ConfigurationFault with one sentence per fault when a value is missing or unfit for the stage.
 */
export function readConfig(context: (key: string) => unknown): StageConfig {
  const stage = context("stage") ?? "local";
  const given = Object.keys(contextSchema.shape).map((key) => [key, context(key)] as const);
  const values = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const parsed = contextSchema.safeParse({ ...(stage === "local" && localDefaults), ...values, stage });
  if (!parsed.success) throw new ConfigurationFault(sentences(parsed.error, String(stage)));
  const config = parsed.data;
  if (config.stage !== "local") refuseLocalParts(config);
  return { ...config, audience: `urn:guichet-biologie:${config.stage}` };
}

/**
 * The account of a placement.
 * @throws ConfigurationFault when the stage names none.
 */
export function accountOf(config: StageConfig, placement: Placement): string {
  const found = placement === "business" ? config.businessAccount : config.healthAccount;
  if (found === undefined) throw new ConfigurationFault(missing(config.stage, `${placement}Account`));
  return found;
}

function refuseLocalParts({ stage, issuer, businessAccount, healthAccount }: z.infer<typeof contextSchema>): void {
  if (!issuer.startsWith("https://"))
    throw new ConfigurationFault(`Stage ${stage} needs an https issuer, not ${issuer}.`);
  if ([businessAccount, healthAccount].includes(localAccount)) {
    throw new ConfigurationFault(`Stage ${stage} cannot use ${localAccount}, the account of the local cloud.`);
  }
}

function sentences(error: z.ZodError, stage: string): string {
  return [...new Set(error.issues.map(({ path }) => missing(stage, path.join("."))))].join("\n");
}

function missing(stage: string, key: string): string {
  return `Stage ${stage}: the context value "${key}" is missing or unfit. Give it with -c ${key}=…`;
}
