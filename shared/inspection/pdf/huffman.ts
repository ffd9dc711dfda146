/** A canonical Huffman code (RFC 1951, §3.2.2): short codes by table, long ones bit by bit. */
export type Code = Readonly<{
  /** By as many of the next bits as its size counts: the symbol times 16, plus the length of its code; 0 where that is longer. */
  fast: Uint16Array;
  /** How many codes there are of each length. */
  counts: Uint16Array;
  /** Symbols in the order of their codes. */
  symbols: Uint16Array;
}>;

/** No table is larger than that many bits lead to, nor than its longest code. */
const fastBits = 9;
export const longestCode = 15;

/** The code whose symbols have these lengths, 0 for none; undefined where no code can have them. */
export function codeOf(lengths: Uint8Array): Code | undefined {
  const counts = countsOf(lengths);
  const first = firstCodes(counts);
  if (first === undefined) return undefined;
  const places = startsOf(counts);
  const longest = Math.max(
    0,
    counts.findLastIndex((count) => count > 0),
  );
  const code = {
    fast: new Uint16Array(1 << Math.min(fastBits, longest)),
    counts,
    symbols: new Uint16Array(lengths.length),
  };
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    code.symbols[next(places, length)] = symbol;
    fill(code.fast, next(first, length), length, symbol);
  }
  return code;
}

function countsOf(lengths: Uint8Array): Uint16Array {
  const counts = new Uint16Array(longestCode + 1);
  for (const length of lengths) if (length > 0) next(counts, length);
  return counts;
}

/** What stands there, which is then one more. */
function next(values: Uint16Array, at: number): number {
  const value = values[at] ?? 0;
  values[at] = value + 1;
  return value;
}

/** The first code of each length; undefined where the lengths ask for more codes than there are. */
function firstCodes(counts: Uint16Array): Uint16Array | undefined {
  const first = new Uint16Array(longestCode + 2);
  let free = 1;
  for (let length = 1; length <= longestCode; length++) {
    const count = counts[length] ?? 0;
    free = free * 2 - count;
    if (free < 0) return undefined;
    first[length + 1] = ((first[length] ?? 0) + count) << 1;
  }
  return first;
}

function startsOf(counts: Uint16Array): Uint16Array {
  const starts = new Uint16Array(longestCode + 2);
  for (let length = 1; length <= longestCode; length++)
    starts[length + 1] = (starts[length] ?? 0) + (counts[length] ?? 0);
  return starts;
}

/** Bits of a code come with the highest first, those of the stream with the lowest first. */
function reversed(code: number, length: number): number {
  let bits = 0;
  for (let rest = code, left = length; left > 0; left--, rest >>= 1) bits = (bits << 1) | (rest & 1);
  return bits;
}

/** Every run of bits that begins with the code leads to its symbol. */
function fill(fast: Uint16Array, code: number, length: number, symbol: number): void {
  if (length > fastBits) return;
  for (let bits = reversed(code, length); bits < fast.length; bits += 1 << length) fast[bits] = (symbol << 4) | length;
}

const constant = (lengths: readonly (readonly [count: number, length: number])[]): Code => {
  const code = codeOf(Uint8Array.from(lengths.flatMap(([count, length]) => Array<number>(count).fill(length))));
  if (code === undefined) throw new Error("not a code");
  return code;
};

/** The codes of a block that brings none (RFC 1951, §3.2.6). */
export const fixedLiterals = /* @__PURE__ */ constant([
  [144, 8],
  [112, 9],
  [24, 7],
  [8, 8],
]);
export const fixedDistances = /* @__PURE__ */ constant([[30, 5]]);
