import * as z from "zod/mini";
import { limits } from "./limits.ts";

const alone = "Fournissez un fichier qui ne contient que le document.";
const inert = "Fournissez un PDF qui n'en contient pas.";

/** What may be found in a PDF: in words, and what the filer must do about it. What bids nothing is shown to the officer. */
const descriptions = {
  // what is not the document
  "leading-data": ["Des données précèdent l'en-tête du PDF", alone],
  "second-header": ["Un second document PDF est mêlé au premier", alone],
  "trailing-data": ["Plus de 1 024 octets suivent la fin du document", alone],
  "stray-data": ["Plus de 1 024 octets étrangers au document sont mêlés à ses objets", alone],
  "zip-inside": ["Une archive ZIP est mêlée au document", alone],
  "html-inside": ["Une page HTML est mêlée au document", alone],
  "concealed-object": ["Un objet du PDF est dissimulé à l'intérieur d'un autre", alone],
  // what acts
  javascript: ["Le PDF contient un script JavaScript", inert],
  "open-action": ["Le PDF déclenche une action à son ouverture", inert],
  "uri-at-opening": ["Le PDF appelle une adresse du réseau à son ouverture", inert],
  "additional-actions": ["Le PDF déclenche des actions selon ce que fait son lecteur", inert],
  launch: ["Le PDF peut lancer un programme", inert],
  "submit-form": ["Le PDF peut envoyer ce qu'on y saisit à un tiers", inert],
  "import-data": ["Le PDF peut importer les données d'un autre fichier", inert],
  "remote-go-to": ["Le PDF renvoie à un autre fichier", inert],
  "rich-media": ["Le PDF contient un élément multimédia", inert],
  xfa: ["Le PDF contient un formulaire dynamique (XFA)", inert],
  // what an officer must know
  attachment: ["Un fichier est joint à l'intérieur du PDF"],
  signature: ["Le PDF porte une signature électronique, qui n'a pas été vérifiée"],
  "update-after-signature": ["Le PDF a été complété après cette signature électronique, qui n'en couvre qu'une partie"],
  "old-revisions": ["Le PDF garde une révision antérieure de son contenu, qui finit là"],
  "xref-damaged": ["La table des objets du PDF est endommagée et a été reconstituée"],
  "pdfa-claim": ["Le PDF s'annonce conforme à une norme d'archivage, ce qui n'a pas été vérifié"],
} as const satisfies Record<string, readonly [what: string, remedy?: string]>;

export type FindingCode = keyof typeof descriptions;

const isCode = (text: unknown): text is FindingCode => typeof text === "string" && Object.hasOwn(descriptions, text);

/** An object by its number and where it stands: at an offset of the file, or in a stream of objects. */
export type Place = Readonly<{ object?: number; container?: number; offset?: number; claim?: string }>;

/**
 * Something found in a PDF. `replace`: the file cannot be accepted as it is; `show`: an officer is told. `object` is a
 * number of the PDF, as is `container`, the stream of objects that holds it; `offset` counts bytes of the file from 0; `claim` is the
 * norm that a file says it follows: « PDF/A-1B ».
 */
export const pdfFindingSchema = z.strictObject({
  code: z.custom<FindingCode>(isCode),
  effect: z.enum(["replace", "show"]),
  object: z.optional(z.int()),
  container: z.optional(z.int()),
  offset: z.optional(z.int()),
  claim: z.optional(z.string()),
  sentence: z.string().check(z.maxLength(300)),
});

export type PdfFinding = Readonly<z.infer<typeof pdfFindingSchema>>;

const french = new Intl.NumberFormat("fr-FR");

function inFrench({ object, container, offset, claim }: Place): string {
  const parts = [
    claim ?? "",
    object === undefined ? "" : `objet ${object}`,
    container === undefined ? "" : `dans le flux d'objets ${container}`,
    offset === undefined ? "" : `à l'octet ${french.format(offset)}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** The finding of that code at that place, with its French sentence: no two differ by their place alone. */
function pdfFinding(code: FindingCode, place: Place): PdfFinding {
  const [what, remedy] = descriptions[code];
  const sentence = `${what}${inFrench(place)}.${remedy === undefined ? "" : ` ${remedy}`}`;
  return { code, effect: remedy === undefined ? "show" : "replace", ...place, sentence };
}

/** Findings as they come: one for each code and place, the first of each code only; the others are counted. */
export class Findings {
  leftOff = 0;
  readonly #found = new Map<string, PdfFinding>();
  readonly #counts = new Map<FindingCode, number>();
  #before = "";

  get all(): readonly PdfFinding[] {
    return [...this.#found.values()];
  }

  add(code: FindingCode, place: Place): void {
    const key = `${code} ${place.object} ${place.container} ${place.offset}`;
    if (key === this.#before || this.#found.has(key)) return;
    this.#before = key;
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > limits.findingsPerCode) this.leftOff++;
    else this.#found.set(key, pdfFinding(code, place));
  }
}
