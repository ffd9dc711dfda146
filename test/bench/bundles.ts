import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../../infra/bundles.ts";
import { entryOf, type FunctionSpec, functions } from "../../infra/functions.ts";
import { median, table } from "./figures.ts";

const root = join(import.meta.dirname, "../..");
const runs = 15;

interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** Packages of the AWS SDK that it calls, with the commands that it sends. */
  readonly clients: ReadonlyMap<string, readonly string[]>;
}

/** Size and import time of each bundle against a handler that does nothing with the same SDK clients and commands. */
export async function benchBundles(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "guichet-bench-"));
  try {
    const rows = [];
    for (const spec of functions) rows.push(await compare(directory, spec));
    const sizes = rows.map(({ size }) => size);
    const times = rows.map(({ time }) => time);
    table(
      "Bundles against a minimal handler with the same SDK clients (aim: median size 1.25, time 1.3; worst 1.6)",
      ["function", "bytes", "minimal", "size", "import ms", "minimal", "time"],
      rows.map((row) => [
        row.name,
        row.bytes,
        row.minimalBytes,
        ratio(row.size),
        row.millis.toFixed(1),
        row.minimalMillis.toFixed(1),
        ratio(row.time),
      ]),
    );
    console.log(
      `size: median ${ratio(median(sizes))}, worst ${ratio(Math.max(...sizes))}; time: median ${ratio(median(times))}, worst ${ratio(Math.max(...times))}\n`,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compare(directory: string, spec: FunctionSpec) {
  const own = await bundled(directory, entryOf(spec), join(root, "functions", `${entryOf(spec)}.ts`));
  const source = join(root, "node_modules/.cache/guichet-bench", `${spec.name}.mjs`);
  mkdirSync(join(source, ".."), { recursive: true });
  writeFileSync(source, minimalHandler(own, spec));
  const minimal = await bundled(directory, `minimal/${entryOf(spec)}`, source);
  const { left, right } = importTimes(own.file, minimal.file);
  return {
    name: entryOf(spec),
    bytes: own.bytes,
    minimalBytes: minimal.bytes,
    size: own.bytes / minimal.bytes,
    millis: left,
    minimalMillis: right,
    time: left / right,
  };
}

/** A handler that imports the same clients and commands, and the same document where the function is one. */
function minimalHandler({ clients }: Bundle, { name }: FunctionSpec): string {
  const imports = [...clients].map(([pkg, names]) => `import { ${names.join(", ")} } from "${pkg}";`);
  const document =
    name === "get-openapi"
      ? `import document from ${JSON.stringify(join(root, "functions/api/openapi.json"))} with { type: "json" };`
      : "";
  const used = [...clients.values()].flat();
  const body = name === "get-openapi" ? "JSON.stringify(document)" : `[${used.join(", ")}].length`;
  const created = used.filter((symbol) => symbol.endsWith("Client")).map((client) => `new ${client}({});`);
  return `${imports.join("\n")}\n${document}\n${created.join("\n")}\nexport const handler = async () => ${body};\n`;
}

async function bundled(directory: string, out: string, entry: string): Promise<Bundle> {
  const file = join(directory, out, "index.mjs");
  const { metafile } = await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    metafile: true,
  });
  const inputs = Object.keys(Object.values(metafile.outputs)[0]?.inputs ?? {});
  return { file, bytes: statSync(file).size, clients: clientsOf(inputs) };
}

const clientNames: Readonly<Record<string, string>> = {
  "client-dynamodb": "DynamoDBClient",
  "client-kms": "KMSClient",
};

const sdkInput = /@aws-sdk\/(client-[a-z0-9-]+)\/dist-es\/(?:commands\/(\w+Command)\.js)?/;

/** Clients and commands that ended in a bundle, read from its own list of inputs. */
function clientsOf(inputs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = inputs.map((input) => sdkInput.exec(input) ?? []).map(([, name = "", command]) => ({ name, command }));
  const named = Object.entries(clientNames).filter(([name]) => found.some((input) => input.name === name));
  return new Map(
    named.map(([name, client]) => [
      `@aws-sdk/${name}`,
      [client, ...found.flatMap(({ name: of, command }) => (of === name && command !== undefined ? [command] : []))],
    ]),
  );
}

/** Median milliseconds to import each of two bundles in a new process, in turn, so that drift of the machine falls on both. */
function importTimes(left: string, right: string): { left: number; right: number } {
  const times: { left: number[]; right: number[] } = { left: [], right: [] };
  for (let run = 0; run <= runs; run += 1) {
    const [first, second] = [importTime(left), importTime(right)];
    // The first pair warms the file cache.
    if (run > 0) times.left.push(first) && times.right.push(second);
  }
  return { left: median(times.left), right: median(times.right) };
}

const environment = Object.fromEntries(
  ["CASES", "EVENTS", "DIRECTORY", "SEALED", "PERSON_KEYS", "INCIDENTS"].map((name) => [
    `${name}_TABLE`,
    name.toLowerCase(),
  ]),
);

function importTime(file: string): number {
  const program = `const t=process.hrtime.bigint();await import(${JSON.stringify(file)});console.log(Number(process.hrtime.bigint()-t)/1e6)`;
  const env = {
    ...environment,
    PERSONAL_KEY_ARN: "arn:aws:kms:eu-west-3:000000000000:key/k",
    AWS_REGION: "eu-west-3",
    PATH: process.env.PATH,
  };
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8", env }));
}

const ratio = (value: number): string => value.toFixed(2);
