import { describe, expect, test } from "@jest/globals";
import { inspectPdf } from "../../../shared/inspection/pdf/inspect.ts";
import { stopped } from "../../../shared/inspection/pdf/inspection.ts";
import { stopReasons } from "../../../shared/inspection/pdf/limits.ts";
import { zipOf } from "../../support/pdf/archives.ts";
import { deflated, packed, pdf, pdfWithObjectStream, plain, revised, stream } from "../../support/pdf/crafted.ts";
import { stopOf } from "./inspected.ts";

const file = pdf(plain);
const xml = '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>';

describe("a file that is no PDF, whatever its name says", () => {
  test.each([
    ["no byte", "", "empty"],
    ["an XML document", xml, "xml"],
    ["an XML document without declaration, after white space", '\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "xml"],
    ["an XML document in UTF-16", Buffer.from(`\ufeff${xml}`, "utf16le"), "xml"],
    ["a page", "<!DOCTYPE html><html></html>", "html"],
    ["a page without its type", " <HTML><body>", "html"],
    ["an archive, as office documents are", zipOf("word/document.xml", Buffer.from("<a/>")), "zip"],
    ["an image", Buffer.from("ffd8ffe000104a464946", "hex"), "not-pdf"],
    ["the header of a PDF after 1,024 bytes", `${" ".repeat(1_025)}${file.toString("latin1")}`, "not-pdf"],
  ])("%s: %s", (_, content, reason) => {
    expect(stopOf(Buffer.from(content))).toBe(reason);
  });
});

describe("a PDF that cannot be inspected", () => {
  test.each([
    ["its last line missing", file.subarray(0, file.length - 7)],
    ["its cross-reference missing", file.subarray(0, file.lastIndexOf("xref\n0"))],
    ["half of it missing", file.subarray(0, file.length / 2)],
    ["its header alone", file.subarray(0, 9)],
    ["the end of its second revision missing", revised(file, { 10: "(a)" }).subarray(0, file.length + 20)],
    ["the end of a linearised file missing", pdf({ ...plain, 10: "<< /Linearized 1 /L 99999 >>" })],
    [
      "a cross-reference told beyond its end",
      Buffer.from(file.toString("latin1").replace(/startxref\n/, "$&9"), "latin1"),
    ],
  ])("%s: truncated", (_, cut) => {
    expect(stopOf(cut)).toBe("truncated");
  });

  test("cut anywhere before its end: never inspected", () => {
    for (let size = 0; size < file.length - 1; size++) {
      expect(["empty", "not-pdf", "truncated"]).toContain(stopOf(file.subarray(0, size)));
    }
  });

  test.each([
    ["by the trailer", pdf(plain, "/Encrypt 50 0 R")],
    ["by the trailer of an old revision", revised(pdf(plain, "/Encrypt 50 0 R"), { 10: "(a)" })],
    ["by a trailer with an escaped name", pdf(plain, "/E#6ecrypt << /Filter /Standard >>")],
    ["by a cross-reference stream", pdf({ ...plain, 50: stream("/Type /XRef /Encrypt 51 0 R", Buffer.alloc(0)) })],
  ])("encrypted, as told %s", (_, encrypted) => {
    expect(stopOf(encrypted)).toBe("encrypted");
  });

  const { 4: content, ...others } = plain;
  const objectsPacked = packed(others);

  test.each([
    ["no trailer that names the catalogue", Buffer.from(file.toString("latin1").replace("/Root", "/Toor"), "latin1")],
    ["no page", pdf({ 1: plain[1]! })],
    [
      "a stream of objects through a filter that nobody knows",
      pdfWithObjectStream(
        { 4: content! },
        others,
        stream(`/Filter /Own ${objectsPacked.entries}`, objectsPacked.content),
      ),
    ],
    [
      "a stream of objects that stops in its middle",
      pdfWithObjectStream(
        { 4: content! },
        others,
        stream(`/Filter /FlateDecode ${objectsPacked.entries}`, Buffer.from("789c", "hex")),
      ),
    ],
    [
      "a stream of objects with fewer objects than it says",
      pdfWithObjectStream({ 4: content! }, others, deflated("/Type /ObjStm /N 9999 /First 0", Buffer.from("1 0 2 0"))),
    ],
  ])("%s: damaged", (_, damaged) => {
    expect(stopOf(damaged)).toBe("damaged");
  });

  test.each([
    ["2,000 pages told", "<< /Type /Pages /Kids [3 0 R] /Count 2000 >>", "inspected"],
    ["2,001 pages told", "<< /Type /Pages /Kids [3 0 R] /Count 2001 >>", "too-many-pages"],
  ])("%s: %s", (_, pages, reason) => {
    expect(stopOf(pdf({ ...plain, 2: pages }))).toBe(reason);
  });

  test("2,001 pages, one told: too many", () => {
    const pages = Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [n + 100, plain[3]!]));
    expect(stopOf(pdf({ ...plain, ...pages }))).toBe("too-many-pages");
  });

  const image = (width: number) =>
    stream(`/Subtype /Image /Width ${width} /Height 10000 /Filter /DCTDecode`, Buffer.alloc(9));
  test.each([
    [5_000, "inspected"],
    [5_001, "too-many-pixels"],
  ])("an image of %d by 10,000 points: %s", (width, reason) => {
    expect(stopOf(pdf({ ...plain, 10: image(width) }))).toBe(reason);
  });

  const chain = (count: number) =>
    pdf({ ...plain, 10: stream(`/Filter [${"/ASCIIHexDecode ".repeat(count)}]`, Buffer.from("3e")) });
  test.each([
    [4, "inspected"],
    [5, "too-many-filters"],
  ])("%d filters one after the other: %s", (count, reason) => {
    expect(stopOf(chain(count))).toBe(reason);
  });

  const nested = (depth: number) => pdf({ ...plain, 10: `${"[".repeat(depth)}${"]".repeat(depth)}` });
  test.each([
    [128, "inspected"],
    [129, "too-complex"],
  ])("values nested %d deep: %s", (depth, reason) => {
    expect(stopOf(nested(depth))).toBe(reason);
  });

  test("an array of 250,000 numbers: too complex", () => {
    expect(stopOf(pdf({ ...plain, 10: `[${"0 ".repeat(250_000)}]` }))).toBe("too-complex");
  });

  test("a cross-reference of 500,001 objects told, of no size: too many", () => {
    const rows = deflated("/Type /XRef /Size 500001 /W [1 4 2] /Root 1 0 R", Buffer.alloc(7));
    const numbered = pdf({ ...plain, 50: rows }).toString("latin1");
    const at = numbered.indexOf("50 0 obj");
    expect(stopOf(Buffer.from(numbered.replace(/startxref\n\d+/, `startxref\n${at}`), "latin1"))).toBe(
      "too-many-objects",
    );
  });
});

test("every reason has its own sentence", () => {
  const sentences = stopReasons
    .map((reason) => stopped(reason))
    .map((one) => JSON.stringify(one).replace(/.*"sentence":/, ""));
  expect(new Set(sentences).size).toBe(stopReasons.length);
});

test("a view of a larger memory: only its own bytes are read", () => {
  const around = Buffer.concat([Buffer.alloc(8, "x"), file, Buffer.alloc(8, "x")]);
  expect(inspectPdf(around.subarray(8, -8))).toEqual(inspectPdf(file));
});
