/** Where a rule is written. `article` is what a French reader looks for in the document: « §3.1, 2e tiret ». */
export type Source = Readonly<{ document: string; version: string; section: string; article: string }>;

/**
 * How far a statement rests on the text itself: written in it, a reading of an obscure or silent passage (`ambiguity`
 * when it is a numbered one), or a value left to whoever configures the service. Only `text` is ever shown as law.
 */
export type Provenance =
  | Readonly<{ kind: "text" }>
  | Readonly<{ kind: "interpretation"; reading: string; ambiguity?: string }>
  | Readonly<{ kind: "setting"; setting: string }>;

export const written: Provenance = { kind: "text" };

/** @param reading the reading kept, one French sentence */
export function interpretation(reading: string, ambiguity?: string): Provenance {
  return ambiguity === undefined ? { kind: "interpretation", reading } : { kind: "interpretation", reading, ambiguity };
}

/** The citation of a source as findings carry it: « AF-BIO-SGL-Va1 V1.5, §3.1, 2e tiret ». */
export function cite(source: Source): string {
  return `${source.document} ${source.version}, ${source.article}`;
}
