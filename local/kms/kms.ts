import { AwsError } from "../aws-door/aws-error.ts";
import type {
  AccessQuestion,
  AwsResponse,
  AwsService,
  Clock,
  Iam,
  Principal,
  ResourcePlayer,
  SignedRequest,
} from "../contracts.ts";
import { type Key, Keys } from "./keys.ts";
import { contextKeys, OPERATIONS } from "./operations.ts";
import { kmsPlayers } from "./players.ts";

interface KmsOptions {
  readonly iam: Pick<Iam, "authorize">;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly account: string;
  readonly region: string;
}

/** Another service that uses a key in the name of a principal. */
export interface KeyUse {
  readonly principal: Principal;
  readonly operation: "GenerateDataKey" | "Decrypt";
  /** ARN of a key or of an alias. */
  readonly keyArn: string;
  /** E.g. `s3`. */
  readonly service: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

interface PlayedKms {
  readonly service: AwsService;
  readonly players: ResourcePlayer[];
  /** @throws AwsError when the principal may not use the key through that service */
  useKey(use: KeyUse): void;
}

/** KMS with its keys in `<dataDir>/keys.json`: the service behind the AWS door, and the players of its resources. */
export function createKms(options: KmsOptions): PlayedKms {
  const keys = new Keys(options.dataDir, `arn:aws:kms:${options.region}:${options.account}:`);
  return {
    service: { name: "kms", handle: async (request) => answer(options, keys, request) },
    players: kmsPlayers(keys, options),
    useKey: ({ principal, operation, keyArn, service, encryptionContext }) => {
      const context = {
        ...contextKeys(encryptionContext),
        "kms:CallerAccount": options.account,
        "kms:ViaService": `${service}.${options.region}.amazonaws.com`,
      };
      authorise(options.iam, { principal, operation, key: keys.find(keyArn), context });
    },
  };
}

function answer({ iam, account }: KmsOptions, keys: Keys, { headers, body, principal }: SignedRequest): AwsResponse {
  const operation = String(headers["x-amz-target"]).replace(/^TrentService\./, "");
  const play = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (play === undefined) {
    throw new AwsError("UnknownOperationException", `The local cloud does not play '${operation}' of KMS`);
  }
  const input: { KeyId?: unknown } = readJson(body);
  const requested = {
    "kms:CallerAccount": account,
    ...(typeof input.KeyId === "string" && aliasOf(input.KeyId)),
  };
  const result = play({
    keys,
    input,
    authorise: (key, context) => {
      authorise(iam, { principal, operation, key, context: { ...requested, ...context } });
    },
  });
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(result) };
}

interface Asked {
  readonly principal: Principal;
  readonly operation: string;
  readonly key: Key;
  readonly context: AccessQuestion["context"];
}

function authorise(iam: KmsOptions["iam"], { principal, operation, key, context = {} }: Asked): void {
  const question = { principal, action: `kms:${operation}`, resource: key.arn, context };
  const decision = iam.authorize({ ...question, resourcePolicy: key.policy });
  if (!decision.allowed) throw new AwsError("AccessDeniedException", decision.message);
  refuseDisabled(operation, key);
}

function readJson(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    throw new AwsError("SerializationException", "The request is not JSON");
  }
}

/** `kms:RequestAlias` is the alias under which the caller named the key, never one that it merely has. */
function aliasOf(keyId: string): Record<string, string> {
  const alias = /(?:^|:)(alias\/.+)$/.exec(keyId)?.[1];
  return alias === undefined ? {} : { "kms:RequestAlias": alias };
}

function refuseDisabled(operation: string, key: Key): void {
  if (!key.enabled && operation !== "DescribeKey") {
    throw new AwsError("DisabledException", `${key.arn} is disabled.`);
  }
}
