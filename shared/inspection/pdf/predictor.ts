/** How rows were written before compression (ISO 32000-1, table 8). */
export type Predictor = Readonly<{ kind: number; colors: number; bits: number; columns: number }>;

const tiff = 2;
const firstOfPng = 10;

/** The bytes before prediction; undefined where the predictor is of no known kind or of impossible dimensions. */
export function unpredicted(bytes: Uint8Array, { kind, colors, bits, columns }: Predictor): Uint8Array | undefined {
  if (kind <= 1) return bytes;
  const pixel = Math.max(1, (colors * bits) >> 3);
  const row = Math.ceil((colors * bits * columns) / 8);
  if (!(row > 0 && row < 1e6)) return undefined;
  if (kind >= firstOfPng) return withoutPng(bytes, row, pixel);
  return kind === tiff && bits === 8 ? withoutTiff(bytes, row, pixel) : undefined;
}

function withoutTiff(bytes: Uint8Array, row: number, pixel: number): Uint8Array {
  const output = bytes.slice();
  for (let at = 0; at < output.length; at++) {
    if (at % row >= pixel) output[at] = (output[at] ?? 0) + (output[at - pixel] ?? 0);
  }
  return output;
}

function withoutPng(bytes: Uint8Array, row: number, pixel: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (row + 1));
  const output = new Uint8Array(Math.max(0, bytes.length - rows));
  for (let index = 0; index < rows; index++) {
    const type = bytes[index * (row + 1)] ?? 0;
    const source = bytes.subarray(index * (row + 1) + 1, (index + 1) * (row + 1));
    const target = output.subarray(index * row, (index + 1) * row);
    const above = index === 0 ? new Uint8Array(row) : output.subarray((index - 1) * row, index * row);
    pngRow(type, source, target, above, pixel);
  }
  return output;
}

function pngRow(type: number, source: Uint8Array, target: Uint8Array, above: Uint8Array, pixel: number): void {
  for (const [at, byte] of source.entries()) {
    const left = at < pixel ? 0 : (target[at - pixel] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < pixel ? 0 : (above[at - pixel] ?? 0);
    target[at] = byte + predicted(type, left, up, corner);
  }
}

function predicted(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  return type === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
