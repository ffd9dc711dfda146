import * as z from "zod/mini";

const textPart = z.strictObject({
  x: z.int(),
  text: z.string().check(z.maxLength(1_000)),
  shown: z.optional(z.string().check(z.maxLength(1_000))),
});

const textLine = z.strictObject({ page: z.int(), y: z.int(), parts: z.array(textPart) });

/**
 * The text of a PDF by lines, each part of a line with its place: points from the left and from the top of the page as it
 * is shown, pages from 1. `text` is for comparison: NFKC, invisible characters removed; `shown`, where it differs, is for
 * people: NFC, invisible characters as symbols. `complete` is false where the limits ended the reading.
 */
export const pdfTextSchema = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("read"),
    pages: z.int(),
    complete: z.boolean(),
    lines: z.array(textLine).check(z.maxLength(30_000)),
  }),
  z.strictObject({ status: z.literal("unreadable") }),
]);

export type PdfText = Readonly<z.infer<typeof pdfTextSchema>>;
export type TextLine = Readonly<z.infer<typeof textLine>>;
