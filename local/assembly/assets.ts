import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Refusal } from "../supervisor/refusal.ts";

const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional(), packaging: z.string().optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/**
 * The directory that a file asset of the assembly was made from, by the object key under which the deployment would upload
 * it. Throws a Refusal when the assembly holds no such directory.
 */
export function assetDirectory(assemblyDir: string, objectKey: string): string {
  const manifests = readdirSync(assemblyDir).filter((file) => file.endsWith(".assets.json"));
  for (const file of manifests) {
    const { files } = AssetManifest.parse(JSON.parse(readFileSync(join(assemblyDir, file), "utf8")));
    for (const { source, destinations } of Object.values(files)) {
      const isIt = Object.values(destinations).some((destination) => destination.objectKey === objectKey);
      if (isIt && source.path !== undefined && source.packaging === "zip") return join(assemblyDir, source.path);
    }
  }
  throw new Refusal(`l'assemblage ne contient pas de dossier de code « ${objectKey} ».`);
}
