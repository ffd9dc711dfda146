import { join } from "node:path";
import { z } from "zod";
import type { SessionCredentials } from "../contracts.ts";
import { readIfPresent, writeDurably } from "./durable-file.ts";
import { randomCredentials } from "./sessions.ts";

const credentialsSchema = z.strictObject({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
});

/**
 * Credentials of the administrator of the local account: drawn at random at the first start on a data directory, then
 * kept in its `credentials.json` (mode 0600), so that no two installations share a secret.
 * @throws Error when the file exists and cannot be read
 */
export function administratorCredentials(dataDir: string): SessionCredentials {
  const path = join(dataDir, "credentials.json");
  const stored = readIfPresent(path);
  if (stored !== undefined) {
    return credentialsSchema.parse(JSON.parse(stored));
  }
  const credentials = randomCredentials();
  writeDurably(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}
