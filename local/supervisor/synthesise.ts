import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Children } from "./children.ts";
import { fullDisk, Refusal } from "./refusal.ts";

export interface Synthesis {
  readonly projectDir: string;
  /** Command that synthesises, as in cdk.json. */
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly account: string;
  readonly region: string;
  /** Directory that receives the assembly; emptied first. */
  readonly outDir: string;
}

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Runs the app as the `cdk` command does: context of cdk.json and of the local configuration in CDK_CONTEXT_JSON, output
 * directory in CDK_OUTDIR. Throws a Refusal that shows the app's own error when it fails.
 */
export async function synthesise(children: Children, synthesis: Synthesis): Promise<void> {
  rmSync(synthesis.outDir, { recursive: true, force: true });
  const child = children.spawn("/bin/sh", ["-c", synthesis.app], {
    cwd: synthesis.projectDir,
    env: {
      ...process.env,
      CDK_OUTDIR: synthesis.outDir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...projectContext(synthesis.projectDir), ...synthesis.context }),
      CDK_DEFAULT_ACCOUNT: synthesis.account,
      CDK_DEFAULT_REGION: synthesis.region,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => output.push(chunk));
  const status = await new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "?"));
  });
  if (status !== 0) {
    const said = Buffer.concat(output).toString("utf8").trimEnd();
    if (said.includes("ENOSPC")) throw new Refusal(fullDisk(synthesis.outDir));
    throw new Refusal(
      `La synthèse a échoué (« ${synthesis.app} », code ${status}) : corrigez l'erreur suivante.\n${said}`,
    );
  }
  if (!existsSync(join(synthesis.outDir, "manifest.json"))) {
    throw new Refusal(
      `La synthèse (« ${synthesis.app} ») n'a rien écrit dans CDK_OUTDIR : l'application doit créer son App du CDK et appeler synth().`,
    );
  }
}

function projectContext(projectDir: string): Readonly<Record<string, unknown>> {
  const file = join(projectDir, "cdk.json");
  if (!existsSync(file)) return {};
  const read = CdkJson.safeParse(JSON.parse(readFileSync(file, "utf8")));
  return read.success ? read.data.context : {};
}
