/**
 * A failure that one French sentence explains, and that the person can act on: the supervisor prints the sentence alone
 * and ends with exit code 1. Anything else that is thrown is a defect and is printed with its stack.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(sentence: string, options?: ErrorOptions) {
    super(typography(sentence), options);
  }
}

/** French spacing: a narrow no-break space before `: ; ! ?` and inside guillemets, where the text has a plain one. */
export function typography(text: string): string {
  return text.replace(/ ([:;!?»])/g, "\u202f$1").replace(/« /g, "«\u202f");
}

/** What to do when nothing more can be written under a directory. */
export const fullDisk = (directory: string): string =>
  `Le disque est plein : libérez de la place pour ${directory}, puis relancez.`;
