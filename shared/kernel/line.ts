import * as z from "zod/mini";

/** One line of text of at most `max` characters, in one Unicode form and without control characters. */
export const line = (max: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.normalize("NFC"),
      z.minLength(1),
      z.maxLength(max),
      z.regex(/^\P{C}*$/u, "Caractère non imprimable."),
    );
