import type { StandingAlarm } from "../cloudwatch/alarms.ts";
import type { AlarmState } from "../cloudwatch/evaluation.ts";
import { type Html, html } from "./html.ts";
import { clockTime, table } from "./parts.ts";
import type { ConsoleState } from "./state.ts";

type Line = ConsoleState["alarms"][number];

const STATES: Readonly<Record<AlarmState, Html>> = {
  ALARM: html`<span class="bad">Sonne</span>`,
  OK: html`<span class="good">Au repos</span>`,
  INSUFFICIENT_DATA: html`Sans mesure`,
};

/** What the console shows of an alarm. */
export function alarmLine({ alarm: { name, description, metric }, state, since, rangAt }: StandingAlarm): Line {
  return {
    name,
    state,
    ...(since !== undefined && { since }),
    ...(rangAt !== undefined && { rangAt }),
    ...(description !== undefined && { description }),
    ...(metric !== undefined && { watches: `${metric.namespace} ${metric.name}` }),
  };
}

/** The alarms that ring, then the others. */
export function alarms({ alarms }: ConsoleState): Html {
  if (alarms.length === 0) return html`<p>Le gabarit ne déclare aucune alarme.</p>`;
  const ringing = alarms.filter(({ state }) => state === "ALARM");
  const silent = alarms.filter(({ state }) => state !== "ALARM");
  const [others, rang] = [silent.filter(({ rangAt }) => rangAt === undefined), silent.filter(({ rangAt }) => rangAt)];
  const shown = ringing.length === 0 ? html`<p class="good">Aucune alarme ne sonne.</p>` : linesOf(ringing);
  const past =
    rang.length === 0
      ? ""
      : html`<details><summary>Ont sonné\u202f: ${rang.length}</summary>${linesOf(rang)}</details>`;
  return html`${shown}${past}<details><summary>Autres alarmes\u202f: ${others.length}</summary>${linesOf(others)}</details>`;
}

function linesOf(lines: readonly Line[]): Html {
  return table(
    ["Depuis", "État", "A sonné", "Alarme", "Mesure"],
    lines.map(({ since, state, rangAt, description, name, watches }) => [
      since === undefined ? html`–` : clockTime(since),
      STATES[state],
      rangAt === undefined ? html`jamais` : clockTime(rangAt),
      html`${description ?? ""} <code>${name}</code>`,
      watches === undefined ? html`non évaluée ici` : html`<code>${watches}</code>`,
    ]),
  );
}
