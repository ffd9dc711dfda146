import { inflate } from "./inflate.ts";
import { limits, Stop } from "./limits.ts";
import { base85, hexadecimal, lzw, runLength } from "./other-filters.ts";
import { type Predictor, unpredicted } from "./predictor.ts";
import { type Decoder, Sink } from "./sink.ts";
import { isArray, PdfDict, type PdfRef, type PdfValue } from "./values.ts";

/** Follows references, as far as objects in the clear go. */
export type Resolve = (value: PdfValue | undefined) => Exclude<PdfValue, PdfRef> | undefined;

type Stage = Readonly<{ filter: string; decode: Decoder | undefined; predictor: Predictor }>;

/** Images: nothing here decodes them, their pixels are counted from what their dictionary declares. */
const imageFilters = new Set(["DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"]);

/** The filters of a stream, in the order in which a reader applies them. @throws Stop `too-many-filters` */
export function stagesOf(dict: PdfDict, resolve: Resolve): readonly Stage[] {
  const filters = listOf(resolve(dict.get("Filter") ?? dict.get("F")));
  if (filters.length > limits.filters) throw new Stop("too-many-filters");
  const parameters = listOf(resolve(dict.get("DecodeParms") ?? dict.get("DP")));
  return filters.map((filter, index) => stageOf(resolve(filter), resolve(parameters[index]), resolve));
}

const listOf = (value: PdfValue | undefined): readonly PdfValue[] => {
  if (isArray(value)) return value;
  return typeof value === "string" || value instanceof PdfDict ? [value] : [];
};

function stageOf(filter: PdfValue | undefined, parameters: PdfValue | undefined, resolve: Resolve): Stage {
  const name = typeof filter === "string" ? filter : "";
  const number = (key: string, otherwise: number) => {
    const value = parameters instanceof PdfDict ? resolve(parameters.get(key)) : undefined;
    return typeof value === "number" ? value : otherwise;
  };
  const predictor = {
    kind: number("Predictor", 1),
    colors: number("Colors", 1),
    bits: number("BitsPerComponent", 8),
    columns: number("Columns", 1),
  };
  return { filter: name, decode: decoders.get(name)?.(number("EarlyChange", 1) === 0 ? 0 : 1), predictor };
}

/** By the name of a filter, in full or short as in images within a page. */
const decoders: ReadonlyMap<string, (early: number) => Decoder> = new Map([
  ["FlateDecode", () => inflate],
  ["Fl", () => inflate],
  ["LZWDecode", lzw],
  ["LZW", lzw],
  ["RunLengthDecode", () => runLength],
  ["RL", () => runLength],
  ["ASCIIHexDecode", () => hexadecimal],
  ["AHx", () => hexadecimal],
  ["ASCII85Decode", () => base85],
  ["A85", () => base85],
]);

/**
 * The bytes that the filters would make, each counted, without making the last ones. What one filter hands to the next is
 * held, within the limit of what is held of a stream. @throws Stop `bomb` beyond it
 */
export function inflatedSize(data: Uint8Array, stages: readonly Stage[], most: number): number {
  const image = stages.findIndex(({ filter }) => imageFilters.has(filter));
  const made = image < 0 ? stages : stages.slice(0, image);
  let input: Uint8Array | undefined = data;
  let total = 0;
  for (const [index, { decode, predictor }] of made.entries()) {
    if (decode === undefined || input === undefined || total > most) return total;
    const counted = new Sink();
    decode(input, most - total, counted);
    total += counted.length;
    if (index < made.length - 1) input = outputOf(input, decode, predictor)?.bytes;
  }
  return total;
}

/** What a stream holds; undefined where it cannot be known wholly. @throws Stop `bomb` where it is too much to hold */
export function contentOf(data: Uint8Array, stages: readonly Stage[]): Uint8Array | undefined {
  let input = data;
  for (const { decode, predictor } of stages) {
    const output = decode === undefined ? undefined : outputOf(input, decode, predictor);
    if (output === undefined || !output.sound) return undefined;
    input = output.bytes;
  }
  return input;
}

function outputOf(input: Uint8Array, decode: Decoder, predictor: Predictor) {
  const counted = new Sink();
  const sound = decode(input, limits.decoded, counted);
  if (counted.length > limits.decoded) throw new Stop("bomb");
  const made = new Uint8Array(counted.length);
  decode(input, limits.decoded, new Sink(made));
  const bytes = unpredicted(made, predictor);
  return bytes && { bytes, sound };
}
