import { instantOf, sameSignature, signText } from "../aws-door/sigv4.ts";
import { Access } from "./access.ts";
import { authoriseWrite, checkLockedBytes, readAttributes } from "./attributes.ts";
import { tooLarge, tooSmall, verifiedBytes } from "./body.ts";
import { type Answer, type BucketCall, quoted, type S3Parts } from "./call.ts";
import { etagOf } from "./encryption.ts";
import type { ObjectVersion } from "./object-version.ts";
import { type PostForm, readForm } from "./post-form.ts";
import { allowedSizes, checkPolicy, type PostPolicy, readPolicy } from "./post-policy.ts";
import { kept, storedHeaders } from "./put-object.ts";
import { checkKey, type S3Request } from "./request.ts";
import { accessDenied, invalidArgument } from "./s3-error.ts";
import { type Caller, identify, signatureMismatch, type Verifier } from "./signature.ts";
import { tagsFromXml } from "./tags.ts";
import { xmlResult } from "./xml.ts";

/**
 * A browser's upload: a form whose policy was signed by who may write. Nothing is stored before every condition held, the
 * bytes have the size and the digest that the form promises, and the form has come to its end.
 */
export async function postObject(parts: S3Parts & Verifier, request: S3Request, bucketName: string): Promise<Answer> {
  const bucket = parts.buckets.get(bucketName);
  const form = await readForm(request.raw);
  const { caller, fields, policy } = verifyForm(parts, form, bucketName);
  const key = fields.get("key") ?? "";
  checkKey(key);
  const access = new Access(parts, caller, request);
  const call: BucketCall = { parts, request, caller, access, bucket };
  const attributes = readAttributes(call, fields);
  authoriseWrite(call, key, attributes, fields);
  checkLockedBytes(attributes, fields);
  const body = verifiedBytes(within(form.file, policy), fields);
  const { blob, size } = await parts.blobs.write(body.chunks);
  const { md5, checksum } = body.digests();
  const etag = etagOf(md5, attributes.description.encryption);
  const origin = { bucket, key, requestId: request.requestId, reason: "POST Object" };
  const content = { size, etag, checksum, ...kept(attributes) };
  const version = await parts.objects.put(origin, { blob, content });
  return posted(call, version, fields);
}

/** @throws S3Error unless the form was signed by a key of this account and holds to its policy */
function verifyForm(parts: S3Parts & Verifier, form: PostForm, bucket: string) {
  const encoded = required(form.fields, "policy");
  const caller = signer(parts, form.fields, encoded);
  const policy = readPolicy(encoded);
  const fields = completed(form, bucket);
  checkPolicy(policy, fields, parts.clock.now());
  return { caller, fields: asHeaders(fields), policy };
}

/** Without a policy or a signature a form is anonymous, and no bucket here is public. */
function required(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw accessDenied();
  return value;
}

function signer(parts: Verifier, fields: ReadonlyMap<string, string>, policy: string): Caller {
  const [accessKeyId = "", ...rest] = required(fields, "x-amz-credential").split("/");
  const [date, signature] = [required(fields, "x-amz-date"), required(fields, "x-amz-signature")];
  const signedAt = instantOf(date);
  const scope = `${date.slice(0, 8)}/${parts.region}/s3/aws4_request`;
  if (fields.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256" || signedAt === undefined || rest.join("/") !== scope) {
    const message = `The credential scope must be ${scope}, signed with AWS4-HMAC-SHA256`;
    throw invalidArgument(message, "X-Amz-Credential", rest.join("/"));
  }
  const { principal, secret } = identify(parts.iam, accessKeyId, fields.get("x-amz-security-token"));
  if (!sameSignature(signText(policy, scope, secret), signature)) throw signatureMismatch();
  const signatureAge = parts.clock.now() - signedAt;
  return { principal, authType: "POST", signatureAge, contentSha256: "UNSIGNED-PAYLOAD" };
}

/** The bucket is the one of the address, and the form may name no other; the key may take the name of the file. */
function completed({ fields, filename }: PostForm, bucket: string): ReadonlyMap<string, string> {
  const key = fields.get("key");
  if (key === undefined || key === "") {
    const message =
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.";
    throw invalidArgument(message, "key", "");
  }
  const named = fields.get("bucket") ?? bucket;
  if (named !== bucket) {
    throw accessDenied(`Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "${named}"]`);
  }
  return new Map([...fields, ["bucket", bucket], ["key", key.replace(/\$\{filename\}/g, () => filename)]]);
}

/** Fields under the names that the headers of a PUT have. */
function asHeaders(fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const { acl, tagging } = Object.fromEntries(fields);
  const tags = tagging === undefined ? undefined : new URLSearchParams(tagsFromXml(Buffer.from(tagging))).toString();
  return new Map([
    ...fields,
    ...(acl === undefined ? [] : [["x-amz-acl", acl] as const]),
    ...(tags === undefined ? [] : [["x-amz-tagging", tags] as const]),
  ]);
}

async function* within(chunks: AsyncIterable<Uint8Array>, policy: PostPolicy): AsyncGenerator<Uint8Array> {
  const { min, max } = allowedSizes(policy);
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > max) throw tooLarge(size, max);
    yield chunk;
  }
  if (size < min) throw tooSmall(size, min);
}

function posted(call: BucketCall, version: ObjectVersion, fields: ReadonlyMap<string, string>): Answer {
  const { bucket, request } = call;
  const etag = quoted(version.content.etag);
  const location = `http://${request.headers.get("host")}/${bucket.name}/${encodeURIComponent(version.key)}`;
  const headers = { ...storedHeaders(call, version), location };
  const redirect = fields.get("success_action_redirect");
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket: bucket.name, key: version.key, etag })) {
      target.searchParams.set(name, value);
    }
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  const status = fields.get("success_action_status");
  if (status === "200") return { status: 200, headers };
  if (status !== "201") return { status: 204, headers };
  const told = { Location: location, Bucket: bucket.name, Key: version.key, ETag: etag };
  return { status: 201, headers, body: xmlResult("PostResponse", told) };
}
