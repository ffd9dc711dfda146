import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { preloadUrl } from "../clock/preload-url.ts";
import { countEmbedded } from "../cloudwatch/embedded-metrics.ts";
import type { Metrics } from "../cloudwatch/metric.ts";
import type { Clock, Iam, Ports, SessionCredentials } from "../contracts.ts";
import type { Children } from "../supervisor/children.ts";
import type { FunctionLog } from "./function-log.ts";
import type { Target } from "./registry.ts";

export interface FunctionProcessParts {
  readonly region: string;
  readonly clock: Clock;
  readonly iam: Iam;
  readonly ports: Ports;
  readonly children: Children;
  readonly metrics?: Metrics;
}

interface Starting {
  readonly target: Target;
  readonly session: SessionCredentials;
  readonly log: FunctionLog;
  /** Its address of the runtime API. */
  readonly runtimeAddress: string;
}

const BOOTSTRAP = fileURLToPath(new URL("./bootstrap.mjs", import.meta.url));

/**
 * Starts the process of a function: the Lambda runtime's environment variables and the function's own, credentials of a
 * session of its role, and nothing of the environment in which the local cloud was started.
 */
export function startFunctionProcess(
  parts: FunctionProcessParts,
  { target, session, log, runtimeAddress }: Starting,
): ChildProcess {
  const child = parts.children.spawn(process.execPath, ["--import", preloadUrl(parts.clock), BOOTSTRAP], {
    cwd: target.definition.codeDir,
    env: environmentOf(parts, { target, session, runtimeAddress }),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => log.write(text));
  const { metrics } = parts;
  if (child.stdout && metrics) createInterface(child.stdout).on("line", (line) => countEmbedded(line, metrics));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => log.write(text));
  return child;
}

function environmentOf(
  parts: FunctionProcessParts,
  { target, session, runtimeAddress }: Omit<Starting, "log">,
): NodeJS.ProcessEnv {
  const { definition, version } = target;
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...definition.environment,
    AWS_REGION: parts.region,
    AWS_DEFAULT_REGION: parts.region,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${parts.ports.aws}`,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".")[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `[${version}]${randomUUID().replaceAll("-", "")}`,
    AWS_LAMBDA_RUNTIME_API: runtimeAddress,
    LAMBDA_TASK_ROOT: definition.codeDir,
    _HANDLER: definition.handler,
  };
}
