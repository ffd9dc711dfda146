import { createPublicKey, verify } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
} from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ResourcePlayer } from "../../local/contracts.ts";
import { createKms } from "../../local/kms/kms.ts";
import { ACCOUNT, openDoor, REGION } from "./iam-cloud.ts";

let cloud: Awaited<ReturnType<typeof openDoor>>;
let players: ResourcePlayer[];
const clients: KMSClient[] = [];

beforeEach(async () => {
  cloud = await openDoor((iam, clock, dataDir) => {
    const kms = createKms({ iam, clock, dataDir, account: ACCOUNT, region: REGION });
    players = kms.players;
    return [kms.service];
  });
});

afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.destroy();
  }
  await cloud.door.close();
});

async function declare(logicalId: string, properties: Record<string, unknown> = {}, from = players) {
  const type = "AliasName" in properties ? "AWS::KMS::Alias" : "AWS::KMS::Key";
  const player = from.find((candidate) => candidate.type === type)!;
  const resource = { logicalId, type, properties, assemblyDir: "/nowhere", generatedName: `stack-${logicalId}` };
  const { ref, attributes } = await player.create(resource);
  return attributes.Arn ?? ref;
}

function as(...statements: object[]): KMSClient {
  const client = new KMSClient(cloud.client(cloud.role("sealer", ...statements)));
  clients.push(client);
  return client;
}

function allow(action: string | string[], condition?: object) {
  return { Effect: "Allow", Action: action, Resource: "*", ...(condition && { Condition: condition }) };
}

const person = { person: "p-1", purpose: "contact" };
const secret = Buffer.from("secret");

describe("encryption", () => {
  test("a data key: its sealed form opens under the same context in any order, to the same bytes", async () => {
    const KeyId = await declare("Key");
    const kms = as(allow(["kms:GenerateDataKey", "kms:Decrypt"]));
    const generate = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext: person });
    const { CiphertextBlob, Plaintext } = await kms.send(generate);
    const reordered = { purpose: "contact", person: "p-1" };
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
    expect(Plaintext).toHaveLength(32);
    expect(opened).toMatchObject({ KeyId, Plaintext });
  });

  test("another context, an altered byte, bytes from elsewhere: InvalidCiphertextException", async () => {
    const KeyId = await declare("Key");
    const kms = as(allow(["kms:Encrypt", "kms:Decrypt"]));
    const encrypt = new EncryptCommand({ KeyId, Plaintext: secret, EncryptionContext: person });
    const { CiphertextBlob } = await kms.send(encrypt);
    const altered = Uint8Array.from(CiphertextBlob!);
    altered[altered.length - 1]! ^= 1;
    const inputs = [
      { CiphertextBlob, EncryptionContext: { person: "p-2", purpose: "contact" } },
      { CiphertextBlob },
      { CiphertextBlob: altered, EncryptionContext: person },
      { CiphertextBlob: Buffer.from("never sealed here") },
    ];
    for (const input of inputs) {
      await expect(kms.send(new DecryptCommand(input))).rejects.toMatchObject({ name: "InvalidCiphertextException" });
    }
  });

  test("a ciphertext of one key, decrypted in the name of another: IncorrectKeyException", async () => {
    const [KeyId, other] = [await declare("Key"), await declare("Other")];
    const kms = as(allow(["kms:Encrypt", "kms:Decrypt"]));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: secret }));
    const decrypt = kms.send(new DecryptCommand({ CiphertextBlob, KeyId: other }));
    await expect(decrypt).rejects.toMatchObject({ name: "IncorrectKeyException" });
  });

  test("more than 4096 bytes, or a parameter that is not played: ValidationException", async () => {
    const KeyId = await declare("Key");
    const kms = as(allow("kms:*"));
    const large = new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4097) });
    await expect(kms.send(large)).rejects.toMatchObject({ name: "ValidationException" });
    const dryRun = new EncryptCommand({ KeyId, Plaintext: secret, DryRun: true });
    await expect(kms.send(dryRun)).rejects.toMatchObject({ message: expect.stringContaining("DryRun") });
  });
});

