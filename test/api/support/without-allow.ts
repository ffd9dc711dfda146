import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/**
 * Synthesises the product's app, then takes one action out of the role of one function:
 * `node without-allow.ts CreateDossier dynamodb:PutItem`.
 */
const [construct = "", action = ""] = process.argv.slice(2);
const outdir = z.string().parse(process.env.CDK_OUTDIR);
const app = resolve(import.meta.dirname, "../../../infra/app.ts");
const { status } = spawnSync(process.execPath, [app], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

interface Statement {
  Action: string | string[];
}
const template = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });

for (const name of readdirSync(outdir).filter((file) => file.endsWith(".template.json"))) {
  const file = join(outdir, name);
  const content = template.parse(JSON.parse(readFileSync(file, "utf8")));
  for (const [id, resource] of Object.entries(content.Resources)) {
    if (resource.Type === "AWS::IAM::Role" && id.startsWith(construct)) withdraw(resource);
  }
  writeFileSync(file, JSON.stringify(content));
}

function withdraw(role: Record<string, unknown>): void {
  const { Policies } = role.Properties as { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
  for (const { PolicyDocument } of Policies) {
    PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }) => ![Action].flat().includes(action));
  }
}
