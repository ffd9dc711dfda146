import { type Html, html } from "./html.ts";

/** A section with its title. */
export function section(title: string, content: Html): Html {
  return html`<section><h2>${title}</h2>
${content}</section>`;
}

/** Roles are said in full: on a narrow screen each row becomes a block, and browsers then forget that it is a table. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly Html[]>): Html {
  const head = headings.map((heading) => html`<th role="columnheader" scope="col">${heading}</th>`);
  const body = rows.map((cells) => {
    const labelled = cells.map(
      (cell, index) => html`<td role="cell" data-label="${headings[index] ?? ""}">${cell}</td>`,
    );
    return html`<tr role="row">${labelled}</tr>`;
  });
  return html`<table role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table>`;
}

/** An instant (UTC ms) as a person in France reads it. */
export function clockTime(at: number): Html {
  const text = new Date(at).toLocaleString("fr-FR", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "medium",
  });
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
}
