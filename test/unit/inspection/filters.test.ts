import { constants, deflateSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { contentOf, inflatedSize, stagesOf } from "../../../shared/inspection/pdf/filters.ts";
import { Lexer } from "../../../shared/inspection/pdf/lexer.ts";
import { PdfDict, PdfRef } from "../../../shared/inspection/pdf/values.ts";
import { encodeBase85, encodeHexadecimal, encodeLzw, encodePng, encodeRuns } from "../../support/pdf/encoders.ts";

function stages(written: string) {
  const dict = new Lexer(Buffer.from(`<< ${written} >>`), 0).value();
  if (!(dict instanceof PdfDict)) throw new Error("not a dictionary");
  return stagesOf(dict, (value) => (value instanceof PdfRef ? undefined : value));
}

const decoded = (filters: string, data: Uint8Array) => contentOf(data, stages(filters));
const size = (filters: string, data: Uint8Array) => inflatedSize(data, stages(filters), 1e9);

/** Bytes as files hold them: random, repeated at distances near and far, long runs of one. */
const anyData = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ minLength: 1_000, maxLength: 3_000 }),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat({ max: 400 })).map(([part, times]) => {
        return Buffer.concat(Array<Uint8Array>(times).fill(part));
      }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));

const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

describe("filters: what an independent encoder wrote is read back, and counted without being made", () => {
  test("Flate, as zlib writes it at any level, its checksum right or wrong", () => {
    const [levels, strategy] = [fc.nat({ max: 9 }), fc.constantFrom(...strategies)];
    fc.assert(
      fc.property(anyData, levels, strategy, fc.boolean(), (data, level, strategy, wrong) => {
        const written = deflateSync(data, { level, strategy });
        if (wrong) written[written.length - 1]! ^= 1;
        expect(Buffer.compare(decoded("/Filter /FlateDecode", written)!, data)).toBe(0);
        expect(size("/Filter /Fl", written)).toBe(data.length);
      }),
    );
  });

  test.each([0, 1] as const)("LZW, widths changed with EarlyChange %d", (early) => {
    fc.assert(
      fc.property(anyData, (data) => {
        const filter = `/Filter [/LZWDecode] /DecodeParms [<< /EarlyChange ${early} >>]`;
        expect(Buffer.compare(decoded(filter, encodeLzw(data, early))!, data)).toBe(0);
        expect(size(filter, encodeLzw(data, early))).toBe(data.length);
      }),
    );
  });

  test.each([
    ["run lengths", "/Filter /RunLengthDecode", encodeRuns],
    ["hexadecimal", "/Filter /ASCIIHexDecode", encodeHexadecimal],
    ["base 85", "/Filter /ASCII85Decode", encodeBase85],
  ] as const)("%s", (_, filter, encode) => {
    fc.assert(
      fc.property(anyData, (data) => {
        expect(Buffer.compare(decoded(filter, encode(data))!, data)).toBe(0);
        expect(size(filter, encode(data))).toBe(data.length);
      }),
    );
  });

  test("rows predicted as in PNG, by each of its five ways", () => {
    fc.assert(
      fc.property(anyData, fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 3, 4), (data, columns, colors) => {
        const whole = data.subarray(0, data.length - (data.length % (columns * colors)));
        const filter = `/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors ${colors} /Columns ${columns} >>`;
        const written = deflateSync(encodePng(whole, columns * colors, colors));
        expect(Buffer.compare(decoded(filter, written)!, whole)).toBe(0);
      }),
    );
  });

  test("differences of neighbours, as in TIFF", () => {
    const filter = "/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 4 >>";
    expect([...decoded(filter, deflateSync(Buffer.from([1, 1, 1, 1, 250, 10, 0, 1])))!]).toEqual([
      1, 2, 3, 4, 250, 4, 4, 5,
    ]);
  });

  test("two filters: all that each makes is counted", () => {
    const data = Buffer.alloc(10_000, "a");
    const written = encodeHexadecimal(deflateSync(data));
    const filters = "/Filter [/ASCIIHexDecode /FlateDecode]";
    expect(Buffer.compare(decoded(filters, written)!, data)).toBe(0);
    expect(size(filters, written)).toBe(data.length + deflateSync(data).length);
  });

  test("an image at the end of the chain: what precedes it alone is counted", () => {
    const data = Buffer.alloc(500, "a");
    expect(size("/Filter [/FlateDecode /DCTDecode]", deflateSync(data))).toBe(500);
  });

  test("a filter of an unknown name, or of the name of something else: nothing is known of the content", () => {
    expect(decoded("/Filter /Own", Buffer.from("a"))).toBeUndefined();
    expect(decoded("/Filter /constructor", Buffer.from("a"))).toBeUndefined();
  });

  test("Flate cut or altered at any byte: never fails, nothing is taken for whole unless it is", () => {
    fc.assert(
      fc.property(anyData, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 }), (data, where, byte) => {
        const written = deflateSync(data);
        const at = Math.floor(where * (written.length - 5)); // the checksum is not compared
        expect(decoded("/Filter /FlateDecode", written.subarray(0, at))).toBeUndefined();
        expect(size("/Filter /FlateDecode", written.subarray(0, at))).toBeLessThanOrEqual(data.length);
        size("/Filter /FlateDecode", written.with(at, byte));
      }),
    );
  });

  test.each(["FlateDecode", "LZWDecode", "RunLengthDecode", "ASCIIHexDecode", "ASCII85Decode"])(
    "%s of any bytes: as many are made as are counted",
    (filter) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
          const made = decoded(`/Filter /${filter}`, Buffer.concat([Buffer.from("789c", "hex"), data]));
          const counted = size(`/Filter /${filter}`, Buffer.concat([Buffer.from("789c", "hex"), data]));
          if (made !== undefined) expect(made).toHaveLength(counted);
        }),
      );
    },
  );
});
