/** Characters that show nothing, or that change how their neighbours are shown: controls, format and bidirectional marks. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
const pictures = 0x2400;

/**
 * Text read from a file of others, as it may be shown: NFC, with no more than that many characters (UTF-16 units; a cut
 * ends in « … »), every invisible character as a symbol. It is still text: whoever puts it in a format escapes it.
 */
export function shownText(text: string, most: number): string {
  // Cut first: normalising can cost more than the text is long.
  const shown = text
    .slice(0, 4 * most)
    .normalize("NFC")
    .replace(invisible, symbolOf);
  return shown.length <= most && text.length <= 4 * most ? shown : `${shown.slice(0, most - 1)}…`;
}

function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(pictures + code);
  return code === 0x7f ? "\u2421" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** The same text as programs compare it: NFKC, nothing invisible in it, no longer than that. */
export const comparedText = (text: string, most: number): string =>
  text.slice(0, most).normalize("NFKC").replace(/\s/g, " ").replace(invisible, "").slice(0, most);
