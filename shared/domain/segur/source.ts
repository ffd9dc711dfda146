import type { Source } from "../../kernel/source.ts";

/** A passage of the appel à financement, in the version that this service applies. */
export function passage(section: string, article: string): Source {
  return { document: "AF-BIO-SGL-Va1", version: "V1.5", section, article };
}
