/**
 * A text in the form in which two texts are compared: NFKC, straight apostrophes, no diacritics, case folded, no
 * guillemets, every run of white space one space, no final full stop.
 */
export function comparable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFKC")
    .replace(/[\u2018\u2019]/g, "'")
    .toLowerCase()
    .replace(/[«»"“”]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "")
    .trim();
}
