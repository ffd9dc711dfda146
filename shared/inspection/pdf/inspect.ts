import { contentTypeOf, pdfHeaderIn } from "../wrong-type.ts";
import { ActiveContent } from "./active.ts";
import { archiveIn } from "./archive.ts";
import { DocumentFacts } from "./document.ts";
import { Extents } from "./extents.ts";
import { Findings, type Place } from "./finding.ts";
import { type PdfInspection, stopped } from "./inspection.ts";
import { Lexer } from "./lexer.ts";
import { limits, Stop } from "./limits.ts";
import { type FileObject, type Head, ObjectFile } from "./objects.ts";
import { Outside } from "./outside.ts";
import { Streams } from "./streams.ts";
import { unreadObjects } from "./unread.ts";
import { PdfDict, type PdfValue } from "./values.ts";
import { type CrossReference, crossReferenceFrom } from "./xref.ts";

/**
 * Inspects a file by its bytes alone, before any PDF reader opens it: nothing in it is executed, rendered or followed
 * outside the file. Bounded in time and memory by its limits, whatever the bytes; it throws on none.
 */
export function inspectPdf(bytes: Uint8Array): PdfInspection {
  try {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const type = contentTypeOf(file);
    if (type !== "pdf") return stopped(type === "unknown" ? "not-pdf" : type);
    return new Inspection(file, pdfHeaderIn(file) ?? 0).run();
  } catch (error) {
    if (error instanceof Stop) return stopped(error.reason);
    throw error;
  }
}

class Inspection {
  readonly #bytes: Buffer;
  readonly #header: number;
  readonly #file: ObjectFile;
  readonly #findings = new Findings();
  readonly #active = new ActiveContent(this.#findings);
  readonly #document = new DocumentFacts();
  readonly #streams: Streams;
  readonly #outside: Outside;
  readonly #extents = new Extents();
  /** Streams that hold objects, to be opened once it is known that the file is not encrypted. */
  readonly #containers: Head[] = [];
  /** Heads of objects written inside other objects: text, or hidden. */
  readonly #inner: number[] = [];
  #objects = 0;
  #linearisedSize: PdfValue | undefined;

  constructor(bytes: Buffer, header: number) {
    this.#bytes = bytes;
    this.#header = header;
    this.#file = new ObjectFile(bytes);
    this.#streams = new Streams(this.#file, this.#findings);
    this.#outside = new Outside(bytes, header, this.#findings);
  }

  run(): PdfInspection {
    if (isData(this.#bytes.toString("utf8", 0, this.#header))) {
      this.#findings.add("leading-data", { offset: this.#header });
    }
    this.#readObjects();
    this.#outside.read(this.#extents);
    const reference = crossReferenceFrom(this.#file, this.#startOfReference());
    this.#refuseUnreadable([...reference.trailers, ...this.#outside.trailers, ...this.#streams.trailers]);
    this.#readUnread(reference);
    this.#openContainers(reference.containers);
    if (this.#document.pages === 0) throw new Stop("damaged");
    this.#active.settle();
    return this.#result();
  }

  #readObjects(): void {
    for (const offset of this.#file.heads) {
      const head = this.#file.headAt(offset);
      if (offset < this.#extents.end) this.#inner.push(offset);
      else if (head !== undefined) this.#extents.add(offset, this.#readObject(head).end);
    }
  }

  #readObject(head: Head): FileObject {
    const object = this.#file.read(head);
    const { number, offset, value } = object;
    this.#examine(number, value, { object: number, offset });
    this.#streams.take(object);
    if (this.#streams.holdsObjects(object)) this.#containers.push(head);
    if (value instanceof PdfDict && value.has("Linearized")) this.#linearisedSize = value.get("L");
    return object;
  }

  #examine(number: number, value: PdfValue | undefined, place: Place): void {
    if (++this.#objects > limits.objects) throw new Stop("too-many-objects");
    this.#active.examine(number, value, place);
    this.#document.examine(number, value, place);
  }

  /** The offset that ends the file, and tells a reader where to begin. */
  #startOfReference(): number {
    const lexer = new Lexer(this.#bytes, Math.max(0, this.#bytes.lastIndexOf("startxref")));
    const start = lexer.take("startxref") ? lexer.integer() : undefined;
    const end = this.#outside.ends.at(-1);
    const size = typeof this.#linearisedSize === "number" ? this.#linearisedSize : 0;
    // An object after the last end belongs to a revision whose own end is missing.
    const last = this.#file.heads.at(-1) ?? 0;
    const whole = start !== undefined && start < this.#bytes.length && end !== undefined && last < end;
    if (!whole || size > this.#bytes.length) throw new Stop("truncated");
    return start;
  }

  #refuseUnreadable(trailers: readonly PdfDict[]): void {
    if (trailers.some((trailer) => trailer.has("Encrypt"))) throw new Stop("encrypted");
    if (!trailers.some((trailer) => trailer.has("Root"))) throw new Stop("damaged");
  }

  #readUnread(reference: CrossReference): void {
    const { damaged, unread } = unreadObjects(this.#file, this.#extents, this.#inner, reference);
    if (damaged) this.#findings.add("xref-damaged", {});
    for (const { head, concealed } of unread) {
      if (concealed) this.#findings.add("concealed-object", { object: head.number, offset: head.offset });
      this.#readObject(head);
    }
  }

  #openContainers(numbers: ReadonlySet<number>): void {
    const told = numbers.difference(new Set(this.#containers.map(({ number }) => number)));
    for (const head of [...this.#containers, ...this.#file.headsOf(told)]) {
      for (const [number, value] of this.#streams.objectsIn(this.#file.read(head))) {
        this.#examine(number, value, { object: number, container: head.number });
      }
    }
  }

  #result(): PdfInspection {
    this.#document.tellSignatures(this.#findings, this.#bytes.length);
    const archive = archiveIn(this.#bytes, this.#extents, this.#streams.attachments);
    if (archive !== undefined) this.#findings.add("zip-inside", { offset: archive });
    // The first end of a linearised file ends its first page.
    const ends = this.#outside.ends.slice(this.#linearisedSize === undefined ? 0 : 1);
    for (const offset of ends.slice(0, -1)) this.#findings.add("old-revisions", { offset });
    return {
      status: "inspected",
      version: this.#bytes.toString("latin1", this.#header + 5, this.#header + 8),
      pages: this.#document.pages,
      objects: this.#objects,
      revisions: Math.max(1, ends.length),
      signatures: this.#document.signatures,
      linearised: this.#linearisedSize !== undefined,
      inflatedBytes: this.#streams.inflated,
      findings: [...this.#findings.all],
      leftOff: this.#findings.leftOff,
    };
  }
}

/** More than white space and the mark that some programs put before any text. */
const isData = (text: string): boolean => text.replaceAll("\0", "").trim() !== "";
