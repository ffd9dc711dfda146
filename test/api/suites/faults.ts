import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { type Answer, type Client, clientWith, mint, person } from "../support/client.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier, operator } from "../support/scenario.ts";

interface Fault {
  readonly title: string;
  readonly status: number;
  readonly type: string;
  readonly says: RegExp;
  ask(client: Client, dossier: string): Promise<Answer>;
}

const dossiers = "/v1/segur/dossiers";
const declared = enrolment.declared;

const faultTable: readonly Fault[] = [
  {
    title: "a body that is no JSON",
    status: 400,
    type: "malformed-request",
    says: /JSON valide/,
    ask: (c) => c.post(dossiers, '{"programme":'),
  },
  {
    title: "a body with a prototype key",
    status: 422,
    type: "invalid-content",
    says: /champs sont refusés/,
    ask: (c) => c.post(dossiers, '{"__proto__":{"programme":"BIO-SGL-Va1"}}'),
  },
  { title: "no body", status: 422, type: "invalid-content", says: /champs sont refusés/, ask: (c) => c.post(dossiers) },
  {
    title: "an unknown field",
    status: 422,
    type: "invalid-content",
    says: /champs sont refusés/,
    ask: (c) => c.post(dossiers, { ...enrolment, priority: 1 }),
  },
  {
    title: "a fact that is not the filer's to supply",
    status: 422,
    type: "invalid-content",
    says: /champs sont refusés/,
    ask: (c) => c.post(dossiers, { ...enrolment, declared: { ...declared, referenced: true } }),
  },
  {
    title: "a body of another media type",
    status: 415,
    type: "unsupported-media-type",
    says: /application\/json/,
    ask: (c) => c.post(dossiers, "a=1", { headers: { "content-type": "text/plain" } }),
  },
  {
    title: "a body larger than the limit",
    status: 413,
    type: "body-too-large",
    says: /64 Kio/,
    ask: (c) => c.post(dossiers, { ...enrolment, note: "x".repeat(70_000) }),
  },
  {
    title: "no idempotency key",
    status: 400,
    type: "missing-idempotency-key",
    says: /Idempotency-Key/,
    ask: (c) => c.post(dossiers, enrolment, { key: null }),
  },
  {
    title: "an idempotency key too short",
    status: 400,
    type: "malformed-request",
    says: /16 à 64/,
    ask: (c) => c.post(dossiers, enrolment, { key: "short" }),
  },
  {
    title: "an organisation that is no id",
    status: 400,
    type: "malformed-request",
    says: /Guichet-Organisation/,
    ask: (c) => c.get(dossiers, { organisation: "moi" }),
  },
  {
    title: "an organisation never issued",
    status: 404,
    type: "not-found",
    says: /Aucun élément/,
    ask: (c) => c.get(dossiers, { organisation: randomUUID() }),
  },
  {
    title: "a dossier never issued",
    status: 404,
    type: "not-found",
    says: /Aucun élément/,
    ask: (c) => c.get(`${dossiers}/${randomUUID()}`),
  },
  {
    title: "an id that could not be issued",
    status: 404,
    type: "not-found",
    says: /Aucun élément/,
    ask: (c) => c.get(`${dossiers}/..%2f..%2fetc`),
  },
  {
    title: "a change without the version read",
    status: 428,
    type: "missing-version",
    says: /If-Match/,
    ask: (c, id) => c.post(`${dossiers}/${id}/withdrawal`),
  },
  {
    title: "a change of a stale version",
    status: 412,
    type: "version-changed",
    says: /version actuelle est la 1/,
    ask: (c, id) => c.post(`${dossiers}/${id}/withdrawal`, undefined, { version: 7 }),
  },
  {
    title: "a version that is no version",
    status: 400,
    type: "malformed-request",
    says: /If-Match/,
    ask: (c, id) => c.post(`${dossiers}/${id}/withdrawal`, undefined, { headers: { "if-match": "*" } }),
  },
  {
    title: "a withdrawal with a body",
    status: 422,
    type: "invalid-content",
    says: /champs sont refusés/,
    ask: (c, id) => c.post(`${dossiers}/${id}/withdrawal`, { why: "x" }, { version: 1 }),
  },
  {
    title: "a cursor of no page",
    status: 400,
    type: "malformed-request",
    says: /cursor/,
    ask: (c) => c.get(`${dossiers}?cursor=${Buffer.from("x").toString("base64url")}`),
  },
  {
    title: "a limit beyond the most",
    status: 400,
    type: "malformed-request",
    says: /1 à 100/,
    ask: (c) => c.get(`${dossiers}?limit=101`),
  },
];

/** Each fault over HTTP: its status, type and French sentence, and no effect. */
export function faults(product: () => Product): void {
  let client: Client;
  let dossier: string;

  const head = async () => (await client.get(`${dossiers}/${dossier}`)).headers.get("etag");
  const count = async () => (await client.get(dossiers)).body.items.length;

  test.each(faultTable)("$title: $status $type, and nothing is recorded", async ({ status, type, says, ask }) => {
    client ??= (await newSupplier(product(), "faulty")).client;
    dossier ??= (await client.post(dossiers, enrolment)).body.id;
    const answer = await ask(client, dossier);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect([answer.status, answer.body.status, answer.body.type]).toEqual([
      status,
      status,
      `urn:guichet:problem:${type}`,
    ]);
    expect(answer.body.detail).toMatch(says);
    expect(await head()).toBe('"1"');
    expect(await count()).toBe(1);
  });

  test("an unknown field: named by its place, its value not repeated", async () => {
    const answer = await client.post(dossiers, { ...enrolment, secret: "canari-4711" });
    expect(answer.body.errors).toEqual([{ pointer: "/secret", reason: "Champ inconnu\u202f: retirez-le." }]);
    expect(answer.text).not.toContain("canari-4711");
  });

  test("a decision by the operator on its own word: an agent cannot open a dossier", async () => {
    const agent = await operator(product());
    const answer = await agent.post(dossiers, enrolment);
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain("SEG-3.1-10");
  });

  test("a member who lacks the role: refused, with the rule that names who may", async () => {
    const supplier = await newSupplier(product(), "no-role");
    const invitations = `/v1/organisations/${supplier.id}/invitations`;
    const refused = await supplier.client.post(invitations, { mail: "x@y.example", roles: ["instructor"] });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([{ pointer: "/roles", reason: expect.stringContaining("réservé") }]);
  });

  test("no token, a wrong one, an ended one: 401 by the front door before any code of ours", async () => {
    const expired = await mint(product(), { sub: "camille", expiresIn: -60 });
    for (const token of [undefined, "not-a-token", expired]) {
      const answer = await clientWith(product(), token).get("/v1/memberships");
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    }
  });

  test("a token without the route's scope: 403 by the front door", async () => {
    const token = await mint(product(), { sub: "camille", scope: "segur:read" });
    const answer = await clientWith(product(), token).get("/v1/memberships");
    expect(answer.status).toBe(403);
  });

  test("another person with the id of an organisation: answered as if it did not exist", async () => {
    const supplier = await newSupplier(product(), "owner-of-it");
    const stranger = (await person(product(), "stranger")).actingFor(supplier.id);
    const answer = await stranger.get(`/v1/organisations/${supplier.id}`);
    expect(answer.status).toBe(404);
  });
}
