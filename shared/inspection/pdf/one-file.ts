import { inspectPdf } from "./inspect.ts";
import type { PdfInspection } from "./inspection.ts";
import { readPdfText } from "./text.ts";
import type { PdfText } from "./text-schema.ts";

/** The structure of a file and, where it could be inspected, its text: no reader opens what the inspection stopped at. */
export interface OneFile {
  readonly inspection: PdfInspection;
  readonly text?: PdfText;
}

/** Inspects a file, then reads its text. */
export async function lookInto(bytes: Uint8Array): Promise<OneFile> {
  const inspection = inspectPdf(bytes);
  return inspection.status === "inspected" ? { inspection, text: await readPdfText(bytes) } : { inspection };
}
