import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { PersonKeys } from "../../ports/person-keys.ts";

/** Person keys wrapped by a KMS key; the encryption context binds each to its person, so that none opens another's. */
export function kmsPersonKeys(client: KMSClient, keyArn: string): PersonKeys {
  return {
    create: async (subject) => {
      const { Plaintext: key, CiphertextBlob: wrapped } = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: "AES_256", EncryptionContext: { subject } }),
      );
      if (key === undefined || wrapped === undefined) throw new Error("KMS returned no data key");
      return { key, wrapped };
    },
    unwrap: async (subject, wrapped) => {
      const { Plaintext: key } = await client.send(
        new DecryptCommand({ KeyId: keyArn, CiphertextBlob: wrapped, EncryptionContext: { subject } }),
      );
      if (key === undefined) throw new Error("KMS returned no data key");
      return { key, wrapped };
    },
  };
}
