import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

const OLDEST_JAVA = 17;
const INSTALL_JAVA = "Installez un JDK 17 ou plus récent (sous Debian\u202f: apt install default-jdk-headless).";

export interface LocalAnswer {
  readonly status: number;
  readonly body: string;
}

/** Amazon's DynamoDB Local. It believes every signature: only the gateway in front of it may call it. */
export interface DynamodbLocal {
  readonly pid: number;
  /** @param target value of `X-Amz-Target`, e.g. `DynamoDB_20120810.GetItem` */
  call(target: string, body: string): Promise<LocalAnswer>;
  /** How many calls that are no reading it has answered: while it stays the same, no stream has anything new. */
  changes(): number;
  stop(): Promise<void>;
}

const READING = /\.(Get|BatchGet|Query|Scan|Describe|List)/;

/**
 * Starts DynamoDB Local on 127.0.0.1, with its data in `<dataDir>/dynamodb`; what it acknowledged is on disk. It ends
 * with this process, however this process ends.
 * @throws Error with one sentence in French: no JDK, one too old, port taken
 */
export async function startDynamodb(options: { dataDir: string; port: number }): Promise<DynamodbLocal> {
  checkJava();
  const dbPath = join(options.dataDir, "dynamodb");
  mkdirSync(dbPath, { recursive: true, mode: 0o700 });
  const password = randomBytes(32).toString("hex");
  // In a process group of its own: Ctrl-C in the terminal must reach the supervisor alone, which closes in order.
  // It writes a file of its own into the current directory: there, not into the project.
  const child = spawn("java", javaArguments(dbPath, options.port), { cwd: dbPath, detached: true });
  child.stdin.on("error", () => undefined); // Broken when the child has ended, which `exit` tells.
  child.stdin.write(`${password}\n`);
  await untilReady(child, options.port);
  // Idle sockets close before Jetty closes them (30 s), so that no request meets a closing socket.
  const agent = new Agent({ keepAlive: true, timeout: 20_000 });
  let changes = 0;
  return {
    pid: child.pid ?? 0,
    call: async (target, body) => {
      const answer = await post({ agent, port: options.port, password, target, body });
      if (!READING.test(target)) changes += 1;
      return answer;
    },
    changes: () => changes,
    stop: async () => {
      agent.destroy();
      if (child.exitCode === null && child.signalCode === null) {
        child.stdin.end();
        await once(child, "exit");
      }
    },
  };
}

function checkJava(): void {
  const { error, stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  if (error !== undefined) {
    throw new Error(`Java est absent de cette machine. ${INSTALL_JAVA}`);
  }
  const version = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1] ?? "0";
  if (Number(version) < OLDEST_JAVA) {
    throw new Error(`Java ${version} est trop ancien. ${INSTALL_JAVA}`);
  }
}

function javaArguments(dbPath: string, port: number): string[] {
  const simulator = createRequire(import.meta.url).resolve("amplify-dynamodb-simulator/package.json");
  const emulator = join(dirname(simulator), "emulator");
  return [
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    `-Djava.library.path=${join(emulator, "DynamoDBLocal_lib")}`,
    "-cp",
    `${join(emulator, "DynamoDBLocal.jar")}:${join(emulator, "DynamoDBLocal_lib", "*")}`,
    join(import.meta.dirname, "launcher.java"),
    ...["-port", String(port), "-dbPath", dbPath, "-sharedDb", "-disableTelemetry"],
  ];
}

async function untilReady(child: ChildProcessWithoutNullStreams, port: number): Promise<void> {
  let output = "";
  child.stderr.on("data", (chunk) => {
    output = `${output}${chunk}`.slice(-2_000);
  });
  const verdict = await new Promise<string>((resolve) => {
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const line = /^(READY|PORT TAKEN)$/m.exec(output)?.[1];
      if (line !== undefined) {
        resolve(line);
      }
    });
    child.once("exit", () => resolve("ENDED"));
  });
  child.stdout.removeAllListeners("data").resume();
  if (verdict === "PORT TAKEN") {
    throw new Error(`Le port ${port} est déjà pris\u202f: DynamoDB Local ne peut pas démarrer.`);
  }
  if (verdict === "ENDED") {
    throw new Error(`DynamoDB Local n'a pas démarré. ${INSTALL_JAVA}\n${output}`);
  }
}

interface Post {
  readonly agent: Agent;
  readonly port: number;
  readonly password: string;
  readonly target: string;
  readonly body: string;
}

/** DynamoDB Local wants a credential in the header and never looks at the signature. */
const CREDENTIAL =
  "AWS4-HMAC-SHA256 Credential=local/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

async function post({ agent, port, password, target, body }: Post): Promise<LocalAnswer> {
  const headers = {
    authorization: CREDENTIAL,
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": target,
    "x-gateway-password": password,
  };
  const outgoing = request({ agent, headers, host: "127.0.0.1", method: "POST", port });
  outgoing.end(body);
  const [response] = await once(outgoing, "response");
  return { status: response.statusCode, body: await text(response) };
}
