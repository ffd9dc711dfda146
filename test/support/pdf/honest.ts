import { PDFDocument, StandardFonts } from "pdf-lib";

/** A line of text and where it stands: points from the left and from the top of an A4 page. */
export type Line = readonly [x: number, y: number, text: string];

const height = 841.89;

/** A PDF of these pages, as an office program makes it: compressed, its objects in streams of objects. */
export async function document(...pages: readonly (readonly Line[])[]): Promise<Uint8Array> {
  const made = await PDFDocument.create();
  const font = await made.embedFont(StandardFonts.Helvetica);
  for (const lines of pages) {
    const page = made.addPage([595.28, height]);
    for (const [x, y, text] of lines) page.drawText(text, { x, y: height - y, size: 11, font });
  }
  return await made.save();
}
