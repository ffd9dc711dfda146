import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Work } from "../clock/work.ts";
import type { Dimensions, Metrics } from "../cloudwatch/metric.ts";
import type { Iam, InvocationResult, LambdaService, SessionCredentials } from "../contracts.ts";
import { passing } from "../kill-points.ts";
import { closeDoor } from "../supervisor/door.ts";
import { ConcurrencyGauge } from "./concurrency-gauge.ts";
import { Environment, type HeldSession } from "./environment.ts";
import { EnvironmentPool, type Lease } from "./environment-pool.ts";
import { FunctionLog } from "./function-log.ts";
import { type FunctionProcessParts, startFunctionProcess } from "./function-process.ts";
import { LambdaException } from "./lambda-exception.ts";
import { FunctionRegistry, type Target } from "./registry.ts";
import { openRuntimeApi, type RuntimeApi } from "./runtime-api.ts";

export interface LambdaParts extends FunctionProcessParts {
  readonly dataDir: string;
  readonly work: Work;
  readonly metrics?: Metrics;
}

type Request = Parameters<LambdaService["invoke"]>[0];
type InvocationRecord = ReturnType<LambdaService["invocations"]>[number];

/** A synchronous invocation may not send more. */
const PAYLOAD_LIMIT = 6_291_456;
const KEPT_INVOCATIONS = 200;

/** Opens Lambda: its runtime API now, and the processes of functions as they are invoked. */
export async function openLambda(parts: LambdaParts): Promise<PlayedLambda> {
  return new PlayedLambda(parts, await openRuntimeApi(parts.ports.runtime, parts.clock));
}

/** Lambda, with what its resource players and its own API need of it. */
export class PlayedLambda implements LambdaService {
  readonly registry = new FunctionRegistry();
  readonly #parts: LambdaParts;
  readonly #runtimeApi: RuntimeApi;
  readonly #pool: EnvironmentPool;
  readonly #gauge = new ConcurrencyGauge();
  readonly #logs = new Map<string, FunctionLog>();
  readonly #records: InvocationRecord[] = [];
  #crashing: ReadonlySet<string> = new Set();

  constructor(parts: LambdaParts, runtimeApi: RuntimeApi) {
    this.#parts = parts;
    this.#runtimeApi = runtimeApi;
    this.#pool = new EnvironmentPool((target) => this.#start(target));
  }

  async invoke({ functionArn, payload, service, within = false }: Request): Promise<InvocationResult> {
    const target = this.registry.target(functionArn);
    if (service !== undefined) this.#authorise(target, service);
    if (Buffer.byteLength(payload) > PAYLOAD_LIMIT) throw payloadTooLarge();
    const run = () => this.#parts.work.track(() => this.#run(target, payload, within));
    return this.#gauge.within(target.definition, run);
  }

  invocations(): readonly InvocationRecord[] {
    return this.#records;
  }

  /** From now on the processes of these functions, by name, are killed at each invocation; of no others. */
  crash(names: readonly string[]): void {
    this.#crashing = new Set(names);
  }

  crashing(): readonly string[] {
    return [...this.#crashing];
  }

  /** Last lines that a function wrote, oldest first. */
  tail(functionName: string): readonly string[] {
    return this.#logs.get(functionName)?.tail() ?? [];
  }

  async close(): Promise<void> {
    await this.#pool.stop();
    await closeDoor(this.#runtimeApi.server);
  }

  #authorise(target: Target, { principal, sourceArn }: NonNullable<Request["service"]>): void {
    const answer = this.#parts.iam.authorizeService({
      service: principal,
      sourceArn,
      action: "lambda:InvokeFunction",
      resource: target.invokedArn,
      resourcePolicy: this.registry.policy(target.invokedArn),
    });
    if (!answer.allowed) throw new LambdaException("AccessDeniedException", 403, answer.message);
  }

  async #run(target: Target, payload: string, within: boolean): Promise<InvocationResult> {
    const at = this.#parts.clock.now();
    const lease = await this.#pool.acquire(target, { within });
    const requestId = randomUUID();
    const started = performance.now();
    passing("before-invocation");
    const crash = this.#crashing.has(target.definition.name);
    const result = await lease.environment.run(requestId, payload, { crash });
    passing("after-invocation");
    this.#pool.release(lease.environment);
    if (result === undefined) return this.#run(target, payload, within);
    this.#record({ at, target, lease, requestId, result, millis: Math.round(performance.now() - started) });
    return result;
  }

  #record({ at, target, lease, requestId, result, millis }: Finished): void {
    const functionName = target.definition.name;
    const cold = lease.cold ? " Cold start" : "";
    this.#log(functionName).write(`REPORT RequestId: ${requestId} Duration: ${millis} ms${cold}\n`);
    const failed = result.functionError !== undefined;
    const error = failed ? { error: result.payload.slice(0, 500) } : {};
    const counted = { Invocations: 1, Errors: failed ? 1 : 0, Duration: millis };
    this.#parts.metrics?.count("AWS/Lambda", counted, ...dimensionsOf(target));
    this.#records.unshift({ at, functionName, millis, ...error });
    this.#records.length = Math.min(this.#records.length, KEPT_INVOCATIONS);
  }

  #start(target: Target): Environment {
    const { definition } = target;
    const { iam, clock } = this.#parts;
    const session = iam.assumeForService(definition.roleArn, "lambda.amazonaws.com", definition.name);
    const log = this.#log(definition.name);
    const start = (runtimeAddress: string) =>
      startFunctionProcess(this.#parts, { target, session, log, runtimeAddress });
    return new Environment({ target, clock, runtimeApi: this.#runtimeApi, session: heldBy(iam, session), start });
  }

  #log(functionName: string): FunctionLog {
    const log = this.#logs.get(functionName) ?? new FunctionLog(join(this.#parts.dataDir, "logs"), functionName);
    this.#logs.set(functionName, log);
    return log;
  }
}

/** Environments outlive sessions in virtual time: Lambda keeps theirs alive, and ends it with them. */
function heldBy(iam: Iam, { accessKeyId }: SessionCredentials): HeldSession {
  return { prolong: () => iam.prolong(accessKeyId), end: () => iam.end(accessKeyId) };
}

/** Lambda counts for the function as a whole, and for the name under which it was invoked. */
function dimensionsOf({ definition: { name, arn }, invokedArn }: Target): readonly Dimensions[] {
  return [{ FunctionName: name }, { FunctionName: name, Resource: invokedArn.replace(arn, name) }];
}

interface Finished {
  readonly at: number;
  readonly target: Target;
  readonly lease: Lease;
  readonly requestId: string;
  readonly result: InvocationResult;
  readonly millis: number;
}

function payloadTooLarge(): LambdaException {
  const message = `Request must be smaller than ${PAYLOAD_LIMIT} bytes for the InvokeFunction operation`;
  return new LambdaException("RequestEntityTooLargeException", 413, message);
}
