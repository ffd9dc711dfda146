import { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "@jest/globals";
import { lambdaInspector } from "../../../shared/adapters/lambda/inspector.ts";
import { inspectionRecord } from "../../../shared/domain/segur/filing-inspected.ts";
import { lookInto } from "../../../shared/inspection/pdf/one-file.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";
import { pdf, plain } from "../../support/pdf/crafted.ts";
import { answering } from "./answers.ts";

const file = { upload: "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a", version: "v", size: 1, sha256: "a".repeat(64) };

/** What the asker makes of this answer of the function, which ended in this error or in none. */
async function asked(payload: string, functionError?: string) {
  await using server = await answering((response) => {
    response.writeHead(200, functionError === undefined ? {} : { "x-amz-function-error": functionError }).end(payload);
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new LambdaClient({ endpoint: server.endpoint, region: "eu-west-3", credentials });
  try {
    return await lambdaInspector(client, "inspect").inspect(file);
  } finally {
    client.destroy();
  }
}

describe("SEC-21 the answer of the inspector is data from a stranger", () => {
  const honest = async () => ({ checker: "pdf-1", ...(await lookInto(pdf(plain))) });

  test("an honest file: its structure and its text", async () => {
    expect(await asked(JSON.stringify(await honest()))).toMatchObject({
      checker: "pdf-1",
      inspection: { status: "inspected", pages: 1 },
      text: { status: "read" },
    });
  });

  test.each([
    ["no JSON", "<html>"],
    ["another form", JSON.stringify({ checker: "pdf-1", inspection: { status: "clean" } })],
    ["nothing", ""],
    ["more than four million bytes", JSON.stringify({ checker: "pdf-1", padding: " ".repeat(4_000_000) })],
  ])("%s: nothing is concluded", async (_, payload) => {
    expect((await asked(payload)).inspection).toBeUndefined();
  });

  test("a field that nobody expects, beside an honest answer: nothing is concluded", async () => {
    expect((await asked(JSON.stringify({ ...(await honest()), also: 1 }))).inspection).toBeUndefined();
  });

  test.each(["Runtime.ExitError", "Runtime.OutOfMemory", "Sandbox.Timedout"])(
    "the file ended the function (%s): nothing is concluded",
    async (errorType) => {
      expect((await asked(JSON.stringify({ errorType }), "Unhandled")).inspection).toBeUndefined();
    },
  );

  test.each(["AccessDenied", "Runtime.ImportModuleError", ""])(
    "the function failed for a reason of its own (%s): the asker comes back",
    async (errorType) => {
      await expect(asked(JSON.stringify({ errorType }), "Unhandled")).rejects.toThrow("the inspector failed");
    },
  );
});

describe("the record of an inspection", () => {
  const at = instantSchema.parse("2022-11-28T08:00:00Z");
  const show = (n: number) => ({ code: `show-${n}`, effect: "show" as const, sentence: "s" });
  const replace = { code: "javascript", effect: "replace" as const, sentence: "r" };
  const reported = { status: "inspected" as const, pages: 1, signatures: 0 };
  const comparison = { piece: "D-ENR-RIB", fact: "siret", standing: "confirmed", sentence: "c" } as const;

  test("more findings than are kept: what bids to replace the file comes first, then what was compared", () => {
    const findings = [...Array.from({ length: 30 }, (_, n) => show(n)), replace];
    const record = inspectionRecord({
      checker: "c",
      at,
      reported: { ...reported, findings },
      comparisons: [comparison],
    });
    expect(record.standing).toBe("to-replace");
    expect(record.findings.map(({ code }) => code).slice(0, 3)).toEqual(["javascript", "siret-confirmed", "show-0"]);
    expect(record.findings).toHaveLength(20);
  });

  test("a file that stops the inspection is to be replaced; an inspector that says nothing blames nobody", () => {
    const stopped = { status: "not-inspected" as const, reason: "encrypted", sentence: "Le PDF est chiffré." };
    const none = { checker: "c", at, comparisons: [] };
    expect(inspectionRecord({ ...none, reported: stopped })).toMatchObject({
      standing: "to-replace",
      findings: [{ code: "encrypted", effect: "replace" }],
    });
    expect(inspectionRecord({ ...none, reported: undefined })).toMatchObject({
      standing: "not-inspected",
      findings: [{ effect: "show" }],
    });
  });
});
