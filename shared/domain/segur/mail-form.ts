import { escaped } from "../../kernel/html.ts";
import { typeset } from "../../kernel/typography.ts";
import type { Letter } from "./mail-letter.ts";

interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface About {
  readonly dossierId: string;
  readonly programme: string;
  /** Origin of the portal, where there is one. */
  readonly portal?: string;
}

const closing =
  "Message automatique : ne répondez pas à cette adresse. L'état du dossier sur le site du guichet fait seul foi.";

/** Writes a letter as plain text and as HTML, which say the same. Whatever a variable holds can break neither. */
export function writeMail(letter: Letter, { dossierId, programme, portal }: About): Written {
  const parts: Parts = {
    subject: line(letter.subject),
    lead: letter.lead.map(line),
    list: letter.list && { title: line(letter.list.title), items: letter.list.items.map(line) },
    next: letter.next.map(line),
    // The path is that of the dossier: a link opens nothing to whoever is not signed in.
    link: portal === undefined ? undefined : `${portal}/segur/dossiers/${encodeURIComponent(dossierId)}`,
    end: [line(`Dossier d'enrôlement ${dossierId}, programme ${programme}.`), line(closing)],
  };
  return { subject: parts.subject, text: asText(parts), html: asHtml(parts) };
}

interface Parts {
  readonly subject: string;
  readonly lead: readonly string[];
  readonly list: Letter["list"];
  readonly next: readonly string[];
  readonly link: string | undefined;
  readonly end: readonly string[];
}

/** One line: a line break would begin a header or another line, a control character would hide what is written. */
function line(text: string): string {
  return typeset(text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim());
}

function asText({ lead, list, next, link, end }: Parts): string {
  const listed = list && [list.title, ...list.items.map((item) => `- ${item}`)];
  const blocks = [
    lead,
    ...(listed ? [listed] : []),
    next,
    ...(link === undefined ? [] : [[`${typeset("Ouvrir le dossier :")} ${link}`]]),
    end,
  ];
  const written = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${written.join("\n\n")}\n`;
}

function asHtml({ subject, lead, list, next, link, end }: Parts): string {
  const items = list?.items.map((item) => `<li>${escaped(item)}</li>`).join("");
  const body = [
    ...lead.map(paragraph),
    ...(list ? [`<h2>${escaped(list.title)}</h2>`, `<ul>${items}</ul>`] : []),
    ...next.map(paragraph),
    ...(link === undefined ? [] : [`<p><a href="${escaped(link)}">Ouvrir le dossier</a></p>`]),
    ...end.map(paragraph),
  ];
  const head = `<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`;
  return `<!doctype html>\n<html lang="fr">${head}\n<body>\n${body.join("\n")}\n</body></html>\n`;
}

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
