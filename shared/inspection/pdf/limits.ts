/** What an inspection may cost, whatever the file says of itself. Sizes are in bytes. */
export const limits = {
  /** All filters of all streams together. */
  inflated: 200_000_000,
  /** Inflated bytes against the size of the file… */
  ratio: 200,
  /** …counted from this sum on: under it, one blank image of an honest file reaches any ratio. */
  ratioFrom: 64_000_000,
  /** What is ever held in memory of one stream. */
  decoded: 16_000_000,
  filters: 4,
  objects: 500_000,
  pages: 2_000,
  pixels: 50_000_000,
  depth: 128,
  /** Of each: references that must wait for the end of the file, chained actions, objects found within others. */
  deferred: 20_000,
  valuesPerObject: 250_000,
  /** Data after the end of the document, or between its parts, that no reader needs. */
  stray: 1_024,
  /** Findings of one code; the others are counted. */
  findingsPerCode: 20,
} as const;

/** Why a file cannot be inspected. */
export const stopReasons = [
  "empty",
  "xml",
  "html",
  "zip",
  "not-pdf",
  "truncated",
  "damaged",
  "encrypted",
  "bomb",
  "too-many-filters",
  "too-many-objects",
  "too-many-pages",
  "too-many-pixels",
  "too-complex",
] as const;

export type StopReason = (typeof stopReasons)[number];

/** Ends an inspection: what follows in the file is not looked at. Never leaves `inspectPdf`. */
export class Stop extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Bytes that may still be read, so that no file is read over and over, whatever its parts say of each other. */
export class Budget {
  #left: number;

  constructor(size: number) {
    this.#left = 2_000_000 + 4 * size;
  }

  /** @throws Stop `too-complex` once all is spent */
  spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new Stop("too-complex");
  }

  /** What a stream holds may be read as often as the file itself. */
  grant(bytes: number): void {
    this.#left += 4 * bytes;
  }
}
