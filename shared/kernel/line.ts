import * as z from "zod/mini";

/** Something that a reader sees: fillers and blanks that count as letters or symbols apart. */
const seen = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Refuses a text that is not empty, and of which nothing would be seen on a page. */
export const visible = z.refine<string>(
  (text) => text === "" || seen.test(text),
  "Aucun caractère visible : écrivez ce texte en lettres.",
);

/** One line of text of at most `max` characters, in one Unicode form, without control characters or lost ones (U+FFFD). */
export const line = (max: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.normalize("NFC"),
      z.minLength(1),
      z.maxLength(max),
      z.regex(/^[^\p{C}\p{Zl}\p{Zp}\ufffd]*$/u, "Caractère non imprimable."),
      visible,
    );
