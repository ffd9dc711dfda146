import type { Extents } from "./extents.ts";
import { limits, Stop } from "./limits.ts";
import type { Head, ObjectFile } from "./objects.ts";
import type { CrossReference } from "./xref.ts";

/** An object that a reader would find but that was not yet read; `concealed`, if it stands inside another. */
type Unread = Readonly<{ head: Head; concealed: boolean }>;

/**
 * What a cross-reference changes once the objects of a file are read: those to which it leads elsewhere, and whether it is
 * damaged. Readers of a damaged one search for heads of objects, and find those that stand inside others (`inner`).
 * @throws Stop `too-complex`
 */
export function unreadObjects(
  file: ObjectFile,
  extents: Extents,
  inner: readonly number[],
  { places, sound }: CrossReference,
): Readonly<{ damaged: boolean; unread: readonly Unread[] }> {
  const unread = new Map<number, Unread>();
  let damaged = !sound;
  const look = (place: number) => {
    const head = file.headAt(place);
    const read = head && extents.holding(head.offset + 1)?.[0];
    if (head === undefined || isMisplaced(file.bytes, head.offset, read)) damaged = true;
    else if (read !== head.offset) unread.set(head.offset, { head, concealed: read !== undefined });
    if (unread.size > limits.deferred) throw new Stop("too-complex");
  };
  places.forEach(look);
  if (damaged) inner.forEach(look);
  return { damaged, unread: [...unread.values()] };
}

/** Whether a place lies within the number of an object that was read: some digits off, as careless programs write. */
function isMisplaced(bytes: Buffer, offset: number, read: number | undefined): boolean {
  if (read === undefined || read === offset || offset - read > 10) return false;
  return /^\d+$/.test(bytes.toString("latin1", read, offset));
}
