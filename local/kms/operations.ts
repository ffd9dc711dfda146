import { type KeyObject, randomBytes } from "node:crypto";
import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { AccessQuestion } from "../contracts.ts";
import { type EncryptionContext, keyIdOf, seal, unseal } from "./ciphertext.ts";
import { dataKeyInput, decryptInput, encryptInput, keyInput, signInput, verifyInput } from "./inputs.ts";
import type { Key, Keys, SigningSpec } from "./keys.ts";
import { algorithmsOf, checkAlgorithm, isSignatureValid, publicKeyOf, signMessage } from "./signing.ts";

/** One call of one principal. */
interface Call {
  readonly keys: Keys;
  readonly input: unknown;
  /** @throws AwsError when the key's policy and the principal's do not allow the action, or the key is disabled */
  authorise(key: Key, context: NonNullable<AccessQuestion["context"]>): void;
}

/** The operations played, by name; each gives the JSON of its answer. */
export const OPERATIONS: Readonly<Record<string, (call: Call) => object>> = {
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: (call) => {
    const { Plaintext: _, ...sealed } = generateDataKey(call);
    return sealed;
  },
  Encrypt: (call) => {
    const { KeyId, Plaintext, EncryptionContext, EncryptionAlgorithm } = read(encryptInput, call.input);
    const key = call.keys.find(KeyId);
    call.authorise(key, { ...contextKeys(EncryptionContext), "kms:EncryptionAlgorithm": EncryptionAlgorithm });
    return { ...sealed(key, Plaintext, EncryptionContext), EncryptionAlgorithm };
  },
  Decrypt: (call) => {
    const { KeyId, CiphertextBlob, EncryptionContext, EncryptionAlgorithm } = read(decryptInput, call.input);
    const key = call.keys.find(keyIdOf(CiphertextBlob));
    call.authorise(key, { ...contextKeys(EncryptionContext), "kms:EncryptionAlgorithm": EncryptionAlgorithm });
    if (KeyId !== undefined && call.keys.find(KeyId) !== key) {
      throw new AwsError(
        "IncorrectKeyException",
        "The key ID in the request does not identify the key of the ciphertext.",
      );
    }
    const plaintext = unseal(secretOf(key), CiphertextBlob, EncryptionContext);
    return { KeyId: key.arn, Plaintext: plaintext.toString("base64"), EncryptionAlgorithm };
  },
  DescribeKey: (call) => {
    const key = call.keys.find(read(keyInput, call.input).KeyId);
    call.authorise(key, {});
    return { KeyMetadata: metadata(key) };
  },
  GetPublicKey: (call) => {
    const key = call.keys.find(read(keyInput, call.input).KeyId);
    call.authorise(key, {});
    const { privateKey, spec } = signingKeyOf(key);
    const PublicKey = publicKeyOf(privateKey).toString("base64");
    return { KeyId: key.arn, PublicKey, KeySpec: spec, KeyUsage: "SIGN_VERIFY", SigningAlgorithms: algorithmsOf(spec) };
  },
  Sign: (call) => {
    const { KeyId, Message, SigningAlgorithm, MessageType } = read(signInput, call.input);
    const key = call.keys.find(KeyId);
    call.authorise(key, { "kms:SigningAlgorithm": SigningAlgorithm, "kms:MessageType": MessageType });
    const { privateKey, spec } = signingKeyOf(key);
    checkAlgorithm(spec, SigningAlgorithm);
    const Signature = signMessage(privateKey, SigningAlgorithm, Message).toString("base64");
    return { KeyId: key.arn, Signature, SigningAlgorithm };
  },
  Verify: (call) => {
    const { KeyId, Message, Signature, SigningAlgorithm, MessageType } = read(verifyInput, call.input);
    const key = call.keys.find(KeyId);
    call.authorise(key, { "kms:SigningAlgorithm": SigningAlgorithm, "kms:MessageType": MessageType });
    const { privateKey, spec } = signingKeyOf(key);
    checkAlgorithm(spec, SigningAlgorithm);
    if (!isSignatureValid(privateKey, SigningAlgorithm, Message, Signature)) {
      throw new AwsError("KMSInvalidSignatureException", "The signature does not match the message.");
    }
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
  },
};

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new AwsError("ValidationException", `Not played, or not valid: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Condition keys of an encryption context. */
export function contextKeys(context: EncryptionContext): Record<string, string | string[]> {
  const entries = Object.entries(context);
  return {
    ...Object.fromEntries(entries.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    ...(entries.length > 0 && { "kms:EncryptionContextKeys": Object.keys(context) }),
  };
}

function generateDataKey(call: Call): { KeyId: string; CiphertextBlob: string; Plaintext: string } {
  const { KeyId, KeySpec, NumberOfBytes, EncryptionContext } = read(dataKeyInput, call.input);
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  const key = call.keys.find(KeyId);
  call.authorise(key, contextKeys(EncryptionContext));
  const plaintext = randomBytes(NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32));
  return { ...sealed(key, plaintext, EncryptionContext), Plaintext: plaintext.toString("base64") };
}

function sealed(key: Key, plaintext: Buffer, context: EncryptionContext): { KeyId: string; CiphertextBlob: string } {
  const blob = seal(key.keyId, secretOf(key), plaintext, context);
  return { KeyId: key.arn, CiphertextBlob: blob.toString("base64") };
}

function secretOf({ material, arn }: Key): Buffer {
  if (material.spec !== "SYMMETRIC_DEFAULT") {
    throw new AwsError("InvalidKeyUsageException", `${arn} key usage is SIGN_VERIFY.`);
  }
  return material.secret;
}

function signingKeyOf({ material, arn }: Key): { readonly privateKey: KeyObject; readonly spec: SigningSpec } {
  if (material.spec === "SYMMETRIC_DEFAULT") {
    throw new AwsError("InvalidKeyUsageException", `${arn} key usage is ENCRYPT_DECRYPT.`);
  }
  return material;
}

function metadata({ keyId, arn, spec, enabled, createdAt }: Key): object {
  return {
    KeyId: keyId,
    Arn: arn,
    AWSAccountId: arn.split(":")[4],
    CreationDate: createdAt / 1_000,
    Enabled: enabled,
    KeyManager: "CUSTOMER",
    KeySpec: spec,
    KeyState: enabled ? "Enabled" : "Disabled",
    KeyUsage: spec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY",
    MultiRegion: false,
    Origin: "AWS_KMS",
  };
}
