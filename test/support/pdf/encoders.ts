/** LZW as PDF writes it: codes from 9 to 12 bits, the highest bit first. */
export function encodeLzw(data: Uint8Array, early: 0 | 1): Buffer {
  let bits = "";
  let table = new Map<string, number>();
  let next = 258;
  const put = (code: number) => {
    bits += code.toString(2).padStart(Math.min(12, Math.max(9, (next - 1 + early).toString(2).length)), "0");
  };
  const restart = () => {
    put(256);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte]));
    next = 258;
  };
  restart();
  let held = "";
  for (const byte of data) {
    const longer = held + String.fromCharCode(byte);
    if (table.has(longer)) {
      held = longer;
      continue;
    }
    put(table.get(held)!);
    table.set(longer, next++);
    if (next === 4_095) restart();
    held = String.fromCharCode(byte);
  }
  if (held !== "") {
    put(table.get(held)!);
    next++;
  }
  put(257);
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));
}

export function encodeRuns(data: Uint8Array): Buffer {
  const parts: number[] = [];
  for (let at = 0; at < data.length; ) {
    let run = 1;
    while (run < 128 && data[at + run] === data[at]) run++;
    if (run > 1) parts.push(257 - run, data[at]!);
    else parts.push(0, data[at]!);
    at += run;
  }
  return Buffer.from([...parts, 128]);
}

export const encodeHexadecimal = (data: Uint8Array): Buffer => Buffer.from(`${Buffer.from(data).toString("hex")}>`);

export function encodeBase85(data: Uint8Array): Buffer {
  let text = "";
  for (let at = 0; at < data.length; at += 4) {
    const group = [0, 1, 2, 3].map((n) => data[at + n] ?? 0);
    let value = group.reduce((sum, byte) => sum * 256 + byte, 0);
    const digits: string[] = [];
    for (let n = 0; n < 5; n++) {
      digits.unshift(String.fromCharCode(33 + (value % 85)));
      value = Math.floor(value / 85);
    }
    const kept = Math.min(4, data.length - at) + 1;
    text += kept === 5 && digits.join("") === "!!!!!" ? "z" : digits.slice(0, kept).join("");
  }
  return Buffer.from(`${text}~>`);
}

/** Rows of so many bytes, each predicted in one of PNG's five ways, in turn. */
export function encodePng(data: Uint8Array, row: number, pixel: number): Buffer {
  const rows = Array.from({ length: data.length / row }, (_, index) => {
    const at = (place: number, inRow: number) => (inRow < 0 ? 0 : (data[place] ?? 0));
    const bytes = Array.from({ length: row }, (_, n) => {
      const place = index * row + n;
      const [left, up, corner] = [at(place - pixel, n - pixel), at(place - row, n), at(place - pixel - row, n - pixel)];
      const distance = (value: number) => Math.abs(left + up - corner - value);
      const nearest = [left, up, corner].toSorted((a, b) => distance(a) - distance(b))[0]!;
      return (data[place]! - [0, left, up, (left + up) >> 1, nearest][index % 5]!) & 255;
    });
    return [index % 5, ...bytes];
  });
  return Buffer.from(rows.flat());
}
