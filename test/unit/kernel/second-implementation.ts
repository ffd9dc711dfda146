import { createHash, createHmac, webcrypto } from "node:crypto";

// A second implementation of docs/record.md. It shares no code with the first: own canonical writer, HKDF from HMAC,
// AES-GCM of WebCrypto. Where both agree, the page says enough for a third.

const escapes: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function writeText(text: string): string {
  const body = Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    const control = text.charCodeAt(index) < 0x20 ? `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}` : unit;
    return escapes[unit] ?? control;
  });
  return `"${body.join("")}"`;
}

function byCodeUnit(left: string, right: string): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value === "string") return writeText(value);
  if (typeof value !== "object" || value === null) return `${value}`;
  const members = Object.entries(value).sort(([left], [right]) => byCodeUnit(left, right));
  return `{${members.map(([key, member]) => `${writeText(key)}:${write(member)}`).join(",")}}`;
}

const zero = Buffer.of(0);
const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest("hex");

export const hashOf = (event: unknown) => sha256(Buffer.from("guichet-event-v1"), zero, Buffer.from(write(event)));

export const prevOfFirst = (procedure: string, chain: string) =>
  sha256(Buffer.from("guichet-chain-v1"), zero, Buffer.from(procedure), zero, Buffer.from(chain));

const hmac = (key: Uint8Array, ...parts: Uint8Array[]) =>
  createHmac("sha256", key).update(Buffer.concat(parts)).digest();

/** RFC 5869 for one block of output, which is all that is used. */
const hkdf = (key: Uint8Array, salt: Uint8Array, info: Uint8Array) => hmac(hmac(salt, key), info, Buffer.of(1));

export interface SealVector {
  readonly key: string;
  readonly keyId: string;
  readonly chain: string;
  readonly seq: number;
  readonly field: string;
  readonly text: string;
  readonly salt: string;
  readonly nonce: string;
}

export async function sealOf(vector: SealVector): Promise<Buffer> {
  const { chain, seq, field, keyId } = vector;
  const [key, salt, nonce] = [vector.key, vector.salt, vector.nonce].map((hex) => Buffer.from(hex, "hex")) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const place = Buffer.from(write({ chain, seq, field, key: keyId }));
  const encryption = hkdf(key, salt, Buffer.concat([Buffer.from("guichet-seal-v1\0encryption\0"), place]));
  const commitment = hkdf(key, salt, Buffer.from("guichet-seal-v1\0commitment\0"));
  const marked = Buffer.concat([Buffer.from(vector.text), Buffer.of(0x80)]);
  const padded = Buffer.concat([marked, Buffer.alloc((64 - (marked.length % 64)) % 64)]);
  const imported = await webcrypto.subtle.importKey("raw", encryption, "AES-GCM", false, ["encrypt"]);
  const encrypted = await webcrypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: place, tagLength: 128 },
    imported,
    padded,
  );
  return Buffer.concat([Buffer.of(1), salt, nonce, commitment, Buffer.from(encrypted)]);
}
