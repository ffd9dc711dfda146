import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AwsError } from "../aws-door/aws-error.ts";

export type EncryptionContext = Readonly<Record<string, string>>;

/** Layout of a ciphertext: version, key id, nonce, authentication tag, encrypted bytes. Callers must not rely on it. */
const VERSION = 1;
const KEY_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/** Seals bytes under a key (AES-256-GCM); key id and encryption context are bound to the ciphertext. */
export function seal(keyId: string, secret: Buffer, plaintext: Buffer, context: EncryptionContext): Buffer {
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(keyId.replaceAll("-", ""), "hex")]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(associatedData(header, context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), encrypted]);
}

/**
 * Id of the key that sealed a ciphertext.
 * @throws AwsError `InvalidCiphertextException` for what was never sealed here
 */
export function keyIdOf(ciphertext: Buffer): string {
  if (ciphertext[0] !== VERSION || ciphertext.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) {
    throw invalidCiphertext();
  }
  const hex = ciphertext.subarray(1, HEADER_BYTES).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @throws AwsError `InvalidCiphertextException` for another context, another key or altered bytes */
export function unseal(secret: Buffer, ciphertext: Buffer, context: EncryptionContext): Buffer {
  const nonceEnd = HEADER_BYTES + NONCE_BYTES;
  const header = ciphertext.subarray(0, HEADER_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", secret, ciphertext.subarray(HEADER_BYTES, nonceEnd))
    .setAAD(associatedData(header, context))
    .setAuthTag(ciphertext.subarray(nonceEnd, nonceEnd + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(nonceEnd + TAG_BYTES)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "The ciphertext is malformed, or its encryption context differs");
}

/** An encryption context is a set of pairs: their order says nothing. */
function associatedData(header: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(pairs), "utf8")]);
}
