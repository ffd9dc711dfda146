import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../../local/assembly/catalogue.ts";
import { type Deployment, deploy } from "../../../local/assembly/deploy.ts";
import { readAssembly } from "../../../local/assembly/read-assembly.ts";
import type { DeclaredResource, ResourcePlayer } from "../../../local/contracts.ts";
import { inertResources } from "../../../local/resources/inert.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";

export interface PlantedStack {
  readonly template: Record<string, unknown>;
  readonly dependencies?: readonly string[];
}

const place = { account: "000000000000", region: "eu-west-3" };

/** Writes an assembly of the given stacks, as CDK would. */
function plantAssembly(directory: string, stacks: Record<string, PlantedStack>): string {
  mkdirSync(directory, { recursive: true });
  const artifacts = Object.entries(stacks).map(([id, { template, dependencies = [] }]) => {
    writeFileSync(join(directory, `${id}.template.json`), JSON.stringify(template));
    return [
      id,
      { type: "aws:cloudformation:stack", dependencies, properties: { templateFile: `${id}.template.json` } },
    ];
  });
  writeFileSync(
    join(directory, "manifest.json"),
    JSON.stringify({ version: "1", artifacts: Object.fromEntries(artifacts) }),
  );
  return directory;
}

/** A catalogue with one played type, `Test::Shelf`, which holds data; what is created is noted. */
function shelfCatalogue(): { readonly catalogue: Catalogue; readonly created: DeclaredResource[] } {
  const created: DeclaredResource[] = [];
  const shelf: ResourcePlayer = {
    type: "Test::Shelf",
    reads: ["Name", "Length", "Above"],
    ignores: { Colour: "nobody looks" },
    replacedBy: ["Name"],
    create: async (resource) => {
      created.push(resource);
      return { ref: resource.generatedName, attributes: { Arn: `arn:${resource.logicalId}` } };
    },
  };
  return { catalogue: { players: new Map([[shelf.type, shelf]]), inert: inertResources(place) }, created };
}

/** Deploys planted stacks over the data of a directory. */
export async function deployPlanted(
  directory: string,
  stacks: Record<string, PlantedStack>,
): Promise<{ readonly deployment: Deployment; readonly created: readonly DeclaredResource[] }> {
  const { catalogue, created } = shelfCatalogue();
  const assembly = readAssembly(plantAssembly(join(directory, "cdk.out"), stacks));
  const store = openStore(directory);
  try {
    return { deployment: await deploy(assembly, catalogue, { ...place, store }), created };
  } finally {
    store.close();
  }
}
