import * as z from "zod/mini";
import {
  isSettled,
  type PieceFile,
  uploadGrantSchema,
  type Verdict,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { waitsForInspection } from "../../shared/domain/segur/filing-settled.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { bus } from "../../shared/lambda/composition-bus.ts";
import { quarantine } from "../../shared/lambda/composition-intake.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { performTask, type TaskResult } from "../../shared/lambda/perform-task.ts";
import type { Upload } from "../../shared/ports/documents.ts";
import { inspectUpload } from "./inspect-upload.ts";
import { fileIn, isFiled, standingOfUpload, type UploadStanding } from "./upload-standing.ts";
import { receive, settle } from "./upload-tasks.ts";

/** An object that nobody was allowed to send, or an event about none: somebody must look, and nothing is done. */
export function drop(code: string, at: Instant): void {
  log({ event: "upload-hint-dropped", code });
  logMetric("UploadHintDropped", epochMillis(at));
}

/** Takes the version for the file that was granted, if it is; else the record of the piece says why not. */
export async function take(standing: UploadStanding, name: Upload, at: Instant): Promise<void> {
  const stored = await quarantine.describe(name);
  if (stored === undefined) return drop("no-version", at);
  const { storedAt: receivedAt, ...file } = stored;
  const observed = { version: name.version, receivedAt, ...file };
  await performTask(actDeps, receive, { upload: name.upload, dossierId: standing.dossier.id, observed, at }, at);
}

/** Records what the scanner, and for a clean version the inspector, say of a file; a filed one can then go into the vault. */
export async function record(standing: UploadStanding, file: PieceFile, verdict: Verdict, at: Instant): Promise<void> {
  if (verdict === "access-denied" || verdict === "scan-failed") logMetric("ScanWithoutVerdict", epochMillis(at));
  const inspection = waitsForInspection(file, verdict) ? await inspectUpload(standing, file, at) : undefined;
  const { upload, version } = file;
  const input = { upload, version, dossierId: standing.dossier.id, verdict, inspection, at };
  const settled = await performTask(actDeps, settle, input, at);
  const isDue = settled === undefined ? isDueInVault(await standingOfUpload(upload), file) : leftDue(settled);
  if (isDue) await announce(standing, at);
}

/** Whether what was just settled is filed and clean: then its grant stays in the list of what is due. */
const leftDue = ({ subject }: NonNullable<TaskResult>) => z.parse(uploadGrantSchema, subject).gsk !== undefined;

/** Whether what was settled before is filed and clean, and not yet in the vault. */
function isDueInVault(standing: UploadStanding | undefined, name: Upload): boolean {
  const file = standing && fileIn(standing, name);
  if (standing === undefined || file === undefined || !isFiled(standing, name)) return false;
  return file.vault === undefined && file.verdict === "clean" && isSettled(file);
}

/** After the commit, and again as often as it is asked. */
async function announce({ dossier, grant }: UploadStanding, at: Instant): Promise<void> {
  const detail = { dossierId: dossier.id, piece: grant.piece, at };
  const told = await bus.put([{ source: "guichet.documents", type: "piece-settled", detail }]);
  if (told === 0) throw new Error("the bus did not take the event");
}