describe("permissions", () => {
  test("a role without kms:Decrypt: AccessDeniedException naming action and role", async () => {
    const KeyId = await declare("Key");
    const kms = as(allow("kms:Encrypt"));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: secret }));
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/sealer/fn is not authorized to perform: kms:Decrypt on resource: ${KeyId} because no identity-based policy allows the kms:Decrypt action`,
    });
  });

  test("a role bound to a context: allowed with it, refused with another and without any", async () => {
    const KeyId = await declare("Key");
    const kms = as(allow("kms:Encrypt", { StringEquals: { "kms:EncryptionContext:purpose": "contact" } }));
    const encrypt = (EncryptionContext?: Record<string, string>) =>
      kms.send(new EncryptCommand({ KeyId, Plaintext: secret, ...(EncryptionContext && { EncryptionContext }) }));
    await expect(encrypt(person)).resolves.toBeDefined();
    await expect(encrypt({ purpose: "billing" })).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(encrypt()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("a key policy that names one role: that role needs no other policy, the administrator is refused", async () => {
    const sealer = { AWS: `arn:aws:iam::${ACCOUNT}:role/sealer` };
    const statement = { Effect: "Allow", Principal: sealer, Action: "kms:Encrypt", Resource: "*" };
    const KeyId = await declare("Key", { KeyPolicy: { Version: "2012-10-17", Statement: [statement] } });
    await expect(as().send(new EncryptCommand({ KeyId, Plaintext: secret }))).resolves.toBeDefined();
    const administrator = new KMSClient(cloud.client(cloud.iam.administratorCredentials()));
    clients.push(administrator);
    await expect(administrator.send(new EncryptCommand({ KeyId, Plaintext: secret }))).rejects.toMatchObject({
      message: expect.stringContaining("because no resource-based policy allows the kms:Encrypt action"),
    });
  });

  test("a role allowed under an alias only: by the alias allowed, by the key's ARN refused", async () => {
    const KeyId = await declare("Key");
    const alias = await declare("Alias", { AliasName: "alias/persons", TargetKeyId: KeyId });
    const kms = as(allow("kms:Encrypt", { StringEquals: { "kms:RequestAlias": alias } }));
    const byAlias = await kms.send(new EncryptCommand({ KeyId: alias, Plaintext: secret }));
    expect(byAlias.KeyId).toBe(KeyId);
    const byArn = kms.send(new EncryptCommand({ KeyId, Plaintext: secret }));
    await expect(byArn).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("a disabled key is described, and does nothing else; an unknown one is NotFoundException", async () => {
    const KeyId = await declare("Key", { Enabled: false });
    const kms = as(allow("kms:*"));
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Enabled: false, KeyState: "Disabled", CreationDate: new Date(cloud.clock.at) });
    const encrypt = (key: string) => kms.send(new EncryptCommand({ KeyId: key, Plaintext: secret }));
    await expect(encrypt(KeyId)).rejects.toMatchObject({ name: "DisabledException" });
    await expect(encrypt("alias/nothing")).rejects.toMatchObject({ name: "NotFoundException" });
  });
});

describe("signatures", () => {
  test.each([
    ["RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256"],
    ["RSA_2048", "RSASSA_PSS_SHA_512"],
    ["ECC_NIST_P256", "ECDSA_SHA_256"],
  ] as const)("%s with %s: KMS verifies its signature, and refuses it on another message", async (spec, algorithm) => {
    const KeyId = await declare("Signer", { KeySpec: spec, KeyUsage: "SIGN_VERIFY" });
    const kms = as(allow("kms:*"));
    const base = { KeyId, SigningAlgorithm: algorithm, MessageType: "RAW" as const };
    const { Signature } = await kms.send(new SignCommand({ ...base, Message: secret }));
    const valid = await kms.send(new VerifyCommand({ ...base, Message: secret, Signature }));
    expect(valid.SignatureValid).toBe(true);
    const forged = kms.send(new VerifyCommand({ ...base, Message: Buffer.from("other"), Signature }));
    await expect(forged).rejects.toMatchObject({ name: "KMSInvalidSignatureException" });
  });

  test("the public key that KMS gives: verifies outside KMS what KMS signed", async () => {
    const KeyId = await declare("Signer", { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const kms = as(allow("kms:*"));
    const sign = new SignCommand({ KeyId, Message: secret, MessageType: "RAW", SigningAlgorithm: "ECDSA_SHA_256" });
    const { Signature } = await kms.send(sign);
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
    expect(verify("sha256", secret, key, Signature!)).toBe(true);
  });

  test("a signing key asked to encrypt, or with an algorithm of another kind: InvalidKeyUsageException", async () => {
    const KeyId = await declare("Signer", { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const kms = as(allow("kms:*"));
    const usage = { name: "InvalidKeyUsageException" };
    await expect(kms.send(new EncryptCommand({ KeyId, Plaintext: secret }))).rejects.toMatchObject(usage);
    const rsa = new SignCommand({ KeyId, Message: secret, SigningAlgorithm: "RSASSA_PSS_SHA_256" });
    await expect(kms.send(rsa)).rejects.toMatchObject(usage);
  });
});

describe("the file of the keys", () => {
  test("a restart: the same key opens what it sealed; only the owner of the directory reads the file", async () => {
    const KeyId = await declare("Key");
    const { CiphertextBlob } = await as(allow("kms:*")).send(new EncryptCommand({ KeyId, Plaintext: secret }));
    const { iam, clock, dataDir } = cloud;
    const again = createKms({ iam, clock, dataDir, account: ACCOUNT, region: REGION });
    expect(await declare("Key", {}, again.players)).toBe(KeyId);
    const answer = await again.service.handle({
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: { "x-amz-target": "TrentService.Decrypt" },
      body: Buffer.from(JSON.stringify({ CiphertextBlob: Buffer.from(CiphertextBlob!).toString("base64") })),
      principal: iam.lookup(iam.administratorCredentials().accessKeyId)!.principal,
      requestId: "r",
    });
    expect(JSON.parse(String(answer.body)).Plaintext).toBe(secret.toString("base64"));
    expect(statSync(join(dataDir, "keys.json")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(dataDir, "keys.json"), "utf8"))).toHaveLength(1);
  });

  test("a template that changes the specification of a key: refused, saying what would be lost", async () => {
    await declare("Key");
    const changed = declare("Key", { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
    await expect(changed).rejects.toThrow(/would be lost/);
  });
});
