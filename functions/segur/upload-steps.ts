import { isSettled, type Verdict } from "../../shared/domain/segur/dossier-pieces.ts";
import { waitsForInspection } from "../../shared/domain/segur/filing-settled.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { bus } from "../../shared/lambda/composition-bus.ts";
import { quarantine } from "../../shared/lambda/composition-intake.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { performTask } from "../../shared/lambda/perform-task.ts";
import type { Upload } from "../../shared/ports/documents.ts";
import { inspectUpload } from "./inspect-upload.ts";
import { fileIn, isFiled, standingOfUpload, type UploadStanding } from "./upload-standing.ts";
import { receive, settle } from "./upload-tasks.ts";

/** An object that nobody was allowed to send, or an event about none: somebody must look, and nothing is done. */
export function drop(code: string, at: Instant): void {
  log({ event: "upload-hint-dropped", code });
  logMetric("UploadHintDropped", epochMillis(at));
}

/** Takes the version for the file that was granted, if it is; whether it is kept. */
export async function take(standing: UploadStanding, name: Upload, at: Instant): Promise<boolean> {
  if (fileIn(standing, name) !== undefined) return true;
  const stored = await quarantine.describe(name);
  if (stored === undefined) {
    drop("no-version", at);
    return false;
  }
  const { storedAt: receivedAt, ...file } = stored;
  const observed = { version: name.version, receivedAt, ...file };
  await performTask(actDeps, receive, { upload: name.upload, dossierId: standing.dossier.id, observed, at }, at);
  const after = await standingOfUpload(name.upload);
  return after !== undefined && fileIn(after, name) !== undefined;
}

/** Records what the scanner, and for a clean version the inspector, say of it. */
export async function record(name: Upload, verdict: Verdict, at: Instant): Promise<void> {
  const standing = await standingOfUpload(name.upload);
  const file = standing && fileIn(standing, name);
  if (standing === undefined || file === undefined) return;
  if (verdict === "access-denied" || verdict === "scan-failed") logMetric("ScanWithoutVerdict", epochMillis(at));
  const inspection = waitsForInspection(file, verdict) ? await inspectUpload(standing, file, at) : undefined;
  const input = { ...name, dossierId: standing.dossier.id, verdict, inspection, at };
  await performTask(actDeps, settle, input, at);
}

/** Tells that a filed piece can go into the vault: after the commit, and again as often as it is asked. */
export async function announce(name: Upload, at: Instant): Promise<void> {
  const standing = await standingOfUpload(name.upload);
  const file = standing && fileIn(standing, name);
  if (standing === undefined || file === undefined || !isFiled(standing, name)) return;
  if (file.vault !== undefined || file.verdict !== "clean" || !isSettled(file)) return;
  const detail = { dossierId: standing.dossier.id, piece: standing.grant.piece, at };
  const told = await bus.put([{ source: "guichet.documents", type: "piece-settled", detail }]);
  if (told === 0) throw new Error("the bus did not take the event");
}
