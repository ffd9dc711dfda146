import { createHash } from "node:crypto";
import { z } from "zod";
import { assetDirectory } from "../assembly/assets.ts";
import type { DeclaredResource, PhysicalResource, ResourcePlayer, Store } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { AliasProperties, FunctionProperties, PermissionProperties, VersionProperties } from "./declarations.ts";
import type { FunctionRegistry } from "./registry.ts";

export interface LambdaPlayerParts {
  readonly registry: FunctionRegistry;
  readonly store: Store;
  readonly account: string;
  readonly region: string;
}

const LABEL = "a text for people";
const LOGS = "what functions write goes to files of the data directory";

/** Plays functions, versions, aliases and permissions. All of them are rebuilt at each boot and hold no data. */
export function lambdaPlayers(parts: LambdaPlayerParts): readonly ResourcePlayer[] {
  return [functionPlayer(parts), versionPlayer(parts), aliasPlayer(parts), permissionPlayer(parts)];
}

function functionPlayer({ registry, account, region }: LambdaPlayerParts): ResourcePlayer {
  return {
    type: "AWS::Lambda::Function",
    reads: Object.keys(FunctionProperties.shape),
    ignores: {
      Architectures: "the processor of this machine is used",
      DeadLetterConfig: "an invocation config names where failures go",
      Description: LABEL,
      EphemeralStorage: "functions share the temporary directory of this machine",
      LoggingConfig: LOGS,
      RecursiveLoop: "no queue or topic is played that could close a loop",
      Tags: LABEL,
      TracingConfig: "no traces are collected",
    },
    replacedBy: [],
    create: async (resource) => {
      const declared = FunctionProperties.parse(resource.properties);
      checkRuntime(declared.Runtime);
      const name = declared.FunctionName ?? resource.generatedName;
      const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
      registry.putFunction({
        name,
        arn,
        roleArn: declared.Role,
        handler: declared.Handler,
        codeDir: assetDirectory(resource.assemblyDir, declared.Code.S3Key),
        environment: declared.Environment?.Variables ?? {},
        timeoutSeconds: declared.Timeout,
        memoryMegabytes: declared.MemorySize,
        reservedConcurrency: declared.ReservedConcurrentExecutions,
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

/** Functions run on the Node of the local cloud, which therefore must be the one they are declared for. */
function checkRuntime(runtime: string): void {
  const own = `nodejs${process.versions.node.split(".")[0]}.x`;
  if (runtime === own) return;
  throw new Refusal(`le nuage local exécute les fonctions sur ${own}, le gabarit demande ${runtime}.`);
}

function versionPlayer({ registry, store }: LambdaPlayerParts): ResourcePlayer {
  return {
    type: "AWS::Lambda::Version",
    reads: Object.keys(VersionProperties.shape),
    ignores: { CodeSha256: "the code is that of the assembly", Description: LABEL },
    replacedBy: [],
    create: async (resource) => {
      const { FunctionName } = VersionProperties.parse(resource.properties);
      const version = versionNumber(store, FunctionName, resource);
      const { arn } = registry.putVersion(FunctionName, version);
      return { ref: `${arn}:${version}`, attributes: { Version: version, FunctionArn: `${arn}:${version}` } };
    },
  };
}

const Numbers = z.record(z.string(), z.number());

/** Versions of a function are numbered as they first appear in a template, and keep their number. */
function versionNumber(store: Store, functionName: string, { generatedName }: DeclaredResource): string {
  const numbers = Numbers.parse(store.get("function-versions", functionName) ?? {});
  const number = numbers[generatedName] ?? Object.keys(numbers).length + 1;
  if (numbers[generatedName] === undefined) {
    store.put("function-versions", functionName, { ...numbers, [generatedName]: number });
  }
  return String(number);
}

function aliasPlayer({ registry }: LambdaPlayerParts): ResourcePlayer {
  return {
    type: "AWS::Lambda::Alias",
    reads: Object.keys(AliasProperties.shape),
    ignores: { Description: LABEL },
    replacedBy: [],
    create: async (resource) => {
      const { FunctionName, FunctionVersion, Name } = AliasProperties.parse(resource.properties);
      const { arn } = registry.putAlias(FunctionName, Name, FunctionVersion);
      return { ref: `${arn}:${Name}`, attributes: { AliasArn: `${arn}:${Name}` } };
    },
  };
}

function permissionPlayer({ registry }: LambdaPlayerParts): ResourcePlayer {
  return {
    type: "AWS::Lambda::Permission",
    reads: Object.keys(PermissionProperties.shape),
    ignores: {},
    replacedBy: [],
    create: async (resource): Promise<PhysicalResource> => {
      const declared = PermissionProperties.parse(resource.properties);
      const id = createHash("sha256").update(resource.generatedName).digest("hex").slice(0, 32);
      registry.putPermission(declared.FunctionName, (arn) => statementOf(declared, id, arn));
      return { ref: id, attributes: { Id: id } };
    },
  };
}

/** The statement that AddPermission writes into the policy of a function. */
function statementOf(declared: z.infer<typeof PermissionProperties>, id: string, arn: string) {
  const { Action, Principal, SourceArn, SourceAccount } = declared;
  const condition = {
    ...(SourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": SourceArn } }),
    ...(SourceAccount === undefined ? {} : { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
  };
  return {
    Sid: id,
    Effect: "Allow",
    Principal: /^[\w-]+(\.[\w-]+)*\.amazonaws\.com$/.test(Principal) ? { Service: Principal } : { AWS: Principal },
    Action,
    Resource: arn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}
