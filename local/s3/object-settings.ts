import { z } from "zod";
import { readBody } from "./body-text.ts";
import { type Answer, type ObjectCall, versionHeader } from "./call.ts";
import { bypassesGovernance } from "./delete-objects.ts";
import { findReadable } from "./find-version.ts";
import { checkLockable, checkRetentionChange, readHold, readRetention, retentionContext } from "./lock.ts";
import type { Content, ObjectLock, ObjectVersion } from "./object-version.ts";
import { invalidRequest, S3Error } from "./s3-error.ts";
import { requestTagsContext, tagsFromXml, tagsToXml } from "./tags.ts";
import { readXml, xmlResult } from "./xml.ts";

const Retention = z.object({
  Retention: z.union([
    z.object({ Mode: z.string().optional(), RetainUntilDate: z.string().optional() }),
    z.literal("").transform(() => ({ Mode: undefined, RetainUntilDate: undefined })),
  ]),
});
const LegalHold = z.object({ LegalHold: z.object({ Status: z.string() }) });

/** An action on a version that the request names has another name than on the latest. */
function action({ request }: ObjectCall, name: string): string {
  return `s3:${request.query.has("versionId") ? name.replace("Object", "ObjectVersion") : name}`;
}

/** `GetObjectTagging`. */
export async function getTagging(call: ObjectCall): Promise<Answer> {
  const version = findReadable(call, action(call, "GetObjectTagging"));
  const body = xmlResult("Tagging", tagsToXml(version.content.tags));
  return { status: 200, headers: versionHeader(call.bucket, version), body };
}

/** `PutObjectTagging`: the whole set is replaced. */
export async function putTagging(call: ObjectCall): Promise<Answer> {
  const tags = tagsFromXml(await readBody(call));
  const version = findReadable(call, action(call, "PutObjectTagging"), requestTagsContext(tags));
  return await changed(
    call,
    version,
    { ...version.content, tags: { ...tags } },
    { status: 200, kind: "Object Tags Added" },
  );
}

/** `DeleteObjectTagging`. */
export async function deleteTagging(call: ObjectCall): Promise<Answer> {
  const version = findReadable(call, action(call, "DeleteObjectTagging"));
  return await changed(call, version, { ...version.content, tags: {} }, { status: 204, kind: "Object Tags Deleted" });
}

/** `GetObjectRetention`. */
export async function getRetention(call: ObjectCall): Promise<Answer> {
  checkLockable(call.bucket);
  const { mode, retainUntil } = findReadable(call, "s3:GetObjectRetention").content.lock;
  if (mode === undefined || retainUntil === undefined) throw noLock();
  const RetainUntilDate = new Date(retainUntil).toISOString();
  return { status: 200, body: xmlResult("Retention", { Mode: mode, RetainUntilDate }) };
}

/** `PutObjectRetention`: lengthened by whoever may, shortened or taken away in GOVERNANCE by who may bypass it. */
export async function putRetention(call: ObjectCall): Promise<Answer> {
  const { bucket, key, parts } = call;
  checkLockable(bucket);
  const { Retention: asked } = readXml(await readBody(call), Retention);
  const now = parts.clock.now();
  const { mode, retainUntil } = askedRetention(asked, now);
  const context = mode === undefined || retainUntil === undefined ? {} : retentionContext(mode, retainUntil, now);
  const version = findReadable(call, "s3:PutObjectRetention", context);
  const { lock } = version.content;
  checkRetentionChange(lock, { mode, retainUntil }, now, bypassesGovernance(call, key));
  return await changed(call, version, { ...version.content, lock: { ...lock, mode, retainUntil } }, { status: 200 });
}

/** `GetObjectLegalHold`. */
export async function getLegalHold(call: ObjectCall): Promise<Answer> {
  checkLockable(call.bucket);
  const { legalHold } = findReadable(call, "s3:GetObjectLegalHold").content.lock;
  if (legalHold === undefined) throw noLock();
  return { status: 200, body: xmlResult("LegalHold", { Status: legalHold ? "ON" : "OFF" }) };
}

/** `PutObjectLegalHold`. */
export async function putLegalHold(call: ObjectCall): Promise<Answer> {
  checkLockable(call.bucket);
  const { Status } = readXml(await readBody(call), LegalHold).LegalHold;
  const legalHold = readHold(Status);
  const version = findReadable(call, "s3:PutObjectLegalHold", { "s3:object-lock-legal-hold": Status });
  const { content } = version;
  return await changed(call, version, { ...content, lock: { ...content.lock, legalHold } }, { status: 200 });
}

function askedRetention({ Mode, RetainUntilDate }: z.infer<typeof Retention>["Retention"], now: number): ObjectLock {
  if (Mode === undefined && RetainUntilDate === undefined) return {};
  if (Mode === undefined || RetainUntilDate === undefined) {
    throw invalidRequest("Both Mode and RetainUntilDate are required to set a retention");
  }
  return readRetention(Mode, RetainUntilDate, now);
}

async function changed(
  { parts, bucket, key, request }: ObjectCall,
  version: ObjectVersion,
  content: Content,
  { status, kind }: { status: number; kind?: "Object Tags Added" | "Object Tags Deleted" },
): Promise<Answer> {
  const origin = { bucket, key, requestId: request.requestId, reason: request.method };
  await parts.objects.update(origin, version, content, kind);
  return { status, headers: versionHeader(bucket, version) };
}

function noLock(): S3Error {
  const message = "The specified object does not have a ObjectLock configuration";
  return new S3Error(404, "NoSuchObjectLockConfiguration", message);
}
