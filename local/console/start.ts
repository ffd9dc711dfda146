import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../contracts.ts";
import type { Need } from "../iam/needs.ts";
import type { Inbox } from "../ses/inbox.ts";
import type { Executions } from "../step-functions/executions.ts";
import { closeDoor, type DoorHandler, openDoor } from "../supervisor/door.ts";
import { sendJson } from "../supervisor/json.ts";
import { consolePage } from "./console-page.ts";
import { EXECUTION_PATH, executionPage, MOST_EVENTS } from "./executions.ts";
import { html } from "./html.ts";
import { mailPage } from "./mail-page.ts";
import { type Page, sendPage } from "./pages.ts";
import type { ConsoleState } from "./state.ts";

export interface ConsoleSettings {
  readonly port: number;
  readonly clock: Clock;
  readonly state: () => ConsoleState | Promise<ConsoleState>;
  readonly inbox: Pick<Inbox, "list" | "find">;
  readonly executions: Pick<Executions, "get" | "history">;
  /** Which statements of roles anything needed so far; absent: there is no such page. */
  readonly needs?: () => readonly Need[];
  /** What answers a POST, by path. */
  readonly posts: Readonly<Record<string, DoorHandler>>;
}

/**
 * Opens the console: a page for people on `/`, the same state for programs on `/state.json`, each mail on its page and all
 * of them on `/mails.json`, each execution with its history on a page of its own, the rights that were of use on `/needs.json`.
 * It only reads, but for `posts`. Throws a Refusal when the port is in use.
 */
export async function startConsole(settings: ConsoleSettings): Promise<{ close(): Promise<void> }> {
  const { port, clock, posts } = settings;
  const server = await openDoor({
    port,
    clock,
    handle: (request, response) => {
      const post = request.method === "POST" ? posts[request.url ?? ""] : undefined;
      return post === undefined ? answer(settings, request, response) : post(request, response);
    },
  });
  // To advance the clock by months takes its time.
  server.requestTimeout = 0;
  return { close: () => closeDoor(server) };
}

async function answer(
  { state, ...pages }: ConsoleSettings,
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!["GET", "HEAD"].includes(method)) return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
  if (url === "/" || url === "/figee") return sendPage(response, 200, consolePage(await state(), url === "/figee"));
  if (url === "/state.json") return sendJson(response, 200, await state());
  if (url === "/mails.json") return sendJson(response, 200, pages.inbox.list(MOST_MAILS));
  if (url === "/needs.json" && pages.needs) return sendJson(response, 200, pages.needs());
  const page = pageOf(pages, url);
  return page === undefined ? sendPage(response, 404, unknownPage) : sendPage(response, 200, page);
}

/** The page of one mail or of one execution. */
function pageOf({ inbox, executions }: Pick<ConsoleSettings, "inbox" | "executions">, url: string): Page | undefined {
  if (url.startsWith(MAIL_PATH)) {
    const mail = inbox.find(url.slice(MAIL_PATH.length));
    return mail && mailPage(mail);
  }
  const arn = url.startsWith(EXECUTION_PATH) ? decoded(url.slice(EXECUTION_PATH.length)) : undefined;
  const run = arn === undefined ? undefined : executions.get(arn)?.run;
  if (run === undefined) return undefined;
  const last = executions.history(run.id, { reverse: true, limit: MOST_EVENTS, offset: 0 });
  return executionPage(run, last.toReversed());
}

/** Undefined for what no address of ours contains. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const MAIL_PATH = "/courriels/";
const MOST_MAILS = 10_000;

const unknownPage: Page = {
  title: "Page inconnue",
  body: html`<main id="contenu"><h1>Page inconnue</h1><p><a href="/">Revenir à la console</a></p></main>`,
};
