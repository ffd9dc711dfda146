import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import { readIfPresent, writeDurably } from "../iam/durable-file.ts";

const signingSpec = z.enum(["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384"]);
export const keySpec = z.union([z.literal("SYMMETRIC_DEFAULT"), signingSpec]);
export const keyUsage = z.enum(["ENCRYPT_DECRYPT", "SIGN_VERIFY"]);

export type SigningSpec = z.infer<typeof signingSpec>;
type KeySpec = z.infer<typeof keySpec>;

const storedKey = z.strictObject({
  keyId: z.uuid(),
  /** Generated name of the resource that declares the key. */
  owner: z.string(),
  spec: keySpec,
  /** Base64: 32 bytes, or a private key in PKCS #8. */
  material: z.string(),
  /** Virtual instant, milliseconds. */
  createdAt: z.number(),
});
type StoredKey = z.infer<typeof storedKey>;

/** What the template says of a key, read again at each boot. */
interface KeyDeclaration {
  readonly owner: string;
  readonly spec: KeySpec;
  readonly policy: unknown;
  readonly enabled: boolean;
}

export interface Key extends KeyDeclaration {
  readonly keyId: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly material:
    | { readonly spec: "SYMMETRIC_DEFAULT"; readonly secret: Buffer }
    | { readonly spec: SigningSpec; readonly privateKey: KeyObject };
}

/** Keys of the local account: material in `<dataDir>/keys.json` (mode 0600), policy and state from the template. */
export class Keys {
  readonly #path: string;
  readonly #arnPrefix: string;
  readonly #stored: StoredKey[];
  readonly #declared = new Map<string, Key>();
  readonly #aliases = new Map<string, string>();

  /** @param arnPrefix `arn:aws:kms:<region>:<account>:` */
  constructor(dataDir: string, arnPrefix: string) {
    this.#path = join(dataDir, "keys.json");
    this.#arnPrefix = arnPrefix;
    this.#stored = z.array(storedKey).parse(JSON.parse(readIfPresent(this.#path) ?? "[]"));
  }

  /**
   * Creates the key of a resource, or finds it as it was at the last boot.
   * @throws Error when the specification changed: what the old key sealed would be lost
   */
  declare(declaration: KeyDeclaration, now: number): Key {
    const { owner, spec } = declaration;
    const stored = this.#stored.find((key) => key.owner === owner) ?? this.#create(owner, spec, now);
    if (stored.spec !== spec) {
      throw new Error(
        `Key ${owner} is ${stored.spec}; the template says ${spec}: what it sealed or signed would be lost`,
      );
    }
    const { keyId, createdAt } = stored;
    const key = { ...declaration, keyId, createdAt, arn: `${this.#arnPrefix}key/${keyId}`, material: open(stored) };
    this.#declared.set(keyId, key);
    return key;
  }

  /** @param target id or ARN of a key. */
  declareAlias(alias: string, target: string): void {
    this.#aliases.set(alias, this.find(target).keyId);
  }

  /**
   * @param reference id or ARN of a key, name or ARN of an alias
   * @throws AwsError `NotFoundException`
   */
  find(reference: string): Key {
    const name = reference.startsWith(this.#arnPrefix) ? reference.slice(this.#arnPrefix.length) : reference;
    const keyId = this.#aliases.get(name) ?? name.replace(/^key\//, "");
    const key = this.#declared.get(keyId);
    if (key === undefined) {
      const arn = name.startsWith("alias/") ? `Alias ${this.#arnPrefix}${name} is not found.` : undefined;
      throw new AwsError("NotFoundException", arn ?? `Key '${this.#arnPrefix}key/${keyId}' does not exist`);
    }
    return key;
  }

  #create(owner: string, spec: KeySpec, now: number): StoredKey {
    const created = { keyId: randomUUID(), owner, spec, material: randomMaterial(spec), createdAt: now };
    this.#stored.push(created);
    writeDurably(this.#path, `${JSON.stringify(this.#stored, null, 2)}\n`);
    return created;
  }
}

function randomMaterial(spec: KeySpec): string {
  if (spec === "SYMMETRIC_DEFAULT") {
    return randomBytes(32).toString("base64");
  }
  const { privateKey } = spec.startsWith("RSA_")
    ? generateKeyPairSync("rsa", { modulusLength: Number(spec.slice("RSA_".length)) })
    : generateKeyPairSync("ec", { namedCurve: spec.replace("ECC_NIST_P", "P-") });
  return privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
}

function open({ spec, material }: StoredKey): Key["material"] {
  const bytes = Buffer.from(material, "base64");
  return spec === "SYMMETRIC_DEFAULT"
    ? { spec, secret: bytes }
    : { spec, privateKey: createPrivateKey({ key: bytes, format: "der", type: "pkcs8" }) };
}
