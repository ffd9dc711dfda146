import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { CommandFailure } from "./failure.ts";
import { unsendable } from "./header.ts";
import { refusal } from "./problem-text.ts";
import { apiAddress, Session } from "./session.ts";

const waitMillis = 30_000;
const attempts = 4;
/** Asked again, the service may have the time. */
const busy: readonly number[] = [429, 503];

const membershipsSchema = z.object({
  items: z.array(z.object({ organisation: z.object({ id: z.string(), name: z.string() }) })),
});

interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** Version of the head that is changed. */
  readonly version?: number;
  readonly accept?: string;
  /** Asked as a person, for no organisation. */
  readonly asPerson?: boolean;
}

/** An answer of the API, its body as far as `schema` reads it. */
export interface Answer<Body> {
  readonly body: Body;
  /** The body as the service gave it. */
  readonly facts: unknown;
  /** Version of the head that it shows. */
  readonly version: number;
}

/** The API, for one person and one organisation. A request that was cut off is sent again under the same key. */
export class ApiClient {
  readonly #address: string;
  readonly #session = new Session();
  #organisation: string | undefined;

  constructor({
    url,
    organisation,
  }: { readonly url?: string | undefined; readonly organisation?: string | undefined }) {
    this.#address = apiAddress(url);
    this.#organisation = organisation ?? (process.env.GUICHET_ORGANISATION || undefined);
  }

  get<Body>(path: string, schema: z.ZodType<Body>): Promise<Answer<Body>> {
    return this.#answer({ method: "GET", path }, schema);
  }

  post<Body>(path: string, body: unknown, schema: z.ZodType<Body>, version?: number): Promise<Answer<Body>> {
    return this.#answer({ method: "POST", path, body, ...(version === undefined ? {} : { version }) }, schema);
  }

  /** A document in another form than JSON. */
  async text(path: string, accept: string): Promise<string> {
    return (await this.#send({ method: "GET", path, accept })).text();
  }

  async #answer<Body>(asked: Asked, schema: z.ZodType<Body>): Promise<Answer<Body>> {
    const response = await this.#send(asked);
    const facts: unknown = await response.json().catch(() => undefined);
    const body = schema.safeParse(facts);
    if (!body.success)
      throw new CommandFailure("Le service a répondu dans une forme inconnue : mettez guichet à jour.", 2);
    return { body: body.data, facts, version: Number(/\d+/.exec(response.headers.get("etag") ?? "")?.[0] ?? 0) };
  }

  /** @throws CommandFailure with the reason, for whatever is not a success */
  async #send(asked: Asked): Promise<Response> {
    const headers = await this.#headers(asked);
    let response = await this.#attempt(asked, headers);
    if (response.status === 401) {
      const token = await this.#session.another();
      if (token !== undefined) response = await this.#attempt(asked, { ...headers, authorization: `Bearer ${token}` });
    }
    if (response.ok) return response;
    if (response.status === 401) {
      throw new CommandFailure("Votre jeton n'est plus accepté : ouvrez une session avec guichet sign-in.", 2);
    }
    throw refusal(response.status, await response.text());
  }

  async #headers({ method, body, version, accept, asPerson }: Asked): Promise<Record<string, string>> {
    if (!asPerson) this.#organisation ??= await this.#onlyOrganisation();
    const organisation = asPerson ? undefined : this.#organisation;
    const token = await this.#session.token();
    const fault = unsendable(token, organisation);
    if (fault !== undefined) throw new CommandFailure(fault, 2);
    return {
      authorization: `Bearer ${token}`,
      ...(organisation && { "guichet-organisation": organisation }),
      ...(method === "POST" && { "idempotency-key": randomUUID() }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(version !== undefined && { "if-match": `"${version}"` }),
      ...(accept && { accept }),
    };
  }

  /** The same request, key included, until somebody answers that is not overloaded. */
  async #attempt(asked: Asked, headers: Record<string, string>): Promise<Response> {
    for (let attempt = 1; attempt < attempts; attempt += 1) {
      const response = await this.#once(asked, headers);
      if (response !== undefined && !busy.includes(response.status)) return response;
      await sleep(250 * 2 ** attempt);
    }
    const last = await this.#once(asked, headers);
    if (last === undefined) throw new CommandFailure(`Le service ${this.#address} ne répond pas.`, 2);
    return last;
  }

  async #once({ method, path, body }: Asked, headers: Record<string, string>): Promise<Response | undefined> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = { method, headers, signal: AbortSignal.timeout(waitMillis), redirect: "error", ...sent } as const;
    return fetch(`${this.#address}${path}`, request).catch(() => undefined);
  }

  async #onlyOrganisation(): Promise<string> {
    const asked = { method: "GET", path: "/v1/memberships", asPerson: true } as const;
    const { items } = (await this.#answer(asked, membershipsSchema)).body;
    const [first, second] = items;
    if (first !== undefined && second === undefined) return first.organisation.id;
    if (first === undefined) throw new CommandFailure("Vous n'appartenez à aucune organisation.", 1);
    const list = items.map(({ organisation: { id, name } }) => `  ${id}  ${name}`).join("\n");
    throw new CommandFailure(`Vous appartenez à plusieurs organisations ; indiquez --organisation :\n${list}`, 2);
  }
}
