import { inspectPdf } from "../../../shared/inspection/pdf/inspect.ts";
import { pdfInspectionSchema } from "../../../shared/inspection/pdf/inspection.ts";

/** What the inspection of a file says, once it has passed the schema that its caller holds it to. */
export const inspect = (file: Uint8Array) => pdfInspectionSchema.parse(inspectPdf(file));

/** The findings of a file that could be inspected, each as « code object » or « code @offset ». */
export function found(file: Uint8Array): readonly string[] {
  const result = inspect(file);
  if (result.status !== "inspected") return [`not inspected: ${result.reason}`];
  return result.findings.map(({ code, object, offset }) => `${code} ${object ?? `@${offset}`}`);
}

/** The reason for which a file was not inspected. */
export function stopOf(file: Uint8Array): string {
  const result = inspect(file);
  return result.status === "not-inspected" ? result.reason : "inspected";
}
