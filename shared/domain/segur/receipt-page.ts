import { createHash } from "node:crypto";
import { escaped } from "../../kernel/html.ts";
import { typeset } from "../../kernel/typography.ts";
import type { Receipt } from "./receipt.ts";

const style = `body{font-family:sans-serif;line-height:1.5;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#161616;background:#fff}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;padding:.5rem 0}
th,td{border:1px solid #929292;padding:.5rem;text-align:left;vertical-align:top}
code{overflow-wrap:anywhere}dt{font-weight:bold}dd{margin:0 0 .5rem}
@media print{body{margin:0}}`;

/** The style sheet of the page, as a content security policy names it. */
export const receiptStyle = `sha256-${createHash("sha256").update(style).digest("base64")}`;

const size = new Intl.NumberFormat("fr-FR");

const french = (text: string): string => escaped(typeset(text));

const titleOf = ({ filings }: Receipt): string =>
  filings.some(({ receivedAt }) => receivedAt !== undefined)
    ? "Dépôt reçu"
    : "Dépôt enregistré, incomplet : aucune date de réception";

/** The receipt as a page that needs nothing else: to be read, printed and kept. */
export const receiptPage = (receipt: Receipt): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${french(titleOf(receipt))} : dossier ${escaped(receipt.dossier)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${french(titleOf(receipt))}</h1>
<dl>
<dt>Dossier</dt><dd><code>${escaped(receipt.dossier)}</code></dd>
<dt>Programme</dt><dd>${escaped(receipt.programme)}</dd>
<dt>Déposé par</dt><dd>${escaped(receipt.organisation.name)}, SIRET ${escaped(receipt.organisation.siret)}</dd>
</dl>
${receipt.filings.map(filing).join("\n")}
<h2>Vérifier ce reçu</h2>
<p>${french(receipt.verification)}</p>
</main>
</body>
</html>
`;

const filing = (one: Receipt["filings"][number]): string => `<section>
<h2>${french(one.label)}</h2>
<dl>
<dt>Instant du dépôt</dt><dd>${french(one.filedAtInParis)}, soit <time datetime="${one.filedAt}">${one.filedAt}</time> en temps universel</dd>
<dt>Réception</dt><dd>${french(one.reception)}</dd>
<dt>Événement n°&nbsp;${one.seq}, empreinte</dt><dd><code>${one.hash}</code></dd>
</dl>
<table>
<caption>Pièces déposées</caption>
<thead><tr><th scope="col">Pièce</th><th scope="col">Taille</th><th scope="col">Empreinte SHA-256</th></tr></thead>
<tbody>
${one.pieces.map(piece).join("\n")}
</tbody>
</table>
</section>`;

const piece = ({ label, size: bytes, sha256 }: Receipt["filings"][number]["pieces"][number]): string =>
  `<tr><th scope="row">${french(label)}</th><td>${size.format(bytes)} octets</td><td><code>${sha256}</code></td></tr>`;
