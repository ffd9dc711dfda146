import type { Mail } from "../ses/mail.ts";
import { html } from "./html.ts";
import { outcomeOf } from "./messages.ts";
import type { Page } from "./pages.ts";
import { clockTime, section, table } from "./parts.ts";

/** One mail: its headers, its text, and its HTML as source, which is never rendered. */
export function mailPage(mail: Mail): Page {
  const { subject, at, headers, text, html: source, attachments, recipients, outcome } = mail;
  const title = subject === "" ? "(sans objet)" : subject;
  const source_ = source === "" ? html`` : section("Source HTML", html`<pre tabindex="0">${source}</pre>`);
  const pieces = attachments.map(({ name, type, bytes }) => [
    html`${name}`,
    html`${type}`,
    html`${bytes.toLocaleString("fr-FR")} octets`,
  ]);
  return {
    title: `${title} – courriel`,
    body: html`<header>
<h1>${title}</h1>
<p>Envoyé le ${clockTime(at)} à ${recipients.join(", ")}. ${outcomeOf(outcome)}</p>
<p class="soft"><a href="/">Revenir à la console</a></p>
</header>
<main id="contenu">
${section("En-têtes", html`<dl>${headers.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`)}
${section("Texte", text === "" ? html`<p>Aucun texte.</p>` : html`<pre tabindex="0">${text}</pre>`)}
${source_}
${pieces.length === 0 ? html`` : section("Pièces jointes", table(["Nom", "Type", "Taille"], pieces))}
</main>`,
  };
}
