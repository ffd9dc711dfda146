import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "@jest/globals";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import { consoleState, invoke, signing } from "../support/account.ts";
import { productNow } from "../support/client.ts";
import {
  askUpload,
  draftWith,
  onceKnown,
  onceReceived,
  pieceOnce,
  saidBy,
  sendForm,
  submit,
} from "../support/filing.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier } from "../support/scenario.ts";

const pathOf = (id: string) => `/v1/segur/dossiers/${id}`;

/** What becomes of the messages that tell of uploads, and of those that never came. */
export function filingHints(product: () => Product): void {
  test("SEC-39 hints doubled, late, forged or about what nobody was granted: no effect, and none comes back", async () => {
    const supplier = await newSupplier(product(), "hinted");
    const { client } = supplier;
    const { id, pieces } = await draftWith(supplier, "hinted", ["D-ENR-RIB"]);
    const sent = pieces["D-ENR-RIB"]!;
    await onceKnown(client, id, "D-ENR-RIB", sent);
    const before = (await client.get(pathOf(id))).text;
    const upload = await uploadOf(product(), id);
    const bucket = await named(product(), "AWS::S3::Bucket", "/Uploads");
    const key = `quarantine/${upload}`;
    const never = "quarantine/00000000-0000-4000-8000-000000000000";
    const hints = [
      created(bucket, key, sent.version),
      created(bucket, key, sent.version),
      scanned(bucket, key, sent.version, "THREATS_FOUND"),
      created("another-bucket", key, sent.version),
      created(bucket, never, sent.version),
      created(bucket, "elsewhere/file", sent.version),
    ];
    await tell(product(), hints);
    expect((await client.get(pathOf(id))).text).toBe(before);
  });

  test("SEC-39 a message that was lost: the sweep finds the file, and a grant that nobody used is over", async () => {
    const supplier = await newSupplier(product(), "overlooked");
    const { client } = supplier;
    const { id } = (await client.post("/v1/segur/dossiers", enrolment)).body;
    const bytes = await pieceSaying("D-ENR-RIB", saidBy(supplier, "overlooked"));
    const granted = (await askUpload(client, id, "D-ENR-RIB", bytes)).body;
    const unused = (await askUpload(client, id, "D-ENR-FORM", Buffer.from("never sent"))).body;
    const store = storeOf(product());
    const [grant, files] = [
      await store.read(`UPLOAD#${granted.upload}`, "GRANT"),
      await store.read(`CASE#${id}`, "PIECES"),
    ];
    const version = (await sendForm(granted, bytes)).headers.get("x-amz-version-id") ?? "";
    await onceKnown(client, id, "D-ENR-RIB", { version, sha256: "" });
    // As if nobody had told of it.
    await store.write(grant);
    await store.write(files);
    const later = new Date((await productNow(product())) + 3 * 3_600_000).toISOString();
    await invoke(product(), "SweepUploads", { at: later });
    const piece = await onceKnown(client, id, "D-ENR-RIB", { version, sha256: "" });
    expect(piece.files).toMatchObject([{ version, verdict: "clean" }]);
    expect(await store.read(`UPLOAD#${unused.upload}`, "GRANT")).toMatchObject({ state: { S: "settled" } });
    expect((await client.get(pathOf(id))).body.pieces[0].grant).toBeUndefined();
  }, 180_000);

  test("SEC-12 a file is replaced in quarantine, by the administrator himself: refused; the vault holds what was filed", async () => {
    const supplier = await newSupplier(product(), "replaced");
    const { client } = supplier;
    const { id, pieces } = await draftWith(supplier, "replaced", ["D-ENR-RIB"]);
    const s3 = new S3Client({ ...signing(product()), forcePathStyle: true });
    const replace = async (name: string, Key: string) =>
      s3.send(new PutObjectCommand({ Bucket: await named(product(), "AWS::S3::Bucket", name), Key, Body: "other" }));
    await expect(replace("/Uploads", `quarantine/${await uploadOf(product(), id)}`)).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await onceReceived(client, id, "D-ENR-RIB", pieces["D-ENR-RIB"]!);
    await submit(client, id, pieces);
    await pieceOnce(client, id, "D-ENR-RIB", ({ files }) => files[0].readable);
    await expect(replace("/Vault", `dossiers/${id}/D-ENR-RIB/${pieces["D-ENR-RIB"]?.sha256}`)).rejects.toMatchObject({
      name: "AccessDenied",
    });
    const { body } = await client.get(`${pathOf(id)}/pieces/D-ENR-RIB/content`);
    expect(body.sha256).toBe(pieces["D-ENR-RIB"]?.sha256);
  }, 180_000);
}

const time = "2022-11-28T08:00:00Z";
const created = (name: string, key: string, version: string) => ({
  source: "aws.s3",
  "detail-type": "Object Created",
  time,
  detail: { bucket: { name }, object: { key, "version-id": version } },
});
const scanned = (bucketName: string, objectKey: string, versionId: string, scanResultStatus: string) => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Malware Protection Object Scan Result",
  time,
  detail: { s3ObjectDetails: { bucketName, objectKey, versionId }, scanResultDetails: { scanResultStatus } },
});

const named = async (product: Product, type: string, part: string): Promise<string> => {
  const { resources } = await consoleState(product);
  const found = resources.find((one) => one.type === type && one.logicalId.includes(part));
  if (found === undefined) throw new Error(`no ${part}`);
  return found.ref;
};

/** The grant of the one upload of a dossier. */
async function uploadOf(product: Product, dossier: string): Promise<string> {
  const text = JSON.stringify(await storeOf(product).read(`CASE#${dossier}`, "PIECES"));
  return /"upload":\{"S":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? "";
}

/** Puts messages into the queue of uploads, and waits until all are done with, and none in the dead letters. */
async function tell(product: Product, messages: readonly object[]): Promise<void> {
  const sqs = new SQSClient(signing(product));
  const { resources } = await consoleState(product);
  const urls = resources
    .filter(({ type, logicalId }) => type === "AWS::SQS::Queue" && logicalId.includes("/Uploads"))
    .map(({ ref }) => ref);
  const [QueueUrl] = urls.filter((url) => !url.includes("DeadLetters"));
  expect(urls).toHaveLength(2);
  for (const message of messages) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  }
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await Promise.all(urls.map((url) => left(sqs, url)))).every((count) => count === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("messages are left");
}

/** Messages of a queue, those in somebody's hands included. */
async function left(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return Object.values(Attributes).reduce((sum, one) => sum + Number(one), 0);
}

/** Items of the table of cases, as the administrator of the account reads and writes them. */
function storeOf(product: Product) {
  const client = new DynamoDBClient(signing(product));
  const table = () => named(product, "AWS::DynamoDB::GlobalTable", "/CasesTable");
  return {
    read: async (pk: string, sk: string) =>
      (await client.send(new GetItemCommand({ TableName: await table(), Key: { pk: { S: pk }, sk: { S: sk } } }))).Item,
    write: async (Item: Record<string, AttributeValue> | undefined) =>
      client.send(new PutItemCommand({ TableName: await table(), Item })),
  };
}
