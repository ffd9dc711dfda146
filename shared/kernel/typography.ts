/** French spacing: a narrow no-break space inside « » and before ; : ! ?, a no-break space after n°. */
export function typeset(text: string): string {
  return text.replaceAll(/ (?=[;:!?»])|(?<=«) /g, "\u202f").replaceAll("n° ", "n°\u00a0");
}
