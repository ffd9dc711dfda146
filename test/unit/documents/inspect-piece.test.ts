import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { inspectionAnswer } from "../../../shared/ports/documents.ts";
import { pdf, plain } from "../../support/pdf/crafted.ts";
import { answering } from "./answers.ts";

const bytes = pdf(plain);
let served: Uint8Array = bytes;
let server: Awaited<ReturnType<typeof answering>>;
let handler: (event: unknown) => Promise<unknown>;

beforeAll(async () => {
  server = await answering((response) => {
    response.writeHead(200, { "content-type": "application/pdf", "content-length": served.length }).end(served);
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    UPLOADS_BUCKET: "uploads",
  });
  ({ handler } = await import("../../../functions/documents/inspect-piece.ts"));
});
afterAll(() => server[Symbol.asyncDispose]());

const request = (file: Uint8Array) => ({
  key: "quarantine/6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a",
  versionId: "v",
  size: file.length,
  sha256: createHash("sha256").update(file).digest("hex"),
});
const inspected = async (file: Uint8Array) => {
  served = file;
  return inspectionAnswer.parse(await handler(request(file)));
};

describe("SEC-21 the inspection of one file, in a thread of its own", () => {
  test("an honest file: its structure and its text", async () => {
    const { inspection, text } = await inspected(bytes);
    expect(inspection).toMatchObject({ status: "inspected", pages: 1 });
    expect(JSON.stringify(text)).toContain("Bonjour");
  }, 60_000);

  test("a file that stops the inspection: its text is not read", async () => {
    const { inspection, text } = await inspected(Buffer.from("<?xml version='1.0'?><a/>"));
    expect([inspection, text]).toMatchObject([{ status: "not-inspected", reason: "xml" }, undefined]);
  }, 60_000);

  test("SEC-12 the version holds other bytes than announced: nothing is said of it", async () => {
    served = Buffer.from(bytes).fill("!", 20, 21);
    await expect(handler(request(bytes))).rejects.toThrow("not the file that was announced");
  });
});
