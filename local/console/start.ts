import type { Clock } from "../contracts.ts";
import { closeDoor, type DoorHandler, openDoor } from "../supervisor/door.ts";
import { consolePage } from "./console-page.ts";
import { html } from "./html.ts";
import { type Page, sendPage } from "./pages.ts";
import type { ConsoleState } from "./state.ts";

/**
 * Opens the console: a page for people on `/`, the same state for programs on `/state.json`. It only reads.
 * Throws a Refusal when the port is in use.
 */
export async function startConsole(settings: {
  readonly port: number;
  readonly clock: Clock;
  readonly state: () => ConsoleState | Promise<ConsoleState>;
}): Promise<{ close(): Promise<void> }> {
  const { port, clock } = settings;
  const server = await openDoor({ port, clock, handle: answer(settings.state) });
  return { close: () => closeDoor(server) };
}

function answer(state: () => ConsoleState | Promise<ConsoleState>): DoorHandler {
  return async ({ method = "", url }, response) => {
    if (!["GET", "HEAD"].includes(method)) return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
    if (url === "/" || url === "/figee") return sendPage(response, 200, consolePage(await state(), url === "/figee"));
    if (url !== "/state.json") return sendPage(response, 404, unknownPage);
    response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
    response.end(JSON.stringify(await state()));
  };
}

const unknownPage: Page = {
  title: "Page inconnue",
  body: html`<main id="contenu"><h1>Page inconnue</h1><p><a href="/">Revenir à la console</a></p></main>`,
};
