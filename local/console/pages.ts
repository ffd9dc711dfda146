import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Html, html } from "./html.ts";

/** Colours follow the system; contrast is at least 4.5:1 in both. */
const STYLE = `
:root { color-scheme: light dark; --ink: #161616; --soft: #525252; --paper: #ffffff; --tint: #f3f3f8; --line: #c9c9d4;
  --blue: #000091; --red: #b3271e; --green: #18653a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f2f4; --soft: #b4b4be; --paper: #161618; --tint: #232328; --line: #4a4a55; --blue: #a3a3ff; --red: #ff9c8f; --green: #7bdc9f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { border-bottom: 3px solid var(--blue); } footer { color: var(--soft); border-top: 1px solid var(--line); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; max-width: 46rem; } .soft { color: var(--soft); } .bad { color: var(--red); } .good { color: var(--green); }
a { color: var(--blue); } :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
code, pre, time { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem; background: var(--tint); overflow-x: auto; }
time { white-space: nowrap; } section:first-of-type h2 { margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
th, td code, td time { overflow-wrap: break-word; }
th { font-weight: 600; color: var(--soft); font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .5rem 0; } dt { color: var(--soft); } dd { margin: 0; }
details { margin: .5rem 0; } summary { cursor: pointer; }
form { display: grid; gap: .75rem; max-width: 34rem; margin: 1rem 0; }
button { font: inherit; text-align: left; padding: .75rem 1rem; color: var(--ink); background: var(--tint); border: 1px solid var(--line); border-radius: .25rem; cursor: pointer; }
button:hover { border-color: var(--blue); } button strong { display: block; }
@media (max-width: 48rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  table, tbody, tr, td { display: block; } thead { position: absolute; left: -99rem; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); } td, td code { overflow-wrap: anywhere; } td { border: 0; padding: .125rem 0; }
  td::before { content: attr(data-label) " "; color: var(--soft); font-size: .875rem; margin-right: .25rem; }
}
`;

const STYLE_HASH = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Origins, beyond the page's own, that its form may lead to. */
  readonly formTargets?: readonly string[];
  /** Seconds after which the browser asks for the page again. */
  readonly refreshSeconds?: number;
}

/** Sends a page in French that runs no script, loads nothing and cannot be framed. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const formAction = ["'self'", ...(page.formTargets ?? [])].join(" ");
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `default-src 'none'; style-src ${STYLE_HASH}; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    // Not "no-referrer", with which a browser posts a form with "Origin: null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(documentOf(page));
}

function documentOf(page: Page): string {
  const refresh =
    page.refreshSeconds === undefined ? html`` : html`<meta http-equiv="refresh" content="${page.refreshSeconds}">`;
  const text = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>${page.title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
${page.body}
</body>
</html>
`;
  return text.toString();
}
