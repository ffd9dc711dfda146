import { getLocation, getLockConfiguration, getVersioning, headBucket, listBuckets } from "./buckets-api.ts";
import type { Answer, BucketCall, ObjectCall, ServiceCall } from "./call.ts";
import { completeUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObject, deleteObjects } from "./delete-objects.ts";
import { getObject } from "./get-object.ts";
import { listObjects, listVersions } from "./list-objects.ts";
import { abortUpload, createUpload, listParts, listUploads, uploadPart } from "./multipart.ts";
import {
  deleteTagging,
  getLegalHold,
  getRetention,
  getTagging,
  putLegalHold,
  putRetention,
  putTagging,
} from "./object-settings.ts";
import { putObject } from "./put-object.ts";
import type { S3Request } from "./request.ts";
import { notImplemented, S3Error } from "./s3-error.ts";

/** An operation, and what it is about. */
export type Operation = { readonly name: string } & (
  | { readonly on: "service"; run(call: ServiceCall): Promise<Answer> }
  | { readonly on: "bucket"; run(call: BucketCall): Promise<Answer> }
  | { readonly on: "object"; run(call: ObjectCall): Promise<Answer> }
);

const onService = (name: string, run: (call: ServiceCall) => Promise<Answer>): Operation => ({
  name,
  on: "service",
  run,
});
const onBucket = (name: string, run: (call: BucketCall) => Promise<Answer>): Operation => ({ name, on: "bucket", run });
const onObject = (name: string, run: (call: ObjectCall) => Promise<Answer>): Operation => ({ name, on: "object", run });

/** By method, level and the parameters that name a part of the resource, in order. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "GET service": onService("ListBuckets", listBuckets),
  "HEAD bucket": onBucket("HeadBucket", headBucket),
  "GET bucket?location": onBucket("GetBucketLocation", getLocation),
  "GET bucket?versioning": onBucket("GetBucketVersioning", getVersioning),
  "GET bucket?object-lock": onBucket("GetObjectLockConfiguration", getLockConfiguration),
  "GET bucket?list-type": onBucket("ListObjectsV2", listObjects),
  "GET bucket?versions": onBucket("ListObjectVersions", listVersions),
  "GET bucket?uploads": onBucket("ListMultipartUploads", listUploads),
  "POST bucket?delete": onBucket("DeleteObjects", deleteObjects),
  "PUT object": onObject("PutObject", putObject),
  "PUT object (copy)": onObject("CopyObject", copyObject),
  "GET object": onObject("GetObject", getObject),
  "HEAD object": onObject("HeadObject", getObject),
  "DELETE object": onObject("DeleteObject", deleteObject),
  "GET object?tagging": onObject("GetObjectTagging", getTagging),
  "PUT object?tagging": onObject("PutObjectTagging", putTagging),
  "DELETE object?tagging": onObject("DeleteObjectTagging", deleteTagging),
  "GET object?retention": onObject("GetObjectRetention", getRetention),
  "PUT object?retention": onObject("PutObjectRetention", putRetention),
  "GET object?legal-hold": onObject("GetObjectLegalHold", getLegalHold),
  "PUT object?legal-hold": onObject("PutObjectLegalHold", putLegalHold),
  "POST object?uploads": onObject("CreateMultipartUpload", createUpload),
  "PUT object?partNumber&uploadId": onObject("UploadPart", uploadPart),
  "GET object?uploadId": onObject("ListParts", listParts),
  "POST object?uploadId": onObject("CompleteMultipartUpload", completeUpload),
  "DELETE object?uploadId": onObject("AbortMultipartUpload", abortUpload),
};

/** Parameters that change how an operation is done, not which one it is. */
const MODIFIERS =
  /^(X-Amz-.*|x-amz-.*|x-id|response-.*|versionId|prefix|delimiter|max-keys|max-parts|max-uploads|encoding-type|start-after|continuation-token|fetch-owner|key-marker|version-id-marker|part-number-marker|upload-id-marker)$/;

/**
 * The operation that a request asks for.
 * @throws S3Error `NotImplemented`, by name, for whatever is not played
 */
export function operationOf({ method, bucket, key, query, headers }: S3Request): Operation {
  const level = levelOf(bucket, key);
  const named = [...query.keys()].filter((name) => !MODIFIERS.test(name)).toSorted();
  const suffix = named.length === 0 ? "" : `?${named.join("&")}`;
  const copy = method === "PUT" && suffix === "" && headers.has("x-amz-copy-source") ? " (copy)" : "";
  const asked = `${method} ${level}${suffix}${copy}`;
  if (!["GET", "HEAD", "PUT", "POST", "DELETE"].includes(method)) {
    throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
      Method: method,
    });
  }
  const found = Object.hasOwn(OPERATIONS, asked) ? OPERATIONS[asked] : undefined;
  if (found === undefined) throw notImplemented(asked);
  return found;
}

function levelOf(bucket: string | undefined, key: string | undefined): Operation["on"] {
  if (bucket === undefined) return "service";
  return key === undefined ? "bucket" : "object";
}
