import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../../infra/bundles.ts";
import { entryOf, type FunctionSpec } from "../../infra/function-spec.ts";
import { functions } from "../../infra/functions.ts";
import { median, ratioLine, table } from "./figures.ts";

const root = join(import.meta.dirname, "../..");
const runs = 5;

interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** Packages of the AWS SDK that it calls, with the commands that it sends. */
  readonly clients: ReadonlyMap<string, readonly string[]>;
  /** Whether it holds a reader of PDF. */
  readonly reads: boolean;
}

/** Size and import time of each bundle against a handler that does nothing with the same SDK clients and commands. */
export async function benchBundles(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "guichet-bench-"));
  try {
    const rows = await compareAll(directory);
    const sizes = rows.map(({ size }) => size);
    const times = rows.map(({ time }) => time);
    table(
      "Bundles against a minimal handler with the same SDK clients",
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
    ratioLine("size of a bundle, median", median(sizes), { atMost: 1.25 });
    ratioLine("size of a bundle, worst", Math.max(...sizes), { atMost: 1.6 });
    ratioLine("import of a bundle, median", median(times), { atMost: 1.3 });
    ratioLine("import of a bundle, worst", Math.max(...times), { atMost: 1.6 });
    console.log();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compareAll(directory: string) {
  const sources = join(root, "node_modules/.cache/guichet-bench");
  const own = await bundled(
    directory,
    functions.map((spec) => ({ in: join(root, "functions", `${entryOf(spec)}.ts`), out: entryOf(spec) })),
  );
  mkdirSync(sources, { recursive: true });
  const minimal = await bundled(
    directory,
    functions.map((spec, index) => {
      const source = join(sources, `${spec.name}.mjs`);
      writeFileSync(source, minimalHandler(own[index], spec));
      return { in: source, out: `minimal/${entryOf(spec)}` };
    }),
  );
  return functions.map((spec, index) => compare(spec, own[index], minimal[index]));
}

function compare(spec: FunctionSpec, own: Bundle | undefined, minimal: Bundle | undefined) {
  if (own === undefined || minimal === undefined) throw new Error(`${entryOf(spec)} was not bundled`);
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

/** A handler that imports the same clients, commands and reader, and the same document where the function is one. */
function minimalHandler(own: Bundle | undefined, { name }: FunctionSpec): string {
  const { clients, reads } = own ?? { clients: new Map<string, readonly string[]>(), reads: false };
  const imports = [...clients].map(([pkg, names]) => `import { ${names.join(", ")} } from "${pkg}";`);
  const document =
    name === "get-openapi"
      ? `import document from ${JSON.stringify(join(root, "functions/api/openapi.json"))} with { type: "json" };`
      : "";
  const used = [...clients.values()].flat();
  const body = name === "get-openapi" ? "JSON.stringify(document)" : `[${used.join(", ")}].length`;
  const created = used.filter((symbol) => symbol.endsWith("Client")).map((client) => `new ${client}({});`);
  const reader = reads ? `export const read = () => Promise.all([${readers.map((one) => `import("${one}")`)}]);` : "";
  return `${imports.join("\n")}\n${document}\n${reader}\n${created.join("\n")}\nexport const handler = async () => ${body};\n`;
}

/** Bundles entries in one call, as deployment does; the bundles in their order. */
async function bundled(
  outdir: string,
  entryPoints: readonly { readonly in: string; readonly out: string }[],
): Promise<readonly Bundle[]> {
  const { metafile } = await build({
    ...bundleOptions,
    absWorkingDir: outdir,
    entryPoints: [...entryPoints],
    outdir,
    outExtension: { ".js": ".mjs" },
    metafile: true,
  });
  return entryPoints.map(({ out }) => {
    const file = join(outdir, `${out}.mjs`);
    const inputs = Object.keys(metafile.outputs[`${out}.mjs`]?.inputs ?? {});
    const reads = inputs.some((input) => input.includes("pdfjs-dist/"));
    return { file, bytes: statSync(file).size, clients: clientsOf(inputs), reads };
  });
}

const sdkInput = /@aws-sdk\/(client-[a-z0-9-]+)\/dist-es\/(?:commands\/)?(\w+(?:Client|Command))\.js/;
/** What the SDK has beside its clients, and a reader of PDF, which a bundle holds for the thread that looks into a file. */
const others: Readonly<Record<string, string>> = {
  "@aws-sdk/s3-presigned-post": "createPresignedPost",
  "@aws-sdk/s3-request-presigner": "getSignedUrl",
};
const readers = ["pdfjs-dist/legacy/build/pdf.worker.mjs", "pdfjs-dist/legacy/build/pdf.mjs"];

/** Clients, commands and helpers of the SDK that ended in a bundle, by package, read from its own list of inputs. */
function clientsOf(inputs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = inputs.flatMap((input) => {
    const [, name, symbol] = sdkInput.exec(input) ?? [];
    return name === undefined || symbol === undefined ? [] : [{ name: `@aws-sdk/${name}`, symbol }];
  });
  const helpers = Object.entries(others)
    .filter(([name]) => inputs.some((input) => input.includes(`${name}/`)))
    .map(([name, symbol]) => ({ name, symbol }));
  const byPackage = Map.groupBy([...found, ...helpers], ({ name }) => name);
  return new Map([...byPackage].map(([name, symbols]) => [name, symbols.map(({ symbol }) => symbol)]));
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

function importTime(file: string): number {
  const program = `const t=process.hrtime.bigint();await import(${JSON.stringify(file)});console.log(Number(process.hrtime.bigint()-t)/1e6)`;
  // Whatever it asks of its environment when it is loaded is there.
  const settings = [...readFileSync(file, "utf8").matchAll(/\("([A-Z][A-Z_]+)"\)/g)].map(([, name = ""]) => [
    name,
    "set",
  ]);
  const env = { ...Object.fromEntries(settings), AWS_REGION: "eu-west-3", PATH: process.env.PATH };
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8", env }));
}

const ratio = (value: number): string => value.toFixed(2);
