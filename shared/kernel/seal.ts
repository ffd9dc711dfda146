import { createCipheriv, createDecipheriv, createHash, hkdfSync, timingSafeEqual } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import type { SealedEntry } from "./event.ts";
import { ok, type Result, refused } from "./result.ts";

/** Longest text that a field seals, in UTF-8 bytes, and the grain to which lengths are hidden. */
export const maxSealedBytes = 16 * 1024;
const block = 64;

/** Ciphertext: version (1 byte), salt, nonce, commitment, encrypted blocks, tag; lengths in bytes. */
const version = 1;
const length = { key: 32, salt: 32, nonce: 12, commitment: 32, tag: 16 } as const;
const headerLength = 1 + length.salt + length.nonce + length.commitment;

/** Where a sealed value belongs: it opens there and nowhere else. */
type SealPlace = Readonly<{ chain: string; seq: number; field: string; keyId: string }>;

type SealRequest = SealPlace &
  Readonly<{
    /** Data key of the person `keyId`, 32 bytes, unwrapped by the caller. */
    key: Uint8Array;
    text: string;
    /** Cryptographic randomness: `randomBytes`, or fixed bytes in a published vector. */
    random: (bytes: number) => Uint8Array;
  }>;

/** `entry` is the event's own; it names the field and the person whose `key` is given. */
type OpenRequest = Readonly<{
  chain: string;
  seq: number;
  entry: SealedEntry;
  key: Uint8Array;
  ciphertext: Uint8Array;
}>;

/** Why a value stays closed. `other-place` is an intact value of another chain, event or field. */
type OpenRefusal = "malformed" | "altered" | "other-key" | "other-place";

/**
 * Seals a personal value: AES-256-GCM under a key derived for this value alone (HKDF-SHA-256, random salt), with a
 * commitment, so that one ciphertext has one key. The length shows only in steps of 64 bytes: once the person's key is
 * destroyed, nothing tells « oui » from « non ». `entry` goes into the event, `ciphertext` into the table of ciphertexts.
 *
 * @throws RangeError on a key that is not 32 bytes, on a text too long or not well formed: the caller's schema refuses those
 */
export function seal(request: SealRequest): { readonly ciphertext: Buffer; readonly entry: SealedEntry } {
  const { key, text, random } = request;
  if (key.length !== length.key) throw new RangeError("a data key has 32 bytes");
  if (!text.isWellFormed() || Buffer.byteLength(text) > maxSealedBytes)
    throw new RangeError("a text that cannot be sealed");
  const salt = random(length.salt);
  const nonce = random(length.nonce);
  const place = placeText(request);
  const keys = deriveKeys(key, salt, place);
  const cipher = createCipheriv("aes-256-gcm", keys.encryption, nonce, { authTagLength: length.tag }).setAAD(place);
  const encrypted = [cipher.update(pad(text)), cipher.final(), cipher.getAuthTag()];
  const ciphertext = Buffer.concat([Buffer.of(version), salt, nonce, keys.commitment, ...encrypted]);
  return { ciphertext, entry: { field: request.field, key: request.keyId, digest: sealedDigest(ciphertext) } };
}

/** The clear text of a sealed value, or why it stays closed. */
export function openSealed(request: OpenRequest): Result<string, OpenRefusal> {
  const { key, entry, ciphertext } = request;
  if (sealedDigest(ciphertext) !== entry.digest) return refused("altered");
  if (ciphertext[0] !== version || ciphertext.length < headerLength + block + length.tag) return refused("malformed");
  const parts = split(Buffer.from(ciphertext));
  const place = placeText({ ...request, field: entry.field, keyId: entry.key });
  const keys = deriveKeys(key, parts.salt, place);
  if (!timingSafeEqual(keys.commitment, parts.commitment)) return refused("other-key");
  const decipher = createDecipheriv("aes-256-gcm", keys.encryption, parts.nonce, { authTagLength: length.tag });
  decipher.setAAD(place).setAuthTag(parts.tag);
  const padded = decipher.update(parts.encrypted);
  try {
    decipher.final();
  } catch {
    return refused("other-place");
  }
  return ok(padded.toString("utf8", 0, padded.lastIndexOf(0x80)));
}

/** SHA-256 of a ciphertext as an event records it, lower-case hexadecimal. */
export function sealedDigest(ciphertext: Uint8Array): string {
  return createHash("sha256").update(ciphertext).digest("hex");
}

/** Names the place in one text, which is both derived from and authenticated. */
function placeText({ chain, seq, field, keyId }: SealPlace): Buffer {
  const text = canonicalText({ chain, field, key: keyId, seq });
  if (!text.ok) throw new RangeError(`a place without canonical form: ${text.reason.fault}`);
  return Buffer.from(text.value);
}

/** The commitment depends on key and salt alone, so that a wrong key is told from a wrong place. */
function deriveKeys(key: Uint8Array, salt: Uint8Array, place: Buffer): { encryption: Buffer; commitment: Buffer } {
  const derive = (purpose: string, context: Uint8Array, bytes: number) =>
    Buffer.from(
      hkdfSync("sha256", key, salt, Buffer.concat([Buffer.from(`guichet-seal-v1\0${purpose}\0`), context]), bytes),
    );
  return {
    encryption: derive("encryption", place, length.key),
    commitment: derive("commitment", Buffer.alloc(0), length.commitment),
  };
}

/** ISO 7816-4: a byte 0x80, then zeros to the end of the block. */
function pad(text: string): Buffer {
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / block) * block);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

function split(ciphertext: Buffer) {
  const salt = ciphertext.subarray(1, 1 + length.salt);
  const nonce = ciphertext.subarray(1 + length.salt, 1 + length.salt + length.nonce);
  const commitment = ciphertext.subarray(1 + length.salt + length.nonce, headerLength);
  const encrypted = ciphertext.subarray(headerLength, -length.tag);
  return { salt, nonce, commitment, encrypted, tag: ciphertext.subarray(-length.tag) };
}
