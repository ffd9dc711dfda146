import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The files below these folders of a directory whose name ends as asked, with paths relative to the directory. */
export function sourcesBelow(directory: string, folders: readonly string[], ending: RegExp): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ending.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(directory, path), text: readFileSync(path, "utf8") })),
  );
}
