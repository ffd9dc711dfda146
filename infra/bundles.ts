import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, buildSync } from "esbuild";
import { entryOf, type FunctionSpec } from "./function-spec.ts";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));

/** ESM output has no `require`; the CommonJS packages inside a bundle ask for one. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** How a function is bundled, whatever its entry. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  conditions: ["module"],
  minify: true,
  legalComments: "none",
  treeShaking: true,
  banner: { js: requireBanner },
  logLevel: "error",
} as const satisfies BuildOptions;

/** The bundles, each in a directory of its own; they live until they are disposed of. */
export interface Bundles extends Disposable {
  directoryOf(spec: FunctionSpec): string;
}

/**
 * Builds every function in one esbuild call. `NodejsFunction` would start a shell and esbuild once per function, one
 * after the other; one call does the same work in parallel and starts once. The AWS SDK is inside, so that a function runs
 * on the same code everywhere; no source map, because the size of a bundle is paid at each cold start.
 */
export function bundle(specs: readonly FunctionSpec[]): Bundles {
  const outdir = mkdtempSync(join(tmpdir(), "guichet-bundles-"));
  const dispose = () => rmSync(outdir, { recursive: true, force: true });
  try {
    buildSync({
      ...bundleOptions,
      absWorkingDir: projectRoot,
      entryPoints: specs.map(entryOf).map((entry) => ({ in: `functions/${entry}.ts`, out: `${entry}/index` })),
      outdir,
      outExtension: { ".js": ".mjs" },
    });
  } catch (error) {
    dispose();
    throw error;
  }
  return { directoryOf: (spec) => join(outdir, entryOf(spec)), [Symbol.dispose]: dispose };
}
