import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { freePort, REGION, TestClock, temporaryDirectory } from "../iam-cloud.ts";

jest.setTimeout(60_000);

const opener = fileURLToPath(new URL("./open-s3.ts", import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** S3 in a process of its own, to be killed. */
async function serve(dataDir: string, port: number): Promise<ChildProcess> {
  const buckets = { shelf: {} };
  const script = `
    const { openLocalS3 } = await import(${JSON.stringify(opener)});
    await openLocalS3(${JSON.stringify({ dataDir, port, buckets })});
    process.send("ready");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  await once(child, "message");
  return child;
}

function connect(dataDir: string, port: number): S3Client {
  const credentials = JSON.parse(readFileSync(join(dataDir, "credentials.json"), "utf8"));
  const systemClockOffset = new TestClock().at - Date.now();
  const endpoint = `http://127.0.0.1:${port}`;
  return new S3Client({ endpoint, region: REGION, credentials, systemClockOffset, maxAttempts: 1 });
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

describe("killed with -9 while objects come in", () => {
  test("ten times: what was answered is whole, what was not is whole or absent, no file is left over", async () => {
    const [dataDir, port] = [temporaryDirectory(), await freePort()];
    const sent = new Map<string, string>();
    const answered = new Set<string>();
    for (let kill = 0; kill < 10; kill += 1) {
      const child = await serve(dataDir, port);
      const client = connect(dataDir, port);
      const upload = async (index: number) => {
        const Body = randomBytes(1 + ((kill * 7 + index * 13) % 40) * 50_000);
        const Key = `${kill}/${index}`;
        sent.set(Key, sha256(Body));
        await client.send(new PutObjectCommand({ Bucket: "shelf", Key, Body }));
        answered.add(Key);
        // Each kill comes after another number of answers, while other uploads are under way.
        if (answered.size % 5 === kill % 5) child.kill("SIGKILL");
      };
      await Promise.allSettled(Array.from({ length: 8 }, (_, index) => upload(index)));
      child.kill("SIGKILL");
      if (child.signalCode === null) await once(child, "exit");
      client.destroy();
    }
    await serve(dataDir, port);
    const client = connect(dataDir, port);
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "shelf" }));
    for (const { Key = "" } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: "shelf", Key }));
      expect(sha256((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(sent.get(Key));
    }
    const kept = Contents.map(({ Key }) => Key);
    expect([...answered].filter((key) => !kept.includes(key))).toEqual([]);
    expect(answered.size).toBeGreaterThan(5);
    expect(answered.size).toBeLessThan(sent.size);
    expect(readdirSync(join(dataDir, "s3", "blobs"))).toHaveLength(kept.length);
    expect(readdirSync(join(dataDir, "s3", "drafts"))).toEqual([]);
    client.destroy();
  });
});
