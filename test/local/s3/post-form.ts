import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";

export const FILE = Buffer.from("%PDF-1.7 a document of thirty");

export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64");

/** A grant for exactly one file: key, size, media type, digest and disposition are in the policy. */
export async function grantUpload(client: S3Client, changes: Record<string, string> = {}) {
  const fields = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment",
    "x-amz-checksum-algorithm": "SHA256",
    "x-amz-checksum-sha256": sha256(FILE),
    success_action_status: "201",
    ...changes,
  };
  return await createPresignedPost(client, {
    Bucket: "uploads",
    Key: "quarantine/random",
    Fields: fields,
    Conditions: [["content-length-range", FILE.length, FILE.length]],
    Expires: 600,
  });
}

export interface Sent {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file?: Buffer;
  /** Fields that come after the file. */
  readonly behind?: Readonly<Record<string, string>>;
}

/** Sends a form as a browser does. */
export async function sendForm({ url, fields, file = FILE, behind = {} }: Sent) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(file)], { type: "text/html" }), "my file.pdf");
  for (const [name, value] of Object.entries(behind)) form.append(name, value);
  const response = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  const body = await response.text();
  const element = (name: string) => {
    const text = new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(body)?.[1];
    return text?.replaceAll("&quot;", '"').replaceAll("&apos;", "'");
  };
  return {
    status: response.status,
    headers: response.headers,
    body,
    code: element("Code"),
    message: element("Message"),
  };
}
