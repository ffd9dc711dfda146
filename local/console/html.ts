/** Markup that is safe to send: made by `html` alone, from literals and escaped values. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Template tag: escapes each value that is not markup itself, for content and for quoted attributes. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(literals.map((literal, index) => literal + rendered(values[index] ?? "")).join(""));
}

function rendered(value: Value): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === "string" || typeof value === "number") {
    return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
  }
  return value.map(String).join("\n");
}
