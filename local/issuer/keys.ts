import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { z } from "zod";

const IssuerKeys = z.strictObject({
  signing: z.looseObject({ kty: z.literal("RSA"), kid: z.string(), alg: z.literal("RS256"), use: z.literal("sig") }),
  /** Signs the issuer's own cookies. */
  cookies: z.string(),
});
export type IssuerKeys = z.infer<typeof IssuerKeys>;

/** The keys of the issuer, made at the first start and kept in a file that its owner alone can read. */
export async function issuerKeys(dataDir: string): Promise<IssuerKeys> {
  const file = join(dataDir, "issuer-keys.json");
  if (existsSync(file)) return IssuerKeys.parse(JSON.parse(readFileSync(file, "utf8")));
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  const kid = randomBytes(12).toString("base64url");
  const keys = IssuerKeys.parse({
    signing: { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig" },
    cookies: randomBytes(32).toString("base64url"),
  });
  // Renamed when complete: a process killed here leaves no half of a file behind.
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}
