import { contentOf, inflatedSize, stagesOf } from "./filters.ts";
import type { Findings } from "./finding.ts";
import { Lexer } from "./lexer.ts";
import { limits, Stop } from "./limits.ts";
import type { FileObject, ObjectFile } from "./objects.ts";
import { PdfDict, type PdfValue } from "./values.ts";

const claimed = /pdfaid:part(?:\s*=\s*["']|>)\s*(\d)/;
const level = /pdfaid:conformance(?:\s*=\s*["']|>)\s*([A-Za-z])/;

/** Takes the streams of a file one by one, counts what they would inflate to, and opens those that hold objects. */
export class Streams {
  inflated = 0;
  /** Offsets of the streams that are attached files. */
  readonly attachments = new Set<number>();
  /** Dictionaries of cross-reference streams: they stand for trailers. */
  readonly trailers: PdfDict[] = [];
  readonly #file: ObjectFile;
  readonly #findings: Findings;

  constructor(file: ObjectFile, findings: Findings) {
    this.#file = file;
    this.#findings = findings;
  }

  /** @throws Stop `bomb`, `too-many-filters` */
  take(object: FileObject): void {
    if (object.data === undefined || !(object.value instanceof PdfDict)) return;
    const { value: dict, data } = object;
    const most = Math.max(limits.ratioFrom, Math.min(limits.inflated, limits.ratio * this.#file.bytes.length));
    this.inflated += inflatedSize(data, stagesOf(dict, this.#file.resolve), most - this.inflated);
    if (this.inflated > most) throw new Stop("bomb");
    const type = dict.get("Type");
    if (type === "EmbeddedFile") this.attachments.add(object.offset);
    if (type === "XRef") this.trailers.push(dict);
    if (type === "Metadata") this.#claim(object, dict, data);
  }

  /** Whether a stream holds objects: readers take any for such that has these two entries. */
  holdsObjects({ value, data }: FileObject): boolean {
    return data !== undefined && value instanceof PdfDict && value.has("N") && value.has("First");
  }

  /** The objects that a stream holds. @throws Stop `damaged` where they cannot all be read */
  *objectsIn({ value: dict, data }: FileObject): Generator<readonly [number: number, value: PdfValue | undefined]> {
    if (data === undefined || !(dict instanceof PdfDict)) throw new Stop("damaged");
    const content = this.#contentOf(dict, data);
    const [count, first] = [this.#file.resolve(dict.get("N")), this.#file.resolve(dict.get("First"))];
    if (content === undefined || typeof count !== "number" || typeof first !== "number") throw new Stop("damaged");
    this.#file.budget.grant(content.length);
    const index = new Lexer(content, 0);
    for (let n = 0; n < count; n++) {
      const [number, offset] = [index.integer(), index.integer()];
      if (number === undefined || offset === undefined) throw new Stop("damaged");
      const lexer = new Lexer(content, first + offset);
      yield [number, lexer.value()];
      this.#file.budget.spend(lexer.at - first - offset);
    }
  }

  #claim({ number, offset }: FileObject, dict: PdfDict, data: Uint8Array): void {
    const content = contentOf(data, stagesOf(dict, this.#file.resolve));
    const text = Buffer.from(content ?? [])
      .toString("latin1")
      .replaceAll("\0", "");
    const part = claimed.exec(text)?.[1];
    if (part === undefined) return;
    const claim = `PDF/A-${part}${level.exec(text)?.[1]?.toUpperCase() ?? ""}`;
    this.#findings.add("pdfa-claim", { claim, object: number, offset });
  }

  #contentOf(dict: PdfDict, data: Uint8Array): Buffer | undefined {
    const content = contentOf(data, stagesOf(dict, this.#file.resolve));
    return content && Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  }
}
