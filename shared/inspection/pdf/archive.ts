import type { Extents } from "./extents.ts";

/** A ZIP archive is read from its end: the directory of its files, a record of it, and at most so much comment. */
const tail = 65_557;
const record = 22;

/**
 * The record of a ZIP archive that a program would open the file by; undefined if there is none, or if the archive is
 * wholly within a file attached to the document.
 */
export function archiveIn(bytes: Buffer, extents: Extents, attachments: ReadonlySet<number>): number | undefined {
  const from = Math.max(0, bytes.length - tail);
  const mark = "PK\u0005\u0006";
  for (let at = bytes.indexOf(mark, from, "latin1"); at >= 0; at = bytes.indexOf(mark, at + 1, "latin1")) {
    if (isRecord(bytes, at) && !isAttached(bytes, at, extents, attachments)) return at;
  }
  return undefined;
}

function isRecord(bytes: Buffer, at: number): boolean {
  if (at + record > bytes.length) return false;
  const directory = at - bytes.readUInt32LE(at + 12);
  return bytes.toString("latin1", directory, directory + 4) === "PK\u0001\u0002";
}

function isAttached(bytes: Buffer, at: number, extents: Extents, attachments: ReadonlySet<number>): boolean {
  const [start, end] = extents.holding(at) ?? [-1, -1];
  return attachments.has(start) && at + record + bytes.readUInt16LE(at + 20) <= end;
}
