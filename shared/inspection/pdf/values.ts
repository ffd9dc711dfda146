/** A string of a PDF: that it is there is all that an inspection needs to know. */
export const pdfString = Symbol("string");

/** A reference to an object by its number. */
export class PdfRef {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** A value of a PDF; a name is a text, its #xx escapes decoded and without its slash. */
export type PdfValue = null | boolean | number | string | typeof pdfString | PdfRef | PdfDict | readonly PdfValue[];

/** A dictionary as written: readers differ on which of two equal keys holds, so both are kept. */
export class PdfDict {
  readonly entries: (readonly [key: string, value: PdfValue])[] = [];

  /** The value that most readers take: the last one of that key. */
  get(key: string): PdfValue | undefined {
    // Asked of every dictionary of a file, many times: a loop is several times as fast as `findLast`.
    for (let index = this.entries.length - 1; index >= 0; index--) {
      const entry = this.entries[index];
      if (entry?.[0] === key) return entry[1];
    }
    return undefined;
  }

  all(key: string): readonly PdfValue[] {
    return this.entries.filter(([name]) => name === key).map(([, value]) => value);
  }

  has(key: string): boolean {
    return this.entries.some(([name, value]) => name === key && value !== null);
  }
}

/** Array.isArray, for an array that nobody may change. */
export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
