import type { Findings, Place } from "./finding.ts";
import { limits, Stop } from "./limits.ts";
import { isArray, PdfDict, type PdfValue } from "./values.ts";

type Signature = Readonly<{ place: Place; end: number }>;

/** What the dictionaries of a PDF say of the document as a whole: its pages, its signatures, the size of its images. */
export class DocumentFacts {
  #declaredPages = 0;
  readonly #pages = new Set<number>();
  readonly #signatures: Signature[] = [];

  /** As many as the tree of pages declares, or as there are: readers trust one or the other. */
  get pages(): number {
    return Math.max(this.#declaredPages, this.#pages.size);
  }

  get signatures(): number {
    return this.#signatures.length;
  }

  /** @throws Stop `too-many-pages`, `too-many-pixels` */
  examine(number: number, value: PdfValue | undefined, place: Place): void {
    if (!(value instanceof PdfDict)) return;
    const type = value.get("Type");
    if (type === "Page") this.#pages.add(number);
    if (type === "Pages") this.#declaredPages = Math.max(this.#declaredPages, numberOf(value.get("Count")));
    if (this.pages > limits.pages) throw new Stop("too-many-pages");
    const pixels = numberOf(value.get("Width") ?? value.get("W")) * numberOf(value.get("Height") ?? value.get("H"));
    if (pixels > limits.pixels) throw new Stop("too-many-pixels");
    this.#sign(value, place);
  }

  /** Tells each signature, and the last one where something was added to the file after it. */
  tellSignatures(findings: Findings, size: number): void {
    const last = this.#signatures.reduce<Signature | undefined>(
      (furthest, one) => (furthest === undefined || one.end >= furthest.end ? one : furthest),
      undefined,
    );
    for (const { place } of this.#signatures) findings.add("signature", place);
    if (last !== undefined && last.end < size) findings.add("update-after-signature", last.place);
  }

  #sign(dict: PdfDict, place: Place): void {
    const range = dict.get("ByteRange");
    if (!isArray(range)) return;
    const [start, length] = [numberOf(range.at(-2)), numberOf(range.at(-1))];
    if (this.#signatures.length < limits.findingsPerCode) this.#signatures.push({ place, end: start + length });
  }
}

const numberOf = (value: PdfValue | undefined): number =>
  typeof value === "number" && Number.isSafeInteger(value) ? Math.max(0, value) : 0;
