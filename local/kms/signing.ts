import { constants, createPublicKey, type KeyObject, type SigningOptions, sign, verify } from "node:crypto";
import { AwsError } from "../aws-door/aws-error.ts";
import type { SigningSpec } from "./keys.ts";

/** The signature algorithms that KMS offers for a key. */
export function algorithmsOf(spec: SigningSpec): readonly string[] {
  if (spec.startsWith("RSA_")) {
    const lengths = ["SHA_256", "SHA_384", "SHA_512"];
    return ["RSASSA_PSS", "RSASSA_PKCS1_V1_5"].flatMap((scheme) => lengths.map((length) => `${scheme}_${length}`));
  }
  return [spec === "ECC_NIST_P256" ? "ECDSA_SHA_256" : "ECDSA_SHA_384"];
}

/** Signature of a message, as KMS writes it (ECDSA in DER). */
export function signMessage(privateKey: KeyObject, algorithm: string, message: Buffer): Buffer {
  return sign(digestOf(algorithm), message, { key: privateKey, ...paddingOf(algorithm) });
}

export function isSignatureValid(
  privateKey: KeyObject,
  algorithm: string,
  message: Buffer,
  signature: Buffer,
): boolean {
  return verify(digestOf(algorithm), message, { key: createPublicKey(privateKey), ...paddingOf(algorithm) }, signature);
}

/** Public key in DER (SubjectPublicKeyInfo). */
export function publicKeyOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" });
}

/** @throws AwsError when the key does not sign with this algorithm */
export function checkAlgorithm(spec: SigningSpec, algorithm: string): void {
  if (!algorithmsOf(spec).includes(algorithm)) {
    throw new AwsError("InvalidKeyUsageException", `Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
  }
}

function digestOf(algorithm: string): string {
  return algorithm.slice(-"SHA_256".length).replace("_", "").toLowerCase();
}

function paddingOf(algorithm: string): SigningOptions {
  return algorithm.startsWith("RSASSA_PSS")
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
}
