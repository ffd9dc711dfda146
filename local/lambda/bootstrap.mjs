// Runs one function: loads its bundle, then takes one invocation after the other from the runtime API, as Lambda's own
// runtime does. Plain JavaScript, so that a cold start does not pay for the stripping of types.
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

// The local cloud holds the other end of descriptor 3. When it closes, the local cloud is gone, and so must this process be,
// even if the function is in an endless loop: hence a thread.
new Worker(
  `new (require("node:net").Socket)({ fd: 3 }).on("close", () => process.kill(process.pid, "SIGKILL")).resume();`,
  { eval: true, execArgv: [], env: {} },
).unref();

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root, _HANDLER: handlerName } = process.env;
const agent = new Agent({ keepAlive: true });

/** One exchange with the runtime API. */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const url = `http://${api}/2018-06-01/runtime/${path}`;
    const sent = request(url, { method, agent, headers: { "Content-Type": "application/json" } }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function described(error) {
  if (!(error instanceof Error)) return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  const { name, message, stack } = error;
  return JSON.stringify({ errorType: name, errorMessage: message, trace: (stack ?? "").split("\n") });
}

async function loadHandler() {
  const dot = handlerName.lastIndexOf(".");
  const [module, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const file = [".js", ".mjs", ".cjs"].map((extension) => join(root, module + extension)).find((path) => existsSync(path));
  if (file === undefined) {
    throw Object.assign(new Error(`Cannot find module '${module}'`), { name: "Runtime.ImportModuleError" });
  }
  const loaded = await import(pathToFileURL(file).href);
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler === "function") return handler;
  throw Object.assign(new Error(`${handlerName} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

let path = "init/error";
async function fail(error) {
  console.error(error);
  await call("POST", path, described(error));
  process.exit(129);
}
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const handler = await loadHandler().catch(fail);
for (;;) {
  const { headers, body } = await call("GET", "invocation/next");
  path = `invocation/${headers["lambda-runtime-aws-request-id"]}/error`;
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  globalThis[Symbol.for("local.clock.set")]?.(Number(headers["local-clock-now"]), headers["local-clock-held"] === "true");
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    await call("POST", path.replace(/error$/, "response"), JSON.stringify(result ?? null));
  } catch (error) {
    console.error(error);
    await call("POST", path, described(error));
  }
}
