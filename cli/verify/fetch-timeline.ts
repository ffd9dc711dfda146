import * as z from "zod/mini";
import type { ChainExport } from "../../shared/kernel/chain-export.ts";
import { ok, type Result, refused } from "../../shared/kernel/result.ts";
import { unsendable } from "../api/header.ts";
import { hintOf } from "../api/problem-text.ts";
import { readExport } from "./read-export.ts";

type Wanted = Readonly<{ case?: string; url?: string }>;

const problemSchema = z.object({ title: z.string(), detail: z.string() });
const waitMillis = 30_000;
const pageSize = "100";

/**
 * The whole timeline of a case, page after page, asked of the API with the token (GUICHET_TOKEN) and the organisation
 * (GUICHET_ORGANISATION) of the environment; or a French sentence that says why there is none. The head is that of the
 * last page: the chain may have grown since the first.
 */
export async function fetchTimeline({ case: id = "", url }: Wanted): Promise<Result<ChainExport, string>> {
  const address = addressOf(id, url);
  if (!address.ok) return address;
  const headers = headersOfEnvironment();
  return headers.ok ? fetchPages(id, address.value, headers.value) : headers;
}

function addressOf(id: string, url: string | undefined): Result<URL, string> {
  if (["", ".", ".."].includes(id.trim())) return refused("Donnez l'identifiant de l'affaire après --case.");
  if (url === undefined) {
    return refused("Donnez aussi l'adresse de l'API avec --url, par exemple --url http://127.0.0.1:4600.");
  }
  const address = URL.parse(`${url.replace(/\/+$/, "")}/v1/cases/${encodeURIComponent(id)}/timeline`);
  if (address !== null && keepsSecret(address)) return ok(address);
  return refused("L'adresse de l'API doit commencer par https:// (http:// n'est admis que sur cette machine).");
}

function headersOfEnvironment(): Result<Record<string, string>, string> {
  const { GUICHET_TOKEN: token, GUICHET_ORGANISATION: organisation } = process.env;
  if (!token || !organisation) {
    return refused("Donnez le jeton d'accès dans GUICHET_TOKEN et l'organisation dans GUICHET_ORGANISATION.");
  }
  const fault = unsendable(token, organisation);
  if (fault !== undefined) return refused(fault);
  return ok({ authorization: `Bearer ${token}`, "guichet-organisation": organisation });
}

/** A token travels encrypted, or does not leave the machine. */
function keepsSecret({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

async function fetchPages(
  id: string,
  address: URL,
  headers: Record<string, string>,
): Promise<Result<ChainExport, string>> {
  const events: unknown[] = [];
  address.searchParams.set("limit", pageSize);
  for (;;) {
    const page = await fetchPage(id, address, headers);
    if (!page.ok) return page;
    const { next, ...rest } = page.value;
    events.push(...rest.events);
    if (next === undefined) return ok({ ...rest, events });
    if (rest.events.length === 0) return refused("Le service annonce une page suivante après une page vide.");
    address.searchParams.set("cursor", next);
  }
}

async function fetchPage(
  id: string,
  address: URL,
  headers: Record<string, string>,
): Promise<Result<ChainExport, string>> {
  const text = await ask(address, headers);
  const page = text.ok ? readExport(text.value) : text;
  if (!page.ok || page.value.chain === id) return page;
  return refused(`Le service a répondu par une autre chaîne que celle demandée : ${page.value.chain}.`);
}

async function ask(address: URL, headers: Record<string, string>): Promise<Result<string, string>> {
  try {
    const response = await fetch(address, { headers, redirect: "error", signal: AbortSignal.timeout(waitMillis) });
    const text = await response.text();
    return response.ok
      ? ok(text)
      : refused(`Le service a répondu ${response.status}.${reasonOf(response.status, text)}`);
  } catch {
    return refused(`Le service ${address.origin} ne répond pas.`);
  }
}

function reasonOf(status: number, text: string): string {
  try {
    const { title, detail } = problemSchema.parse(JSON.parse(text));
    return ` ${title} : ${detail}`;
  } catch {
    return hintOf(status);
  }
}
