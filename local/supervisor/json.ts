import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "./door.ts";

const LARGEST_BODY = 65_536;

/** The small JSON body of a request; undefined for anything else. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  // A page of another origin cannot send this type without asking first, and the door refuses its origin besides.
  if (!request.headers["content-type"]?.startsWith("application/json")) return undefined;
  try {
    return JSON.parse((await readBody(request, LARGEST_BODY)).toString("utf8"));
  } catch {
    return undefined;
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
