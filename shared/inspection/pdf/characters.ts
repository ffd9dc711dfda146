/** Kinds of bytes in the syntax of PDF (ISO 32000-1, §7.2.2); 0 for those of which words are made. */
const kinds = new Uint8Array(256);
const space = 1;
const delimiter = 2;
for (const byte of [0, 9, 10, 12, 13, 32]) kinds[byte] = space;
for (const char of "()<>[]{}/%") kinds[char.charCodeAt(0)] = delimiter;

export const isSpace = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === space;
export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Whether a word goes on with this byte; not at the end of the bytes. */
export const isRegular = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === 0;
