// The reader's other half, which it would else look for beside itself at run time: a bundle has but one file.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type Item, linesOf } from "./text-lines.ts";
import type { PdfText, TextLine } from "./text-schema.ts";

const most = { pages: 50, characters: 200_000, items: 20_000 } as const;

/** Nothing is read but the bytes given: no font of the system, no file, no address, no code compiled at run time. */
const alone = {
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  useWasm: false,
  isOffscreenCanvasSupported: false,
  isImageDecoderSupported: false,
  disableWorkerRendering: true,
  enableXfa: false,
  verbosity: 0,
  BinaryDataFactory: class {
    fetch(): Promise<never> {
      return Promise.reject(new Error("no file is read but the one given"));
    }
  },
};

/**
 * The text of a PDF that `inspectPdf` has inspected, and of no other file: the reader used here has no limit of its own.
 * Stops after 50 pages or 200,000 characters. Never fails: what cannot be read is `unreadable`.
 */
export async function readPdfText(bytes: Uint8Array): Promise<PdfText> {
  const task = getDocument({ ...alone, data: new Uint8Array(bytes) }); // a copy: the reader keeps what it is given
  try {
    return await textOf(await task.promise);
  } catch {
    // Whatever a reader of a million lines throws on the bytes of a stranger, it means that a person must look.
    return { status: "unreadable" };
  } finally {
    await task.destroy();
  }
}

async function textOf(document: PDFDocumentProxy): Promise<PdfText> {
  const left = { characters: most.characters, items: most.items };
  const lines: TextLine[] = [];
  let page = 0;
  while (page < Math.min(document.numPages, most.pages) && left.characters > 0 && left.items > 0) {
    page++;
    lines.push(...linesOf(page, await itemsOf(await document.getPage(page), left)));
  }
  const complete = page === document.numPages && left.characters > 0 && left.items > 0;
  return { status: "read", pages: document.numPages, complete, lines };
}

/** The pieces of text of a page, as far as the limits go: a page may repeat the same form without end. */
async function itemsOf(page: PDFPageProxy, left: { characters: number; items: number }): Promise<readonly Item[]> {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = page.getViewport({ scale: 1 }).transform.map(Number);
  const items: Item[] = [];
  const reader = page.streamTextContent({ disableNormalization: true }).getReader();
  for (
    let next = await reader.read();
    !next.done && left.characters > 0 && left.items > 0;
    next = await reader.read()
  ) {
    for (const item of next.value.items) {
      left.items--;
      if (!("str" in item) || item.str.trim() === "") continue;
      const [x = 0, y = 0] = item.transform.slice(4).map(Number);
      left.characters -= item.str.length;
      items.push({
        x: a * x + c * y + e,
        y: b * x + d * y + f,
        width: item.width,
        height: item.height,
        text: item.str,
      });
    }
  }
  return items;
}
