import { Actions } from "./actions.ts";
import type { FindingCode, Findings, Place } from "./finding.ts";
import { limits, Stop } from "./limits.ts";
import { isArray, PdfDict, PdfRef, type PdfValue } from "./values.ts";

type Codes = ReadonlyMap<string, FindingCode>;

/** Names that tell what a dictionary is, by the key under which they stand. */
const telling: ReadonlyMap<string, Codes> = new Map([
  [
    "S",
    new Map<string, FindingCode>([
      ["JavaScript", "javascript"],
      ["Launch", "launch"],
      ["SubmitForm", "submit-form"],
      ["ImportData", "import-data"],
      ["GoToR", "remote-go-to"],
      ["GoToE", "remote-go-to"],
      ["RichMediaExecute", "rich-media"],
    ]),
  ],
  ["Type", new Map<string, FindingCode>([["EmbeddedFile", "attachment"]])],
  [
    "Subtype",
    new Map<string, FindingCode>([
      ["RichMedia", "rich-media"],
      ["FileAttachment", "attachment"],
    ]),
  ],
]);

/** Keys that tell by being there. */
const keys: Codes = new Map([
  ["JavaScript", "javascript"],
  ["XFA", "xfa"],
  ["RichMediaContent", "rich-media"],
  ["EmbeddedFiles", "attachment"],
  ["EF", "attachment"],
]);

/** Keys whose value may be elsewhere in the file. */
const followed = new Set(["OpenAction", "AA", ...telling.keys()]);
const toldNames = new Set([...telling.values()].flatMap((names) => [...names.keys()]));

type Pending = Readonly<{ key: string; value: PdfValue; place: Place }>;

/**
 * Finds what in a PDF acts or is attached, in every object that it is shown: of old revisions and of streams of objects
 * too. What is only referred to is settled once all have been seen.
 */
export class ActiveContent {
  readonly #findings: Findings;
  readonly #actions = new Actions();
  /** Names that are objects of their own: a reference may stand for one anywhere. */
  readonly #names = new Map<number, Set<string>>();
  readonly #pending: Pending[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  examine(number: number, value: PdfValue | undefined, place: Place): void {
    this.#actions.learn(number, value);
    if (typeof value === "string" && toldNames.has(value)) {
      this.#names.set(number, (this.#names.get(number) ?? new Set()).add(value));
    }
    this.#walk(value, place);
  }

  /** Follows the references met, now that all objects are known. */
  settle(): void {
    for (const { key, value, place } of this.#pending) {
      if (key === "OpenAction") this.#opening(value, place);
      else if (key === "AA") this.#triggered(value, place);
      else if (value instanceof PdfRef) this.#tellAll(key, this.#names.get(value.number) ?? [], place);
    }
  }

  #walk(value: PdfValue | undefined, place: Place): void {
    if (isArray(value)) for (const item of value) this.#walk(item, place);
    if (!(value instanceof PdfDict)) return;
    for (const [key, item] of value.entries) {
      this.#entry(value, key, item, place);
      this.#walk(item, place);
    }
  }

  #entry(dict: PdfDict, key: string, value: PdfValue, place: Place): void {
    if (value === null) return;
    if (key === "JS" && dict.has("S")) this.#findings.add("javascript", place);
    this.#tell(keys, key, place);
    if (typeof value === "string") this.#tellAll(key, [value], place);
    else if (followed.has(key)) this.#wait({ key, value, place });
  }

  #wait(pending: Pending): void {
    if (this.#pending.push(pending) > limits.deferred) throw new Stop("too-complex");
  }

  #tellAll(key: string, names: Iterable<string>, place: Place): void {
    const told = telling.get(key);
    if (told !== undefined) for (const name of names) this.#tell(told, name, place);
  }

  #tell(codes: Codes, name: string, place: Place): void {
    const code = codes.get(name);
    if (code !== undefined) this.#findings.add(code, place);
  }

  #triggered(value: PdfValue, place: Place): void {
    if (this.#actions.isTriggered(value)) this.#findings.add("additional-actions", place);
  }

  #opening(value: PdfValue, place: Place): void {
    const fault = this.#actions.openingFault(value);
    if (fault !== undefined) this.#findings.add(fault, place);
  }
}
