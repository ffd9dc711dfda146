import type { IncomingHttpHeaders } from "node:http";
import type { Metrics } from "./cloudwatch/metric.ts";

/** Virtual time. `now()` is milliseconds since the epoch; every part of the local cloud reads time here and nowhere else. */
export interface Clock {
  now(): number;
  /** Whether time stands still, as between two dues while it is advanced. */
  held?(): boolean;
}

/** Durable key-value store of the local cloud itself (SQLite, WAL, synchronous=FULL): a value is on disk when `put` returns. */
export interface Store {
  get(kind: string, id: string): unknown;
  put(kind: string, id: string, value: unknown): void;
  delete(kind: string, id: string): void;
  list(kind: string): ReadonlyArray<{ readonly id: string; readonly value: unknown }>;
}

/** The six ports of a run, all on 127.0.0.1; `apis` grows by one for each further HTTP API. */
export interface Ports {
  readonly api: number;
  readonly aws: number;
  readonly issuer: number;
  readonly console: number;
  readonly dynamodb: number;
  readonly runtime: number;
}

/** Who signed a request: the administrator of the local account, or a session of a role. */
export type Principal =
  | { readonly kind: "administrator"; readonly arn: string }
  | { readonly kind: "role"; readonly arn: string; readonly roleArn: string; readonly sessionName: string };

/** Temporary credentials as AWS hands them to a function. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** One question to IAM. `context` holds condition keys (`dynamodb:LeadingKeys`, `kms:EncryptionContext:x`…). */
export interface AccessQuestion {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Policy attached to the resource itself (key policy, function policy). */
  readonly resourcePolicy?: unknown;
  /** Asked only to know how much to answer: a refusal refuses nobody, and is not shown. */
  readonly quiet?: boolean;
}

export type AccessAnswer =
  | { readonly allowed: true }
  /** `message` is what AWS writes; `missing` says in words which statement would have been needed or which one denied. */
  | { readonly allowed: false; readonly message: string; readonly missing: string };

export interface RoleDefinition {
  readonly arn: string;
  readonly name: string;
  readonly trust: unknown;
  readonly policies: ReadonlyArray<{ readonly name: string; readonly document: unknown }>;
  readonly boundary?: unknown;
}

export interface Iam {
  putRole(role: RoleDefinition): void;
  /** A policy of its own resource (`AWS::IAM::Policy`), attached to roles by name. */
  putPolicy(id: string, document: unknown, roleNames: readonly string[]): void;
  /** New session of a role; refused (throws) when the role's trust policy does not name `service`. */
  assumeForService(roleArn: string, service: string, sessionName: string): SessionCredentials;
  /** Lets a session live on: for who holds it through months of virtual time that pass in seconds. */
  prolong(accessKeyId: string): void;
  /** Ends a session whose holder is gone. */
  end(accessKeyId: string): void;
  administratorCredentials(): SessionCredentials;
  /** Secret and principal behind an access key, or undefined when it was never issued or has ended. */
  lookup(accessKeyId: string): { readonly credentials: SessionCredentials; readonly principal: Principal } | undefined;
  /** A service (e.g. `apigateway.amazonaws.com`) asking by resource policy only. */
  authorizeService(question: {
    readonly service: string;
    readonly action: string;
    readonly resource: string;
    readonly sourceArn: string;
    readonly resourcePolicy: unknown;
  }): AccessAnswer;
  authorize(question: AccessQuestion): AccessAnswer;
  /** Permissions that roles have used since the start, each once. */
  exercised(): ReadonlyArray<{ readonly role: string; readonly action: string; readonly resource: string }>;
  /** The last refusals, newest first, for the console. */
  denials(): ReadonlyArray<{
    readonly at: number;
    readonly principal: string;
    readonly action: string;
    readonly resource: string;
    readonly missing: string;
  }>;
}

/** A request whose signature was verified. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly principal: Principal;
  readonly requestId: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** One AWS service behind the AWS door, found by the service name of the credential scope (`dynamodb`, `kms`, `lambda`, `sts`). */
export interface AwsService {
  readonly name: string;
  handle(request: SignedRequest): Promise<AwsResponse>;
}

export interface InvocationResult {
  readonly payload: string;
  /** Set as AWS sets it: `Unhandled` when the function threw, timed out or died. */
  readonly functionError?: "Unhandled";
}

export interface LambdaService {
  /** Runs one invocation of a function or of its alias ARN; the caller was authorised before, or `service` is checked here. */
  invoke(request: {
    readonly functionArn: string;
    readonly payload: string;
    readonly service?: { readonly principal: string; readonly sourceArn: string };
    /** Asked by a function, which waits for the answer. */
    readonly within?: boolean;
  }): Promise<InvocationResult>;
  /** Newest first, for the console. */
  invocations(): ReadonlyArray<{
    readonly at: number;
    readonly functionName: string;
    readonly millis: number;
    readonly error?: string;
  }>;
}

/** What every part of the local cloud is given. */
export interface Cloud {
  readonly account: string;
  readonly region: string;
  readonly dataDir: string;
  readonly ports: Ports;
  readonly clock: Clock;
  readonly store: Store;
  readonly iam: Iam;
  readonly lambda: LambdaService;
  readonly metrics?: Metrics;
  /** Registers a door to close at shutdown, last opened first closed. */
  onShutdown(close: () => Promise<void> | void): void;
}

/** A resource as the template declares it, intrinsics resolved. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Directory of the assembly, to find assets. */
  readonly assemblyDir: string;
  /** Physical name generated as CloudFormation does, for a resource that is given none. */
  readonly generatedName: string;
}

/** What `Ref` and `Fn::GetAtt` give for a resource once it exists. */
export interface PhysicalResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * A player of one CloudFormation resource type. `reads` names every property it honours; `ignores` every property it
 * accepts without effect, each with the reason. Any other property stops the boot, by name.
 */
export interface ResourcePlayer {
  readonly type: string;
  readonly reads: readonly string[];
  readonly ignores: Readonly<Record<string, string>>;
  /** Properties whose change replaces the resource (and would lose its data). */
  readonly replacedBy: readonly string[];
  /** Creates the resource, or finds it as it was at the last boot; called at every boot in order of dependency. */
  create(resource: DeclaredResource): Promise<PhysicalResource>;
  /** Called once all resources exist, e.g. to open doors. */
  start?(): Promise<void>;
}

/** A type that has no behaviour here: it gets a name and attributes, and says why nothing more happens. */
export interface InertResource {
  readonly type: string;
  readonly inert: string;
  attributes(resource: DeclaredResource): PhysicalResource;
}
