import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Refusal } from "../supervisor/refusal.ts";
import { inOrder } from "./order.ts";
import { type Stack, Template } from "./template.ts";

const Manifest = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .looseObject({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .default({}),
    }),
  ),
});
type Artifact = z.infer<typeof Manifest>["artifacts"][string];

/** Artifacts that deploy nothing: the construct tree, and the lists of assets, which are read where a resource names one. */
const WITHOUT_DEPLOYMENT = ["cdk:tree", "cdk:asset-manifest", "cdk:feature-flag-report"];

/**
 * Reads a cloud assembly (the directory that a CDK app writes), nested assemblies included: its stacks, each after those it
 * depends on. Throws a Refusal that names an artifact or a part of a template that the local cloud cannot read.
 */
export function readAssembly(dir: string): readonly Stack[] {
  return inOrder(
    stacksOf(dir),
    ({ id }) => id,
    ({ dependencies }) => dependencies,
    "piles",
  );
}

function stacksOf(dir: string): readonly Stack[] {
  const { artifacts } = Manifest.parse(readJson(join(dir, "manifest.json")));
  const read = new Map(Object.entries(artifacts).map(([id, artifact]) => [id, stacksOfArtifact(dir, id, artifact)]));
  // What an artifact depends on, each of its stacks does; an assembly that is depended on stands for all of its stacks.
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    const before = artifact.dependencies.flatMap((dependency) => (read.get(dependency) ?? []).map((stack) => stack.id));
    return (read.get(id) ?? []).map((stack) => ({ ...stack, dependencies: [...stack.dependencies, ...before] }));
  });
}

function stacksOfArtifact(dir: string, id: string, artifact: Artifact): readonly Stack[] {
  const { templateFile, stackName, directoryName } = artifact.properties;
  if (artifact.type === "aws:cloudformation:stack" && templateFile !== undefined) {
    return [{ id, name: stackName ?? id, dir, template: readTemplate(join(dir, templateFile)), dependencies: [] }];
  }
  if (artifact.type === "cdk:cloud-assembly" && directoryName !== undefined) return stacksOf(join(dir, directoryName));
  if (WITHOUT_DEPLOYMENT.includes(artifact.type)) return [];
  throw new Refusal(`L'assemblage contient « ${id} » de type ${artifact.type}, que le nuage local ne sait pas lire.`);
}

function readTemplate(file: string): Template {
  const read = Template.safeParse(readJson(file));
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join(".") || "(racine)"} (${issue.message})`);
  throw new Refusal(`Le gabarit ${file} contient ce que le nuage local ne sait pas lire : ${wrong.join(", ")}.`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
