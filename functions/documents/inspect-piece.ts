import { createHash } from "node:crypto";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import { checker } from "../../shared/inspection/pdf/checker.ts";
import type { OneFile } from "../../shared/inspection/pdf/one-file.ts";
import { log } from "../../shared/lambda/log.ts";
import { inspectionRequest } from "../../shared/ports/documents.ts";

/** What one file may cost: milliseconds of the wall clock, mebibytes of the heap. An honest file needs a fraction. */
const cap = { millis: 45_000, oldMegabytes: 512, youngMegabytes: 64 } as const;

/**
 * Inspects exactly the version that it is asked for: reads it, and writes nothing. Each file has a thread of its own, which
 * ends with it. Where the thread has to be killed the whole environment goes, so that nothing a file did outlives it: the
 * asker then reads that the function ended.
 */
export async function handler(raw: unknown): Promise<OneFile & { readonly checker: string }> {
  const { key, versionId, size, sha256 } = z.parse(inspectionRequest, raw);
  // Loaded here, for the thread that looks into a file has no use for S3, nor for the right to call it.
  const { readUpload } = await import("../../shared/lambda/composition-inspector.ts");
  const bytes = await readUpload(key, versionId);
  if (bytes.length !== size || createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new Error("the version is not the file that was announced");
  }
  return { checker, ...(await inThread(bytes)) };
}

async function inThread(bytes: Uint8Array): Promise<OneFile> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: bytes,
    env: {},
    // What a file makes its reader say is nobody's log.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: cap.oldMegabytes, maxYoungGenerationSizeMb: cap.youngMegabytes },
  });
  const { promise, resolve, reject } = Promise.withResolvers<OneFile>();
  const timer = setTimeout(() => reject(new Error("too long")), cap.millis);
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", () => reject(new Error("no answer")));
  try {
    return await promise;
  } catch {
    log({ event: "inspection-killed" });
    process.exit(1);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

if (!isMainThread && workerData instanceof Uint8Array) {
  const { lookInto } = await import("../../shared/inspection/pdf/one-file.ts");
  parentPort?.postMessage(await lookInto(workerData));
}
