import { writeMail } from "../../../shared/domain/segur/mail-form.ts";
import type { Letter } from "../../../shared/domain/segur/mail-letter.ts";
import { dossierId } from "./dossiers.ts";

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
/** A letter as it is read, its no-break spaces as plain ones. */
export const written = (letter: Letter | undefined) => {
  if (letter === undefined) throw new Error("nothing is told");
  const mail = writeMail(letter, { dossierId, programme: "BIO-SGL-Va1" });
  return { subject: plain(mail.subject), text: plain(mail.text) };
};
