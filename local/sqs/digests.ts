import { createHash, type Hash } from "node:crypto";
import type { MessageAttribute } from "./queue.ts";

/** MD5 of a body, by which clients check what arrived. */
export function bodyDigest(body: string): string {
  return createHash("md5").update(body).digest("hex");
}

/** MD5 of attributes as SQS computes it: by name, each part after its length; undefined when there are none. */
export function attributesDigest(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  for (const name of names) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] ?? {};
    part(hash, name);
    part(hash, DataType);
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
    part(hash, BinaryValue === undefined ? (StringValue ?? "") : Buffer.from(BinaryValue, "base64"));
  }
  return hash.digest("hex");
}

function part(hash: Hash, value: string | Buffer): void {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  hash.update(length).update(bytes);
}
