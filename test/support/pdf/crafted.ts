import { deflateSync } from "node:zlib";

/** Objects by number, as they are written between « obj » and « endobj ». */
export type Objects = Readonly<Record<number, string | Buffer>>;

/** A document of one page that says « Bonjour », and does nothing. */
export const plain: Objects = {
  1: "<< /Type /Catalog /Pages 2 0 R >>",
  2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
  3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
  4: stream("", Buffer.from("BT /F1 12 Tf 20 800 Td (Bonjour) Tj ET")),
  5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
};

export const header = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";

export function stream(dictionary: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`<< ${dictionary} /Length ${data.length} >>\nstream\n`, "latin1");
  return Buffer.concat([head, data, Buffer.from("\nendstream")]);
}

export const deflated = (dictionary: string, data: Uint8Array): Buffer =>
  stream(`/Filter /FlateDecode ${dictionary}`, deflateSync(data));

const bytes = (part: string | Uint8Array) => (typeof part === "string" ? Buffer.from(part, "latin1") : part);

/** The objects one after the other, from an offset on, and where each begins. */
function written(objects: Objects, from: number): { body: Buffer; places: ReadonlyMap<number, number> } {
  const parts: Uint8Array[] = [];
  const places = new Map<number, number>();
  let at = from;
  for (const [number, value] of Object.entries(objects)) {
    const part = Buffer.concat([bytes(`${number} 0 obj\n`), bytes(value), bytes("\nendobj\n")]);
    places.set(Number(number), at);
    parts.push(part);
    at += part.length;
  }
  return { body: Buffer.concat(parts), places };
}

function table(places: ReadonlyMap<number, number>): string {
  const lines = [...places].map(([number, at]) => `${number} 1\n${String(at).padStart(10, "0")} 00000 n \n`);
  return `xref\n0 1\n0000000000 65535 f \n${lines.join("")}`;
}

const ending = (start: number) => `startxref\n${start}\n%%EOF\n`;

/** A file with these objects, a cross-reference table and a trailer. */
export function pdf(objects: Objects, trailer = ""): Buffer {
  return revised(Buffer.from(header, "latin1"), objects, trailer);
}

/** The file with a further revision: these objects in the place of those of their numbers. */
export function revised(file: Buffer, objects: Objects, trailer = ""): Buffer {
  const { body, places } = written(objects, file.length);
  const before = file.lastIndexOf("startxref");
  const previous = before < 0 ? "" : `/Prev ${Number.parseInt(file.toString("latin1", before + 10), 10)} `;
  const start = file.length + body.length;
  const end = `${table(places)}trailer\n<< /Size 100 /Root 1 0 R ${previous}${trailer} >>\n${ending(start)}`;
  return Buffer.concat([file, body, bytes(end)]);
}

/** What a stream of objects holds, and its dictionary's own entries. */
export function packed(objects: Objects): { entries: string; content: Buffer } {
  const values = Object.entries(objects).map(([number, value]) => [number, bytes(value)] as const);
  let at = 0;
  const index = values.map(([number, value]) => {
    const place = `${number} ${at} `;
    at += value.length + 1;
    return place;
  });
  const first = index.join("");
  const content = Buffer.concat([bytes(first), ...values.flatMap(([, value]) => [value, bytes("\n")])]);
  return { entries: `/Type /ObjStm /N ${values.length} /First ${first.length}`, content };
}

/** A file whose cross-reference is a stream, and some of whose objects are in the stream of objects 90. */
export function pdfWithObjectStream(objects: Objects, inside: Objects, container?: Buffer): Buffer {
  const { entries, content } = packed(inside);
  const from = Buffer.byteLength(header, "latin1");
  const { body, places } = written({ ...objects, 90: container ?? deflated(entries, content) }, from);
  const start = from + body.length;
  const rows = Buffer.alloc(100 * 7);
  for (const [number, at] of [...places, [91, start] as const]) {
    rows.writeUInt8(1, number * 7);
    rows.writeUInt32BE(at, number * 7 + 1);
  }
  for (const [index, number] of Object.keys(inside).entries()) {
    rows.writeUInt8(2, Number(number) * 7);
    rows.writeUInt32BE(90, Number(number) * 7 + 1);
    rows.writeUInt16BE(index, Number(number) * 7 + 5);
  }
  const reference = deflated("/Type /XRef /Size 100 /W [1 4 2] /Root 1 0 R", rows);
  return Buffer.concat([bytes(header), body, bytes("91 0 obj\n"), reference, bytes(`\nendobj\n${ending(start)}`)]);
}
