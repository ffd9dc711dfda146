import { type Html, html } from "./html.ts";
import { clockTime, table } from "./parts.ts";
import type { ConsoleState } from "./state.ts";

type Scans = ConsoleState["scanner"];
type Outcome = Scans["scans"][number]["outcome"];

const OUTCOMES: Readonly<Record<Outcome, Html>> = {
  NO_THREATS_FOUND: html`<span class="good">Aucune menace</span>`,
  THREATS_FOUND: html`<span class="bad">Menace trouvée</span>`,
  UNSUPPORTED: html`<span class="bad">Non analysé\u202f: fichier protégé ou non pris en charge</span>`,
  ACCESS_DENIED: html`<span class="bad">Non analysé\u202f: lecture refusée</span>`,
  FAILED: html`<span class="bad">Non analysé\u202f: échec de l'analyse</span>`,
};

/** Which scanner runs, how to choose its next results, and the last ones. */
export function scans({ scanner, addresses }: ConsoleState): Html {
  const { name, isUsed, forced } = scanner;
  if (!isUsed) return html`<p>Le gabarit ne fait analyser aucun objet.</p>`;
  const chosen =
    forced === undefined
      ? html``
      : html`<p class="bad">Issue imposée aux prochains objets\u202f: <code>${forced.outcome}</code> (objets restants\u202f: ${forced.objects}${forced.delaySeconds === 0 ? "" : `\u202f; après ${forced.delaySeconds} s`}).</p>`;
  return html`<p>Analyse antivirus\u202f: ${name}.</p>
${chosen}
${results(scanner)}
${help(addresses.find(({ label }) => label === "Console")?.url ?? "")}`;
}

function results({ scans }: Scans): Html {
  if (scans.length === 0) return html`<p>Aucune analyse.</p>`;
  return table(
    ["Heure", "Objet", "Issue", "Menaces"],
    scans.map(({ at, bucket, key, versionId, outcome, threats, isForced, tagFailure }) => [
      clockTime(at),
      html`<code>${bucket}/${key}</code>${versionId === undefined ? "" : html` (version <code>${versionId}</code>)`}`,
      html`${OUTCOMES[outcome]} <code>${outcome}</code>${isForced ? " (imposée)" : ""}${tagFailure === undefined ? "" : html` <span class="bad">étiquette non posée\u202f: <code>${tagFailure}</code></span>`}`,
      html`${threats.join(", ")}`,
    ]),
  );
}

function help(console: string): Html {
  return html`<details><summary>Imposer l'issue des prochaines analyses</summary>
<p>Une requête <code>POST /scanner</code> sur cette console impose l'issue des prochains objets déposés, quel que soit leur contenu\u202f;
<code>objects</code> vaut 1 par défaut, et 0 rétablit l'analyse\u202f; <code>delaySeconds</code>, 0 par défaut, la fait durer. Les cinq issues\u202f:</p>
<ul>${Object.entries(OUTCOMES).map(([code, text]) => html`<li><code>${code}</code> ${text}</li>`)}</ul>
<pre tabindex="0">curl -H 'content-type: application/json' -d '{"outcome": "UNSUPPORTED", "objects": 1}' ${console}/scanner</pre>
<p>L'analyse de démonstration reconnaît aussi, dans un fichier, le texte d'essai EICAR et
<code>LOCAL-SCANNER-TEST:</code> suivi de <code>THREATS_FOUND</code>, <code>UNSUPPORTED</code>, <code>ACCESS_DENIED</code> ou <code>FAILED</code>.</p>
</details>`;
}
