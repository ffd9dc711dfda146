import { verdictOf } from "../../shared/domain/segur/filing-settled.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { quarantine } from "../../shared/lambda/composition-intake.ts";
import { type BatchAnswer, eachMessage } from "../../shared/lambda/each-message.ts";
import type { Upload } from "../../shared/ports/documents.ts";
import { hintSchema } from "./upload-hints.ts";
import { fileIn, standingOfUpload, type UploadStanding } from "./upload-standing.ts";
import { drop, record, take } from "./upload-steps.ts";

/**
 * Follows what lies in quarantine. A message is a hint: whatever it says, the grant, the version and its tag are looked at,
 * and what they say is done if it was not yet. Doubled, late or disordered hints so lead to the same end. Only the tag is not
 * looked at where a file has just arrived: its scan has a message of its own.
 */
export const handler = (batch: unknown): Promise<BatchAnswer> => eachMessage(batch, hintSchema, follow);

interface Hint {
  readonly bucket: string | undefined;
  readonly name: Upload | undefined;
  readonly at: Instant;
  readonly hasArrived: boolean;
}

async function follow({ bucket = quarantine.bucket, name, at, hasArrived }: Hint): Promise<void> {
  if (name === undefined || bucket !== quarantine.bucket) return drop("foreign-object", at);
  const standing = await standingOfUpload(name.upload);
  if (standing === undefined) return drop("no-grant", at);
  const isTaken = fileIn(standing, name) !== undefined;
  if (!isTaken) await take(standing, name, at);
  if (hasArrived) return;
  const taken = isTaken ? standing : await standingOfUpload(name.upload);
  if (taken !== undefined) await judge(taken, name, at);
}

async function judge(standing: UploadStanding, name: Upload, at: Instant): Promise<void> {
  const file = fileIn(standing, name);
  if (file === undefined) return;
  const verdict = verdictOf(await quarantine.verdict(name));
  if (verdict !== "pending") await record(standing, file, verdict, at);
}
