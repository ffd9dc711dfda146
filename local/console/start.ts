import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../contracts.ts";
import type { Inbox } from "../ses/inbox.ts";
import { closeDoor, type DoorHandler, openDoor } from "../supervisor/door.ts";
import { consolePage } from "./console-page.ts";
import { html } from "./html.ts";
import { mailPage } from "./mail-page.ts";
import { type Page, sendPage } from "./pages.ts";
import type { ConsoleState } from "./state.ts";

export interface ConsoleSettings {
  readonly port: number;
  readonly clock: Clock;
  readonly state: () => ConsoleState | Promise<ConsoleState>;
  readonly inbox: Pick<Inbox, "list" | "find">;
  /** Answers `POST /clock`. */
  readonly clockDoor: DoorHandler;
}

/**
 * Opens the console: a page for people on `/`, the same state for programs on `/state.json`, each mail on its page and all
 * of them on `/mails.json`. It only reads, but for `POST /clock`. Throws a Refusal when the port is in use.
 */
export async function startConsole(settings: ConsoleSettings): Promise<{ close(): Promise<void> }> {
  const { port, clock, clockDoor } = settings;
  const server = await openDoor({
    port,
    clock,
    handle: (request, response) => {
      const isClock = request.method === "POST" && request.url === "/clock";
      return isClock ? clockDoor(request, response) : answer(settings, request, response);
    },
  });
  // To advance the clock by months takes its time.
  server.requestTimeout = 0;
  return { close: () => closeDoor(server) };
}

async function answer(
  { state, inbox }: ConsoleSettings,
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!["GET", "HEAD"].includes(method)) return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
  if (url === "/" || url === "/figee") return sendPage(response, 200, consolePage(await state(), url === "/figee"));
  if (url === "/state.json") return sendJson(response, await state());
  if (url === "/mails.json") return sendJson(response, inbox.list(MOST_MAILS));
  const mail = url.startsWith(MAIL_PATH) ? inbox.find(url.slice(MAIL_PATH.length)) : undefined;
  return mail === undefined ? sendPage(response, 404, unknownPage) : sendPage(response, 200, mailPage(mail));
}

const MAIL_PATH = "/courriels/";
const MOST_MAILS = 10_000;

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

const unknownPage: Page = {
  title: "Page inconnue",
  body: html`<main id="contenu"><h1>Page inconnue</h1><p><a href="/">Revenir à la console</a></p></main>`,
};
