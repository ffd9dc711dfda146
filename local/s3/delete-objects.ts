import { z } from "zod";
import { readBody } from "./body-text.ts";
import type { Answer, BucketCall, ObjectCall } from "./call.ts";
import { writeCondition } from "./conditions.ts";
import { checkDeletable } from "./lock.ts";
import type { AnyVersion } from "./object-version.ts";
import type { Deletion } from "./objects.ts";
import { invalidRequest, S3Error } from "./s3-error.ts";
import { readXml, type XmlFields, xmlResult } from "./xml.ts";

const MOST_OBJECTS = 1000;

const Asked = z.object({ Key: z.string().min(1), VersionId: z.string().optional(), ETag: z.string().optional() });
type Asked = z.infer<typeof Asked>;
const Delete = z.object({
  Delete: z.object({ Object: z.array(Asked).min(1).max(MOST_OBJECTS), Quiet: z.string().optional() }),
});

/** `DeleteObject`. */
export async function deleteObject(call: ObjectCall): Promise<Answer> {
  const { request, key } = call;
  const { versionId, marker } = await deleteOne(call, key, request.query.get("versionId"), request.headers);
  const headers = {
    ...(versionId !== undefined && { "x-amz-version-id": versionId }),
    ...(marker && { "x-amz-delete-marker": "true" }),
  };
  return { status: 204, headers };
}

/** `DeleteObjects`: up to a thousand, each with its own answer. */
export async function deleteObjects(call: BucketCall): Promise<Answer> {
  const { headers } = call.request;
  const proofs = [...headers.keys()].filter((name) => name === "content-md5" || name.startsWith("x-amz-checksum-"));
  if (proofs.length === 0) throw invalidRequest("Missing required header for this request: Content-MD5");
  const { Object: objects, Quiet } = readXml(await readBody(call), Delete).Delete;
  const results: XmlFields[] = [];
  for (const object of objects) results.push(await answerOne(call, object));
  const deleted = results.filter(({ Code }) => Code === undefined);
  const errors = results.filter(({ Code }) => Code !== undefined);
  return { status: 200, body: xmlResult("DeleteResult", { Deleted: Quiet === "true" ? [] : deleted, Error: errors }) };
}

async function answerOne(call: BucketCall, { Key, VersionId, ETag }: Asked): Promise<XmlFields> {
  try {
    const conditions = new Map(ETag === undefined ? [] : [["if-match", ETag]]);
    const { versionId, marker } = await deleteOne(call, Key, VersionId, conditions);
    const made = marker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    return { Key, VersionId, ...made };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { Key, VersionId, Code: error.code, Message: error.message };
  }
}

async function deleteOne(
  call: BucketCall,
  key: string,
  versionId: string | undefined,
  conditions: ReadonlyMap<string, string>,
): Promise<Deletion> {
  const { access, parts, bucket, request } = call;
  const id: Record<string, string> = versionId === undefined ? {} : { "s3:VersionId": versionId };
  access.toObject(versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket, key, id);
  const bypass = bypassesGovernance(call, key);
  const meets = writeCondition(conditions, key);
  const check = (version: AnyVersion | undefined) => {
    meets(version);
    const isLost = versionId !== undefined || bucket.versioning !== "Enabled";
    if (isLost && version?.kind === "object") checkDeletable(version.content.lock, parts.clock.now(), bypass);
  };
  const origin = { bucket, key, requestId: request.requestId, reason: "DeleteObject" };
  return await parts.objects.delete(origin, versionId, check);
}

/**
 * Whether the caller asks to pass over a retention in GOVERNANCE.
 * @throws S3Error `AccessDenied` when it may not
 */
export function bypassesGovernance({ access, bucket, request }: BucketCall, key: string): boolean {
  if (request.headers.get("x-amz-bypass-governance-retention")?.toLowerCase() !== "true") return false;
  access.toObject("s3:BypassGovernanceRetention", bucket, key);
  return true;
}
