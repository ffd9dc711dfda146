import { describe, expect, test } from "@jest/globals";
import { attached } from "../../support/pdf/active.ts";
import { zipOf } from "../../support/pdf/archives.ts";
import { header, pdf, plain, revised, stream } from "../../support/pdf/crafted.ts";
import { found, inspect } from "./inspected.ts";

const file = pdf(plain);
const html = "<HTML><script>alert(1)</script></HTML>";
const joined = (...parts: readonly (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
/** The file with something put between its header and its first object; its cross-reference is then wrong. */
const within = (inserted: string | Uint8Array) => {
  const at = Buffer.byteLength(header, "latin1");
  return joined(file.subarray(0, at), inserted, "\n", file.subarray(at));
};
/** The place of a first object, after the header. */
const first = Buffer.byteLength(header, "latin1");
const damaged = "xref-damaged @undefined";

describe("SEC-23: a file that is also another is refused, with the offset", () => {
  test("data before the header: the offset of the header", () => {
    expect(found(joined("GIF89a;", file))).toContain("leading-data @7");
  });

  test("an archive before the header", () => {
    const zip = zipOf("a.txt", Buffer.from("a"));
    expect(found(joined(zip, file))).toContain(`leading-data @${zip.length}`);
  });

  test("a page before the header", () => {
    expect(found(joined(html, file))).toContain(`leading-data @${html.length}`);
  });

  test("a line end or a byte order mark before the header: let through", () => {
    expect(found(joined("\n", file))).toEqual([]);
    expect(found(joined("\ufeff", file))).toEqual([damaged]);
  });

  test.each([
    [1_024, []],
    [1_025, [`trailing-data @${file.length}`]],
  ])("%d bytes after the end: %j", (size, expected) => {
    expect(found(joined(file, Buffer.alloc(size, "x")))).toEqual(expected);
  });

  test("5,000 bytes of white space after the end, as mail puts there: let through", () => {
    expect(found(joined(file, Buffer.alloc(5_000, "\n")))).toEqual([]);
    expect(found(joined(file, Buffer.alloc(5_000, 0)))).toEqual([]);
  });

  test("1,025 bytes between two ends of file: told where they begin", () => {
    const end = file.subarray(file.lastIndexOf("startxref"));
    expect(found(joined(file, Buffer.alloc(1_025, "x"), "\n", end))).toContain(`stray-data @${file.length}`);
  });

  test("1,025 bytes in a comment before the first object: told where they begin", () => {
    expect(found(within(`%${"x".repeat(1_024)}`))).toContain(`stray-data @${first}`);
  });

  test("a second document after the first", () => {
    expect(found(joined(file, file))).toContain(`second-header @${file.length}`);
  });

  test("a second header in a comment", () => {
    expect(found(within("%PDF-1.4"))).toContain(`second-header @${first}`);
  });

  test("a small archive after the end", () => {
    expect(found(joined(file, zipOf("a.txt", Buffer.from("a"))))).toContain(`zip-inside @${file.length}`);
  });

  test("an archive in a stream, its record at the end of the file", () => {
    const zip = zipOf("a.txt", Buffer.from("a"));
    const hidden = pdf({ ...plain, 10: stream("", zip) });
    expect(found(hidden)).toEqual([`zip-inside @${hidden.indexOf("PK\u0005\u0006", 0, "latin1")}`]);
  });

  test("an archive attached as a file, its comment over the rest of the document", () => {
    const zip = zipOf("a.txt", Buffer.from("a"), 300);
    const hidden = pdf({ ...plain, 10: attached(zip) });
    expect(found(hidden)).toContain(`zip-inside @${hidden.indexOf("PK\u0005\u0006", 0, "latin1")}`);
  });

  test("an archive attached as a file: an attachment, no more", () => {
    expect(found(pdf({ ...plain, 10: attached(zipOf("a.txt", Buffer.from("a"))) }))).toEqual(["attachment 10"]);
  });

  test("a page in a comment", () => {
    expect(found(within(`%${html}`))).toContain(`html-inside @${first + 1}`);
  });

  test("a page after the end", () => {
    expect(found(joined(file, html))).toEqual([`html-inside @${file.length}`]);
  });

  test("a page in a text at the beginning of the file, where programs guess its type", () => {
    expect(found(pdf({ 1: `<< /Type /Catalog /Pages 2 0 R /X (${html}) >>`, 2: plain[2]!, 3: plain[3]! }))).toEqual([
      expect.stringMatching(/^html-inside @/),
    ]);
  });

  test("a PDF attached as a file, in the clear: an attachment, no more", () => {
    const script = pdf({ ...plain, 10: "<< /S /JavaScript /JS (a) >>" });
    expect(found(pdf({ ...plain, 20: attached(script) }))).toEqual(["attachment 20"]);
  });

  test("an object in a stream, to which the cross-reference leads: told, and what it does too", () => {
    const inside = Buffer.from("99 0 obj\n<< /S /Launch /F (a.exe) >>\nendobj\n");
    const innocent = pdf({ ...plain, 20: stream("", inside) });
    const at = innocent.indexOf(inside);
    const reference = `xref\n99 1\n${String(at).padStart(10, "0")} 00000 n \ntrailer\n<< /Root 1 0 R /Size 100 >>\n`;
    const hostile = joined(innocent, reference, `startxref\n${innocent.length}\n%%EOF\n`);
    expect(found(innocent)).toEqual([]);
    expect(found(hostile)).toEqual(expect.arrayContaining(["concealed-object 99", "launch 99"]));
  });

  test("an object in a text, in a file whose readers must search for objects: told, and what it does too", () => {
    const text = "(99 0 obj << /S /Launch /F (a.exe) >> endobj)";
    const innocent = pdf({ ...plain, 20: text });
    const hostile = Buffer.from(innocent.toString("latin1").replace(/startxref\n\d+/, "startxref\n7"), "latin1");
    expect(found(innocent)).toEqual([]);
    expect(found(hostile)).toEqual([damaged, "concealed-object 99", "launch 99"]);
  });

  test("an object whose head holds a comment, to which the cross-reference leads: what it does is told", () => {
    const text = pdf({ ...plain, 20: "<< /S /Launch >>" }).toString("latin1");
    expect(found(Buffer.from(text.replace("20 0 obj\n", "20%\n0 obj"), "latin1"))).toEqual(["launch 20"]);
  });

  test("a cross-reference that leads into the number of an object: damaged, nothing concealed", () => {
    const text = pdf({ ...plain, 10: "null" }).toString("latin1");
    const at = String(text.indexOf("10 0 obj")).padStart(10, "0");
    const beside = String(text.indexOf("10 0 obj") + 1).padStart(10, "0");
    expect(found(Buffer.from(text.replace(at, beside), "latin1"))).toEqual([damaged]);
  });
});

describe("what an officer is shown", () => {
  test("a second revision: where the first ends", () => {
    expect(found(revised(file, { 5: plain[5]! }))).toEqual([`old-revisions @${file.length - 1}`]);
  });

  const signed = (end: number) => ({
    ...plain,
    10: `<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 100 200 ${end}] /Contents <00> >>`,
  });
  const size = pdf(signed(100)).length;

  test("a signature that covers the file: told", () => {
    expect(found(pdf(signed(size - 200)))).toEqual(["signature 10"]);
  });

  test("a revision after a signature: told", () => {
    expect(found(revised(pdf(signed(size - 200)), { 5: plain[5]! }))).toEqual(
      expect.arrayContaining(["signature 10", "update-after-signature 10", `old-revisions @${size - 1}`]),
    );
  });

  test.each([
    ["as elements", "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", "PDF/A-1B"],
    ["as attributes", `<rdf:Description pdfaid:part="3" pdfaid:conformance="u"/>`, "PDF/A-3U"],
    ["without a level", "<pdfaid:part>4</pdfaid:part>", "PDF/A-4"],
  ])("a claim of PDF/A, %s: told as a claim, not verified", (_, xmp, claim) => {
    const metadata = stream("/Type /Metadata /Subtype /XML", Buffer.from(xmp));
    expect(inspect(pdf({ ...plain, 10: metadata }))).toMatchObject({
      findings: [
        { code: "pdfa-claim", effect: "show", claim, sentence: expect.stringContaining("n'a pas été vérifié") },
      ],
    });
  });
});
