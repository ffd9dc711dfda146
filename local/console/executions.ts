import type { HistoryEvent, Run } from "../step-functions/engine/run.ts";
import { type Html, html } from "./html.ts";
import type { Page } from "./pages.ts";
import { clockTime, section, table } from "./parts.ts";
import type { ConsoleState } from "./state.ts";

export const EXECUTION_PATH = "/executions/";
/** Events of a history that are shown: the last ones. */
export const MOST_EVENTS = 500;
/** Characters of a value that are shown. */
const MOST_CHARACTERS = 2_000;

const STATUSES: Readonly<Record<Run["status"], Html>> = {
  RUNNING: html`En cours`,
  SUCCEEDED: html`<span class="good">Réussie</span>`,
  FAILED: html`<span class="bad">Échouée</span>`,
  TIMED_OUT: html`<span class="bad">Délai dépassé</span>`,
  ABORTED: html`<span class="bad">Arrêtée</span>`,
};

/** What the console tells of an execution in a line. */
export function executionLine(run: Run): ConsoleState["executions"][number] {
  const { id: arn, name, machine, status, startedAt, stoppedAt } = run;
  const positions = status === "RUNNING" ? Object.values(run.scopes).map(({ position }) => position) : [];
  const since = stoppedAt ?? Math.max(startedAt, ...positions.map(({ enteredAt }) => enteredAt));
  return { arn, name, machine: machine.name, status, states: positions.map(({ state }) => state), since };
}

/** The last executions, each with a link to its history. */
export function executions({ executions }: ConsoleState): Html {
  if (executions.length === 0) return html`<p>Aucune exécution.</p>`;
  return table(
    ["Depuis", "Exécution", "Machine", "État"],
    executions.map(({ arn, name, machine, status, states, since }) => [
      clockTime(since),
      html`<a href="${EXECUTION_PATH}${encodeURIComponent(arn)}">${name}</a>`,
      html`<code>${machine}</code>`,
      html`${STATUSES[status]}${states.length === 0 ? "" : html`\u202f: <code>${states.join(", ")}</code>`}`,
    ]),
  );
}

/** One execution: what it was given, what it gave, and the end of its history, in order. */
export function executionPage(run: Run, history: readonly HistoryEvent[]): Page {
  const { name, machine, status, startedAt, stoppedAt, input, output, error, cause } = run;
  const ended = stoppedAt === undefined ? html`` : html`, terminée le ${clockTime(stoppedAt)}`;
  const failed = error === undefined ? html`` : section("Erreur", value([error, cause].filter(Boolean).join("\n")));
  const given = output === undefined ? html`` : section("Sortie", value(JSON.stringify(output, null, 2)));
  return {
    title: `${name} – exécution`,
    body: html`<header>
<h1>${name}</h1>
<p>Machine <code>${machine.name}</code>, commencée le ${clockTime(startedAt)}${ended}. ${STATUSES[status]}</p>
<p class="soft"><a href="/">Revenir à la console</a></p>
</header>
<main id="contenu">
${section("Entrée", value(JSON.stringify(input, null, 2)))}
${given}
${failed}
${section("Historique", events(run, history))}
</main>`,
  };
}

const value = (text: string) => html`<pre tabindex="0">${cut(text)}</pre>`;

function events({ events }: Run, history: readonly HistoryEvent[]): Html {
  if (history.length === 0) return html`<p>Aucun événement.</p>`;
  const shown = html`<p>Les ${history.length.toLocaleString("fr-FR")} derniers événements, sur ${events.toLocaleString("fr-FR")}.</p>`;
  const rows = history.map(({ id, timestamp, type, details }) => [
    html`${id}`,
    clockTime(timestamp),
    html`${type}`,
    html`<code>${details === undefined ? "" : cut(JSON.stringify(details))}</code>`,
  ]);
  return html`${history.length < events ? shown : ""}${table(["N°", "Heure", "Type", "Détail"], rows)}`;
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
