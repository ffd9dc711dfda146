import { z } from "zod";

const KeyId = z.string().min(1).max(2048);
const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
/** KMS takes 4096 bytes at most in one call. */
const message = bytes.refine((value) => value.length >= 1 && value.length <= 4096, "1 to 4096 bytes");
const EncryptionContext = z.record(z.string(), z.string()).default({});
const EncryptionAlgorithm = z.literal("SYMMETRIC_DEFAULT").default("SYMMETRIC_DEFAULT");

/** Inputs of the operations played; a parameter that is not here is refused by name. */
export const dataKeyInput = z.strictObject({
  KeyId,
  KeySpec: z.enum(["AES_128", "AES_256"]).optional(),
  NumberOfBytes: z.int().min(1).max(1024).optional(),
  EncryptionContext,
});
export const encryptInput = z.strictObject({ KeyId, Plaintext: message, EncryptionContext, EncryptionAlgorithm });
export const decryptInput = z.strictObject({
  KeyId: KeyId.optional(),
  CiphertextBlob: bytes,
  EncryptionContext,
  EncryptionAlgorithm,
});
export const keyInput = z.strictObject({ KeyId });
/** A digest without its message is not played: Node signs messages. */
export const signInput = z.strictObject({
  KeyId,
  Message: message,
  MessageType: z.literal("RAW").default("RAW"),
  SigningAlgorithm: z.string(),
});
export const verifyInput = signInput.extend({ Signature: bytes });
