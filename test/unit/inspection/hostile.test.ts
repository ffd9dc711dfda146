import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { attached, features } from "../../support/pdf/active.ts";
import { zipOf } from "../../support/pdf/archives.ts";
import { deflated, pdf, pdfWithObjectStream, plain, revised } from "../../support/pdf/crafted.ts";
import { inspect } from "./inspected.ts";

const { 4: content, ...others } = plain;
const files = [
  pdf(plain),
  revised(pdf(plain), { 5: plain[5]! }),
  pdfWithObjectStream({ 4: content! }, others),
  pdf({ ...plain, 10: attached(zipOf("a", Buffer.from("a"))), 11: deflated("", Buffer.alloc(999, "ab")) }),
  ...features.map(({ objects }) => pdf({ ...plain, ...objects })),
];
const anyFile = fc.constantFrom(...files);

/** What PDFs are made of, put together in any order. */
const token = fc.oneof(
  fc.constantFrom(
    ..."<< >> [ ] ( ) < > / % \\ obj endobj stream\n endstream xref\n trailer startxref\n %%EOF %PDF-1.7 R n f".split(
      " ",
    ),
    ..."/Type /Catalog /Pages /Page /Kids /Count /Length /Filter /FlateDecode /LZWDecode /ObjStm /XRef /N /First".split(
      " ",
    ),
    ..."/W /Index /Prev /Root /Size /Encrypt null /S /JS /OpenAction /AA /Next /JavaScript /DecodeParms /D".split(" "),
    ..."/Predictor /Columns /ByteRange /Linearized /L -1 1.5 0 #41 PK\u0003\u0004".split(" "),
    "1 0 obj",
    "1 0 R",
    "2 0 R",
  ),
  fc.nat({ max: 300 }).map(String),
);

const bytesAt = (file: Uint8Array, at: number, bytes: Uint8Array) => {
  const changed = Buffer.from(file);
  changed.set(bytes.subarray(0, Math.max(0, file.length - at)), at);
  return changed;
};

describe("hostile bytes: an answer that its schema admits, never an exception", () => {
  test("any bytes after a header", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        inspect(bytes);
        inspect(Buffer.concat([Buffer.from("%PDF-1.7\n"), bytes]));
      }),
      { numRuns: 300 },
    );
  });

  test("the words of PDF in any order", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 200 }), fc.constantFrom(" ", "\n", ""), (tokens, gap) => {
        inspect(Buffer.from(`%PDF-1.7\n${tokens.join(gap)}\nstartxref\n9\n%%EOF\n`, "latin1"));
      }),
      { numRuns: 1_000 },
    );
  });

  test("an honest file with any of its bytes changed", () => {
    fc.assert(
      fc.property(anyFile, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }), (file, at, bytes) => {
        inspect(bytesAt(file, at % file.length, bytes));
      }),
      { numRuns: 1_500 },
    );
  });

  test("an honest file with one of its numbers changed", () => {
    const numbers = fc.constantFrom("0", "1", "99", "65536", "2147483648", "99999999999999999999", "-1");
    fc.assert(
      fc.property(anyFile, fc.nat(), numbers, (file, which, number) => {
        const text = file.toString("latin1");
        const places = [...text.matchAll(/\d+/g)];
        const { 0: old, index } = places[which % places.length]!;
        inspect(Buffer.from(text.slice(0, index) + number + text.slice(index + old.length), "latin1"));
      }),
      { numRuns: 1_500 },
    );
  });

  test("parts of honest files left out, put twice, or taken from one another", () => {
    fc.assert(
      fc.property(anyFile, anyFile, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (one, other, cuts) => {
        const [a = 0, b = 0, c = 0, d = 0] = cuts;
        const head = one.subarray(0, a % one.length);
        const middle = other.subarray(b % other.length, c % other.length);
        inspect(Buffer.concat([head, middle, one.subarray(d % one.length)]));
      }),
      { numRuns: 1_000 },
    );
  });

  test("what a file does is found wherever another hundred bytes are put between its objects", () => {
    const acting = features.filter(({ code }) => code !== "attachment");
    fc.assert(
      fc.property(fc.constantFrom(...acting), fc.nat(), ({ objects, code }, which) => {
        const text = pdf({ ...plain, ...objects }).toString("latin1");
        const places = [...text.matchAll(/(?<=endobj\n)\d/g)].map(({ index }) => index);
        const at = places[which % places.length]!;
        const result = inspect(Buffer.from(`${text.slice(0, at)}%${"x".repeat(98)}\n${text.slice(at)}`, "latin1"));
        expect(result).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ code })]) });
      }),
    );
  });
});
