/** What a file is by its first bytes, whatever its name or its sender say. */
export type ContentType = "empty" | "pdf" | "xml" | "html" | "zip" | "unknown";

/** Marks of a ZIP archive with files, and of an empty one. */
const archives = ["504b0304", "504b0506"];
/** Readers look for the header of a PDF no further. */
const headerWithin = 1_024;

/** Where the header of a PDF stands; undefined if none does. */
export function pdfHeaderIn(bytes: Buffer): number | undefined {
  const at = bytes.subarray(0, headerWithin + 5).indexOf("%PDF-");
  return at < 0 ? undefined : at;
}

/** The type of a file, by structure: a PDF has its header, XML and HTML their first tag, a ZIP archive its mark. */
export function contentTypeOf(bytes: Buffer): ContentType {
  if (bytes.length === 0) return "empty";
  if (pdfHeaderIn(bytes) !== undefined) return "pdf";
  if (archives.includes(bytes.toString("hex", 0, 4))) return "zip";
  const text = firstText(bytes);
  if (/^<(!doctype html|html|head|body|script)\b/i.test(text)) return "html";
  return /^<([?!]|[a-z_][\w:.-]*[\s/>])/i.test(text) ? "xml" : "unknown";
}

/** The beginning as text, byte order mark and white space removed: UTF-8, or UTF-16 whatever its order. */
function firstText(bytes: Buffer): string {
  const start = bytes.subarray(0, headerWithin);
  const isWide = start.subarray(0, 4).includes(0);
  const text = isWide ? start.toString("latin1").replaceAll("\0", "") : start.toString("utf8");
  return text.replace(/^(\ufeff|þÿ|ÿþ)/, "").trimStart();
}
