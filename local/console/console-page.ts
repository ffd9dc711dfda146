import { alarms } from "./alarms.ts";
import { discarded } from "./discarded.ts";
import { executions } from "./executions.ts";
import { type Html, html } from "./html.ts";
import { mails, queues, upcoming } from "./messages.ts";
import type { Page } from "./pages.ts";
import { clockTime, section, table } from "./parts.ts";
import { scans } from "./scans.ts";
import type { ConsoleState } from "./state.ts";

const REFRESH_SECONDS = 5;
const SHOWN = 20;

const MOVING = html`Cette page se recharge toutes les ${REFRESH_SECONDS} secondes\u202f; <a href="/figee">la figer</a>.`;
const FROZEN = html`Cette page est figée\u202f; <a href="/">la mettre à jour</a>.`;

/**
 * The console page: what runs, what was called, what was refused and why. `frozen`: the page stays as it is, for reading;
 * otherwise the browser asks for it again and again.
 */
export function consolePage(state: ConsoleState, frozen: boolean): Page {
  return {
    title: `${state.name} – nuage local`,
    ...(frozen ? {} : { refreshSeconds: REFRESH_SECONDS }),
    body: html`<header>
<h1>${state.name} – nuage local</h1>
<p>Heure virtuelle à Paris\u202f: ${clockTime(state.at)} (en UTC\u202f: <time>${new Date(state.at).toISOString()}</time>)</p>
<p class="soft">${frozen ? FROZEN : MOVING} Les mêmes données en JSON\u202f: <a href="/state.json">state.json</a></p>
</header>
<main id="contenu">
${section("Adresses", addresses(state))}
${section("Alarmes", alarms(state))}
${section("Derniers refus d'accès", denials(state))}
${section("Derniers appels de fonctions", invocations(state))}
${section("À venir", upcoming(state))}
${section("Exécutions", executions(state))}
${section("Courriels", mails(state))}
${section("Files de messages", queues(state))}
${section("Remises abandonnées", discarded(state))}
${section("Analyse antivirus", scans(state))}
${section("Tables", tables(state))}
${section("Ressources du gabarit", resources(state))}
${section("Journaux", logs(state))}
</main>
<footer><p>Ce nuage n'écoute que sur cette machine (127.0.0.1) et ne contient que des données inventées.</p></footer>`,
  };
}

function addresses({ addresses }: ConsoleState): Html {
  return html`<dl>${addresses.map(({ label, url }) => html`<dt>${label}</dt><dd><a href="${url}">${url}</a></dd>`)}</dl>`;
}

function denials({ denials }: ConsoleState): Html {
  if (denials.length === 0) return html`<p class="good">Aucun refus.</p>`;
  return table(
    // The sentence names who asked and for which resource.
    ["Heure", "Action refusée", "Ce qui manque"],
    denials
      .slice(0, SHOWN)
      .map(({ at, action, missing }) => [clockTime(at), html`<code class="bad">${action}</code>`, html`${missing}`]),
  );
}

function invocations({ functions, invocations, crashing, addresses }: ConsoleState): Html {
  const calls = invocations
    .slice(0, SHOWN)
    .map(({ at, functionName, millis, error }) => [
      clockTime(at),
      html`<code>${functionName}</code>`,
      html`${Math.round(millis).toLocaleString("fr-FR")}\u00a0ms`,
      error === undefined ? html`<span class="good">Réussi</span>` : html`<span class="bad">${error}</span>`,
    ]);
  const names = functions.map((name) => html`<li><code>${name}</code></li>`);
  const console = addresses.find(({ label }) => label === "Console")?.url ?? "";
  return html`${crashing.length === 0 ? "" : html`<p class="bad">Fonctions interrompues à chaque appel, sur demande\u202f: ${crashing.join(", ")}</p>`}
${calls.length === 0 ? html`<p>Aucun appel.</p>` : table(["Heure", "Fonction", "Durée", "Résultat"], calls)}
<details><summary>Fonctions déployées\u202f: ${functions.length}</summary><ul>${names}</ul></details>
<details><summary>Interrompre des fonctions</summary>
<p>Une requête <code>POST /functions</code> sur cette console fait interrompre, à chaque appel et jusqu'à nouvel ordre, le processus
des fonctions nommées\u202f; une liste vide rétablit tout.</p>
<pre tabindex="0">curl -H 'content-type: application/json' -d '{"crashing": ["${functions[0] ?? ""}"]}' ${console}/functions</pre>
</details>`;
}

function tables({ tables }: ConsoleState): Html {
  if (tables.length === 0) return html`<p>Aucune table.</p>`;
  const rows = tables.map(({ name, items }) => [html`<code>${name}</code>`, html`${items.toLocaleString("fr-FR")}`]);
  return table(["Table", "Éléments"], rows);
}

function resources({ resources }: ConsoleState): Html {
  const inert = resources.filter(({ inert }) => inert !== undefined);
  const played = resources.filter(({ inert }) => inert === undefined);
  const cells = ({ type, logicalId, ref }: ConsoleState["resources"][number]) => [
    html`${type}`,
    html`<code>${logicalId}</code>`,
    html`<code>${ref}</code>`,
  ];
  return html`<details><summary>Jouées\u202f: ${played.length}</summary>
${table(["Type", "Identifiant", "Nom"], played.map(cells))}</details>
<details><summary>Sans effet ici\u202f: ${inert.length}</summary>
${table(
  ["Type", "Identifiant", "Nom", "Raison"],
  inert.map((resource) => [...cells(resource), html`${resource.inert ?? ""}`]),
)}</details>`;
}

function logs({ logs }: ConsoleState): Html {
  const written = logs.filter(({ lines }) => lines.length > 0);
  if (written.length === 0) return html`<p>Aucune ligne.</p>`;
  return html`${written.map(
    ({ name, lines }) => html`<details><summary><code>${name}</code></summary>
<pre tabindex="0">${lines.join("\n")}</pre></details>`,
  )}`;
}
