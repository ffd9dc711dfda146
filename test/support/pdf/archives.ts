import { crc32 } from "node:zlib";

/** A ZIP archive of one file, stored; its record announces so many bytes of comment. */
export function zipOf(name: string, data: Buffer, comment = 0): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), data]);
  const entry = Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), common, Buffer.alloc(14), Buffer.from(name)]);
  const record = Buffer.alloc(22);
  record.write("PK\u0005\u0006");
  record.writeUInt16LE(1, 8);
  record.writeUInt16LE(1, 10);
  record.writeUInt32LE(entry.length, 12);
  record.writeUInt32LE(local.length, 16);
  record.writeUInt16LE(comment, 20);
  return Buffer.concat([local, entry, record]);
}
