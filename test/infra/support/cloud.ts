import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { afterAll } from "@jest/globals";

/** A resource of an assembly, its intrinsics replaced by values of the form that AWS would give. */
export interface Declared {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
  readonly properties: any;
  readonly deletionPolicy?: string;
}

export interface Cloud {
  readonly outdir: string;
  readonly resources: readonly Declared[];
}

interface Template {
  readonly Resources?: Record<string, { Type: string; Properties?: unknown; DeletionPolicy?: string }>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export const productionContext = {
  stage: "production",
  issuer: "https://issuer.example",
  businessAccount: "111111111111",
  mailDomain: "guichet.example",
  portalOrigin: "https://guichet.example",
};

const scratch = mkdtempSync(join(tmpdir(), "guichet-infra-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A directory for one assembly, gone when the tests of the file have run. */
export const emptyDirectory = (): string => mkdtempSync(join(scratch, "assembly-"));

const root = resolvePath(import.meta.dirname, "../../..");
/** The suites of one `npm test` look at the same assemblies: each is synthesised once. */
const kept = process.env.GUICHET_ASSEMBLIES ?? join(scratch, "kept");

/** What CloudFormation would be given for a context. Of use to several suites: nobody writes into its directory. */
export function cloudOf(context: Readonly<Record<string, unknown>> = {}): Cloud {
  const name = createHash("sha256").update(JSON.stringify(context)).digest("hex").slice(0, 16);
  const outdir = join(kept, name);
  if (!existsSync(outdir)) {
    mkdirSync(kept, { recursive: true });
    const made = mkdtempSync(join(kept, "making-"));
    renameSync(synthesised(made, context), outdir);
  }
  return readCloud(outdir);
}

/** Synthesises the real app as the CDK CLI does, in a process of its own. */
export function synthesised(outdir: string, context: Readonly<Record<string, unknown>> = {}): string {
  const env = { ...process.env, NODE_OPTIONS: "", CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const { status, stderr } = spawnSync(process.execPath, ["infra/app.ts"], { cwd: root, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`synthesis ended with ${status}: ${stderr}`);
  return outdir;
}

export function readCloud(outdir: string): Cloud {
  const templates = new Map<string, Template>();
  for (const file of readdirSync(outdir).filter((name) => name.endsWith(".template.json"))) {
    templates.set(file.replace(".template.json", ""), JSON.parse(readFileSync(join(outdir, file), "utf8")));
  }
  const resources = [...templates].flatMap(([stack, template]) =>
    Object.entries(template.Resources ?? {}).map(([id, resource]) => ({
      stack,
      id,
      type: resource.Type,
      properties: resolve(resource.Properties ?? {}, stack, templates),
      deletionPolicy: resource.DeletionPolicy,
    })),
  );
  return { outdir, resources };
}

export const ofType = ({ resources }: Cloud, type: string): Declared[] =>
  resources.filter((resource) => resource.type === type);

/** The same cloud with one more resource, or with one replaced by what `change` makes of it. */
export const planted = (cloud: Cloud, violation: Partial<Declared> & { readonly type: string }): Cloud => ({
  ...cloud,
  resources: [...cloud.resources, { stack: "business-api", id: "Planted", properties: {}, ...violation }],
});

export function changed(cloud: Cloud, id: RegExp, change: (properties: Declared["properties"]) => unknown): Cloud {
  const target = cloud.resources.find((resource) => id.test(resource.id));
  if (!target) throw new Error(`no resource matches ${id}`);
  const copy = { ...target, properties: structuredClone(target.properties) };
  change(copy.properties);
  return { ...cloud, resources: cloud.resources.map((resource) => (resource === target ? copy : resource)) };
}

export const account = "000000000000";

const pseudo: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": "eu-west-3",
  "AWS::AccountId": account,
  "AWS::URLSuffix": "amazonaws.com",
};

type Templates = ReadonlyMap<string, Template>;

function resolve(value: unknown, stack: string, templates: Templates): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, stack, templates));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const intrinsic = entries.length === 1 ? intrinsics[entries[0]![0]] : undefined;
  if (intrinsic) return intrinsic(entries[0]![1], stack, templates);
  return Object.fromEntries(entries.map(([name, item]) => [name, resolve(item, stack, templates)]));
}

// biome-ignore lint/suspicious/noExplicitAny: the argument of an intrinsic is JSON of any shape
const intrinsics: Readonly<Record<string, (argument: any, stack: string, templates: Templates) => unknown>> = {
  Ref: (id) => pseudo[id] ?? id,
  "Fn::GetAtt": ([id, name], stack, templates) => attribute(id, name, templates.get(stack)?.Resources?.[id]),
  "Fn::Join": ([separator, parts], stack, templates) =>
    parts.map((part: unknown) => resolve(part, stack, templates)).join(separator),
  "Fn::ImportValue": (name, _stack, templates) => imported(name, templates),
};

function imported(name: string, templates: Templates): unknown {
  for (const [stack, { Outputs = {} }] of templates) {
    const output = Object.values(Outputs).find(({ Export }) => Export?.Name === name);
    if (output) return resolve(output.Value, stack, templates);
  }
  throw new Error(`nobody exports ${name}`);
}

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
const arns: Readonly<Record<string, (id: string, properties: any) => string>> = {
  "AWS::DynamoDB::GlobalTable": (id) => `arn:aws:dynamodb:eu-west-3:${account}:table/${id}`,
  "AWS::S3::Bucket": (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  "AWS::KMS::Key": (id) => `arn:aws:kms:eu-west-3:${account}:key/${id}`,
  "AWS::SQS::Queue": (id) => `arn:aws:sqs:eu-west-3:${account}:${id}`,
  "AWS::Logs::LogGroup": (id) => `arn:aws:logs:eu-west-3:${account}:log-group:${id}:*`,
  "AWS::IAM::Role": (id, { Path = "/" }) => `arn:aws:iam::${account}:role${Path}${id}`,
  "AWS::Events::EventBus": (id) => `arn:aws:events:eu-west-3:${account}:event-bus/${id}`,
  "AWS::Events::Rule": (id) => `arn:aws:events:eu-west-3:${account}:rule/${id}`,
};

function attribute(id: string, name: string, resource?: { Type: string; Properties?: unknown }): string {
  const arn = arns[resource?.Type ?? ""]?.(id, resource?.Properties ?? {});
  if (name === "Arn" && arn) return arn;
  if (name === "StreamArn" && arn) return `${arn}/stream/2022-01-01T00:00:00.000`;
  return `${id}.${name}`;
}
