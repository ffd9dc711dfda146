import { deflateSync } from "node:zlib";
import { deflated, header, pdf, pdfWithObjectStream, plain, revised, stream } from "./crafted.ts";

const zeros = (size: number) => deflateSync(Buffer.alloc(size), { level: 1 });
const many = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n)).join("");
/** Objects as text, in a file whose cross-reference is of no use. */
const unlisted = (objects: string) =>
  Buffer.from(`${header}${objects}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n1\n%%EOF\n`, "latin1");

const { 4: content, ...others } = plain;

/** Files made to cost more than they weigh, and the reason for which each ends. */
export const bombs: Readonly<Record<string, readonly [reason: string, make: () => Buffer]>> = {
  "70 MB of zeros in a stream of a small file": [
    "bomb",
    () => pdf({ ...plain, 10: stream("/Filter /FlateDecode", zeros(7e7)) }),
  ],
  "210 MB of zeros in a stream of a larger file": [
    "bomb",
    () => pdf({ ...plain, 10: stream("/Filter /FlateDecode", zeros(2.1e8)), 11: stream("", Buffer.alloc(1e6, "x")) }),
  ],
  "190 MB of zeros in a stream of a larger file": [
    "inspected",
    () => pdf({ ...plain, 10: stream("/Filter /FlateDecode", zeros(1.9e8)), 11: stream("", Buffer.alloc(1e6, "x")) }),
  ],
  "30 streams of 10 MB": [
    "bomb",
    () => {
      const ten = stream("/Filter /FlateDecode", zeros(1e7));
      return pdf({ ...plain, ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [n + 10, ten])) });
    },
  ],
  "a stream of deflated deflated zeros": [
    "bomb",
    () => pdf({ ...plain, 10: stream("/Filter [/FlateDecode /FlateDecode]", deflateSync(zeros(7e7))) }),
  ],
  "a stream deflated four times": [
    "bomb",
    () => {
      const four = deflateSync(deflateSync(deflateSync(zeros(7e7))));
      return pdf({ ...plain, 10: stream(`/Filter [${"/FlateDecode ".repeat(4)}]`, four) });
    },
  ],
  "a stream that its first filter makes too large for the second": [
    "bomb",
    () => pdf({ ...plain, 10: stream("/Filter [/FlateDecode /RunLengthDecode]", zeros(2e7)) }),
  ],
  "LZW of LZW": [
    "bomb",
    () => pdf({ ...plain, 10: stream("/Filter [/FlateDecode /LZWDecode]", deflateSync(lzwOfZeros(7e7))) }),
  ],
  "a stream of objects of 20 MB": [
    "bomb",
    () =>
      pdfWithObjectStream(
        { 4: content! },
        others,
        stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zeros(2e7)),
      ),
  ],
  "600,000 objects": ["too-many-objects", () => unlisted(many(600_000, (n) => `${n} 0 obj 1 endobj\n`))],
  "600,000 objects in a stream of objects": [
    "too-many-objects",
    () => {
      const index = Buffer.from(many(600_000, () => "7 0 "));
      return pdfWithObjectStream({ 4: content! }, others, deflated(`/N 600000 /First ${index.length}`, index));
    },
  ],
  "a stream of objects all at the place of a large one": [
    "too-complex",
    () => {
      const index = Buffer.from(many(50_000, () => "7 0 "));
      const inside = Buffer.concat([index, Buffer.from(`[${"0 ".repeat(200_000)}]`)]);
      return pdfWithObjectStream({ 4: content! }, others, deflated(`/N 50000 /First ${index.length}`, inside));
    },
  ],
  "a million brackets": ["too-complex", () => unlisted(`1 0 obj ${"[".repeat(1e6)}`)],
  "objects that each hold the next": ["too-complex", () => unlisted("1 0 obj [ ".repeat(200_000))],
  "objects in a text that never ends": ["truncated", () => unlisted("1 0 obj ( ".repeat(400_000))],
  "streams that all end at the end of the file": [
    "too-complex",
    () => unlisted(`${"1 0 obj<<>>stream\n".repeat(200_000)}endstream`),
  ],
  "100,000 objects": [
    "inspected",
    () => pdf({ ...plain, ...Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [n + 10, "<</K 1 0 R>>"])) }),
  ],
  "15 MB of rows in a stream of objects": [
    "damaged",
    () => {
      const predicted = "/DecodeParms << /Predictor 15 /Columns 999 >> /Filter /FlateDecode";
      const container = stream(`/Type /ObjStm /N 1 /First 4 ${predicted}`, zeros(15_000_000));
      return pdfWithObjectStream({ 4: content! }, others, container);
    },
  ],
  "a cross-reference that comes back to itself": [
    "inspected",
    () => {
      const file = revised(pdf(plain), { 10: "(a)" }).toString("latin1");
      return Buffer.from(file.replace(/\/Prev \d+/, `/Prev ${file.lastIndexOf("xref\n0")}`), "latin1");
    },
  ],
  "lengths that refer to each other": [
    "inspected",
    () => pdf({ ...plain, 10: "<< /Length 11 0 R >>\nstream\na\nendstream", 11: "12 0 R", 12: "11 0 R" }),
  ],
  "actions that follow each other in a ring": [
    "inspected",
    () =>
      pdf({
        ...plain,
        10: "<< /OpenAction 11 0 R >>",
        11: "<< /S /GoTo /Next 12 0 R >>",
        12: "<< /S /GoTo /Next 11 0 R >>",
      }),
  ],
  "a stream of objects that holds itself": [
    "inspected",
    () => pdfWithObjectStream({ 4: content! }, { ...others, 90: "<< /N 1 /First 0 >>" }),
  ],
  "the same object defined 400,000 times": [
    "too-complex",
    () =>
      Buffer.concat([
        pdf(plain),
        unlisted("1 0 obj<</S/URI/Next[2 0 R 3 0 R]>>\n".repeat(400_000)).subarray(header.length),
      ]),
  ],
  "a cross-reference of a million lines": [
    "too-many-objects",
    () => {
      const lines = `xref\n0 1000001\n${many(1_000_001, () => "0000000015 00000 n \n")}trailer\n<< /Root 1 0 R >>\n`;
      const file = pdf(plain);
      return Buffer.concat([file, Buffer.from(`${lines}startxref\n${file.length}\n%%EOF\n`)]);
    },
  ],
};

/** What LZW makes of so many zeros at least: ever longer runs, its table cleared when full. */
function lzwOfZeros(size: number): Buffer {
  const codes = [0, ...Array.from({ length: 4_094 - 258 }, (_, n) => n + 258)];
  const perTable = (codes.length * (codes.length + 1)) / 2;
  const widthFor = (next: number) => Math.max(9, next.toString(2).length);
  const table = codes.map((code, n) => code.toString(2).padStart(widthFor(n + 258), "0")).join("");
  const bits = `100000000${Array<string>(Math.ceil(size / perTable))
    .fill(table)
    .join("000100000000")}`;
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
