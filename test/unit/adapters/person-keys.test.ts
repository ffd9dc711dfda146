import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { ResourcePlayer } from "../../../local/contracts.ts";
import { createKms } from "../../../local/kms/kms.ts";
import { kmsPersonKeys } from "../../../shared/adapters/kms/person-keys.ts";
import { ACCOUNT, openDoor, REGION } from "../../local/iam-cloud.ts";

let cloud: Awaited<ReturnType<typeof openDoor>>;
let personalKey = "";
const clients: KMSClient[] = [];

beforeAll(async () => {
  let players: readonly ResourcePlayer[] = [];
  cloud = await openDoor((iam, clock, dataDir) => {
    const kms = createKms({ iam, clock, dataDir, account: ACCOUNT, region: REGION });
    players = kms.players;
    return [kms.service];
  });
  const resource = {
    logicalId: "Personal",
    type: "AWS::KMS::Key",
    properties: {},
    assemblyDir: "/",
    generatedName: "k",
  };
  const made = await players.find(({ type }) => type === resource.type)?.create(resource);
  personalKey = String(made?.attributes.Arn);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await cloud.door.close();
});

/** The keys of persons as a function with these rights has them. */
function keysWith(...actions: readonly string[]) {
  const statement = { Effect: "Allow", Action: actions, Resource: personalKey };
  const client = new KMSClient(cloud.client(cloud.role("sealer", statement)));
  clients.push(client);
  return kmsPersonKeys(client, personalKey);
}

test("a person's key: 32 bytes, new for each; its wrapped form opens for that person", async () => {
  const keys = keysWith("kms:GenerateDataKey", "kms:Decrypt");
  const [one, two] = [await keys.create("person-1"), await keys.create("person-1")];
  expect(one.key).toHaveLength(32);
  expect(Buffer.from(one.key).equals(Buffer.from(two.key))).toBe(false);
  expect(Buffer.from(one.wrapped).includes(Buffer.from(one.key))).toBe(false);
  const opened = await keys.unwrap("person-1", one.wrapped);
  expect(Buffer.from(opened.key).equals(Buffer.from(one.key))).toBe(true);
});

test("another person's wrapped key, or one that was altered: does not open", async () => {
  const keys = keysWith("kms:GenerateDataKey", "kms:Decrypt");
  const { wrapped } = await keys.create("person-1");
  await expect(keys.unwrap("person-2", wrapped)).rejects.toThrow(
    expect.objectContaining({ name: "InvalidCiphertextException" }),
  );
  const altered = Uint8Array.from(wrapped, (byte, index) => (index === wrapped.length - 1 ? byte ^ 1 : byte));
  await expect(keys.unwrap("person-1", altered)).rejects.toThrow();
});

test("a function that may only open keys: opens, and makes none", async () => {
  const { wrapped } = await keysWith("kms:GenerateDataKey").create("person-1");
  const reader = keysWith("kms:Decrypt");
  expect((await reader.unwrap("person-1", wrapped)).key).toHaveLength(32);
  await expect(reader.create("person-1")).rejects.toThrow(expect.objectContaining({ name: "AccessDeniedException" }));
});
