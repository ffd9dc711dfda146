import type { Outcome } from "../ses/mail.ts";
import { type Html, html } from "./html.ts";
import { clockTime, table } from "./parts.ts";
import type { ConsoleState } from "./state.ts";

const OUTCOMES: Readonly<Record<Outcome, Html>> = {
  delivered: html`<span class="good">Remis</span>`,
  bounced: html`<span class="bad">Refusé par le serveur du destinataire</span>`,
  complained: html`<span class="bad">Signalé comme indésirable</span>`,
  suppressed: html`<span class="bad">Non envoyé\u202f: adresse bloquée</span>`,
};

/** What became of a mail, in words. */
export function outcomeOf(outcome: Outcome): Html {
  return OUTCOMES[outcome];
}

/** The mails that were sent, each with a link to its page. */
export function mails({ mails }: ConsoleState): Html {
  if (mails.length === 0) return html`<p>Aucun courriel.</p>`;
  return table(
    ["Heure", "Objet", "Destinataires", "Suite"],
    mails.map(({ id, at, subject, recipients, outcome }) => [
      clockTime(at),
      html`<a href="/courriels/${id}">${subject === "" ? "(sans objet)" : subject}</a>`,
      html`${recipients.join(", ")}`,
      outcomeOf(outcome),
    ]),
  );
}

/** What is in each queue; dead letters stand out. */
export function queues({ queues }: ConsoleState): Html {
  if (queues.length === 0) return html`<p>Aucune file.</p>`;
  const count = (number: number, isBad: boolean) =>
    html`<span class="${isBad && number > 0 ? "bad" : ""}">${number.toLocaleString("fr-FR")}</span>`;
  return table(
    ["File", "À lire", "Différés", "En cours"],
    queues.map(({ name, visible, delayed, held, deadLettersOf }) => [
      html`<code>${name}</code>${deadLettersOf.length === 0 ? "" : html` (rebuts de ${deadLettersOf.join(", ")})`}`,
      count(visible, deadLettersOf.length > 0),
      count(delayed, false),
      count(held, false),
    ]),
  );
}

/** What comes due next, in its order. */
export function upcoming({ upcoming }: ConsoleState): Html {
  if (upcoming.length === 0) return html`<p>Rien n'est attendu.</p>`;
  return table(
    ["Heure", "Nature", "Détail"],
    upcoming.map(({ at, kind, detail }) => [clockTime(at), html`${kind}`, html`<code>${detail}</code>`]),
  );
}
