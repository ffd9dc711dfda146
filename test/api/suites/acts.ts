import { expect, test } from "@jest/globals";
import { person } from "../support/client.ts";
import type { Product } from "../support/product.ts";
import { enrolment, evidence, newSiret, newSupplier, operator, someone } from "../support/scenario.ts";

/** The acts as people do them. */
export function acts(product: () => Product): void {
  test("a supplier registers: its organisation waits until the operator has seen evidence of powers", async () => {
    const camille = await person(product(), "camille-register");
    const body = { name: "Labonova", siret: newSiret(), person: someone("Camille") };
    const registered = await camille.post("/v1/organisations", body);
    expect(registered.status).toBe(201);
    expect(registered.headers.get("location")).toBe(`/v1/organisations/${registered.body.id}`);
    expect(registered.body).toMatchObject({ name: "Labonova", siret: body.siret, kind: "supplier", state: "proposed" });

    const { id } = registered.body;
    const early = await camille.post("/v1/segur/dossiers", enrolment, { organisation: id });
    expect(early.status).toBe(404);

    const agent = await operator(product());
    const members = await agent.get(`/v1/organisations/${id}/members`);
    expect(members.body.items).toMatchObject([{ kind: "member", state: "proposed", displayName: "Camille Durand" }]);
    const memberId = members.body.items[0].id;
    const path = `/v1/organisations/${id}/members/${memberId}/confirmation`;
    const without = await agent.post(path, {}, { version: 1 });
    expect(without.status).toBe(422);
    expect(without.body.findings).toMatchObject([{ rule: "SEG-3.1-08", outcome: "to_complete" }]);
    const confirmed = await agent.post(path, evidence, { version: 1 });
    expect(confirmed.body).toMatchObject({ state: "active", roles: ["administrator", "filer"] });

    const mine = await camille.get("/v1/memberships");
    expect(mine.body.items).toMatchObject([{ organisation: { id, state: "active" }, member: { state: "active" } }]);
  });

  test("a second organisation with a confirmed SIRET: registered, never confirmed", async () => {
    const { siret } = await newSupplier(product(), "first-holder");
    const rival = await person(product(), "rival");
    const { body } = await rival.post("/v1/organisations", { name: "Rival", siret, person: someone("Rival") });
    const agent = await operator(product());
    const members = await agent.get(`/v1/organisations/${body.id}/members`);
    const path = `/v1/organisations/${body.id}/members/${members.body.items[0].id}/confirmation`;
    const refused = await agent.post(path, evidence, { version: 1 });
    expect(refused.status).toBe(409);
    expect(refused.body.type).toBe("urn:guichet:problem:already-exists");
  });

  test("an invited person accepts: they hold no role until an administrator confirms them", async () => {
    const supplier = await newSupplier(product(), "inviting");
    const invited = await supplier.client.post(`/v1/organisations/${supplier.id}/invitations`, {
      mail: "lucas@fournisseur.example",
      roles: ["filer"],
    });
    expect(invited.status).toBe(201);
    const lucas = await person(product(), "lucas-invited");
    const acceptance = `/v1/organisations/${supplier.id}/invitations/${invited.body.id}/acceptance`;
    const accepted = await lucas.post(acceptance, { person: someone("Lucas") });
    expect(accepted.body).toMatchObject({ state: "proposed", roles: ["filer"] });
    const early = await lucas.post("/v1/segur/dossiers", enrolment, { organisation: supplier.id });
    expect(early.status).toBe(403);

    const list = await supplier.client.get(`/v1/organisations/${supplier.id}/members`);
    expect(list.body.items).toContainEqual(expect.objectContaining({ displayName: "Lucas Durand", state: "proposed" }));
    expect(list.body.items).toContainEqual(
      expect.objectContaining({ kind: "invitation", state: "accepted", mail: "lucas@fournisseur.example" }),
    );
    const version = Number(list.headers.get("etag")?.replaceAll('"', ""));
    const path = `/v1/organisations/${supplier.id}/members/${accepted.body.id}/confirmation`;
    const confirmed = await supplier.client.post(path, {}, { version });
    expect(confirmed.body.state).toBe("active");
    const opened = await lucas.post("/v1/segur/dossiers", enrolment, { organisation: supplier.id });
    expect(opened.status).toBe(201);

    const again = await lucas.post(acceptance, { person: someone("Lucas") });
    expect(again.status).toBe(409);
  });

  test("a membership ends: the next request with the same live token is refused as if nothing existed", async () => {
    const supplier = await newSupplier(product(), "leaving-admin");
    const invited = await supplier.client.post(`/v1/organisations/${supplier.id}/invitations`, {
      mail: "a@b.example",
      roles: ["filer", "administrator"],
    });
    const second = await person(product(), "second-admin");
    const accepted = await second.post(`/v1/organisations/${supplier.id}/invitations/${invited.body.id}/acceptance`, {
      person: someone("Second"),
    });
    const members = `/v1/organisations/${supplier.id}/members`;
    await supplier.client.post(`${members}/${accepted.body.id}/confirmation`, {}, { version: 4 });
    const dossier = await supplier.client.post("/v1/segur/dossiers", enrolment);

    const acting = second.actingFor(supplier.id);
    const ended = await acting.post(`${members}/${supplier.memberId}/end`, undefined, { version: 5 });
    expect(ended.body).toMatchObject({ state: "ended" });
    const after = await supplier.client.get(`/v1/segur/dossiers/${dossier.body.id}`);
    expect(after.status).toBe(404);
    const successor = await acting.get(`/v1/segur/dossiers/${dossier.body.id}`);
    expect(successor.status).toBe(200);

    const last = await acting.post(`${members}/${accepted.body.id}/end`, undefined, { version: 6 });
    expect(last.status).toBe(409);
    expect(last.body.detail).toContain("dernier administrateur");
  });

  test("a draft is opened: it lists every piece, whether and why it is due, and says that nothing was filed", async () => {
    const { client, id } = await newSupplier(product(), "drafting");
    const opened = await client.post("/v1/segur/dossiers", enrolment);
    expect(opened.status).toBe(201);
    expect(opened.headers.get("etag")).toBe('"1"');
    expect(opened.body).toMatchObject({
      organisation: id,
      state: "draft",
      stateLabel: "Brouillon non déposé",
      received: false,
    });
    const due = opened.body.pieces.map((piece: { due: string; rule: string }) => [piece.due, piece.rule]);
    expect(due).toEqual([
      ["required", "SEG-3.1-02"],
      ["required", "SEG-3.1-05"],
      ["required", "SEG-3.1-06"],
      ["required", "SEG-3.1-07"],
      ["not-asked", "SEG-3.1-08"],
      ["not-asked", "SEG-3.1-09"],
    ]);
    const read = await client.get(`/v1/segur/dossiers/${opened.body.id}`);
    expect(read.body).toEqual(opened.body);
  });

  test("a list longer than a page: the cursor leads through every dossier once, newest first", async () => {
    const { client } = await newSupplier(product(), "listing");
    const opened: string[] = [];
    for (let index = 0; index < 5; index += 1)
      opened.push((await client.post("/v1/segur/dossiers", enrolment)).body.id);
    const seen: string[] = [];
    let path: string | undefined = "/v1/segur/dossiers?limit=2";
    while (path !== undefined) {
      const page = await client.get(path);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      path = page.body.next ? `/v1/segur/dossiers?limit=2&cursor=${page.body.next}` : undefined;
    }
    expect(seen).toEqual(opened.reverse());
  });

  test("a draft is withdrawn: it stays readable, and cannot be withdrawn twice", async () => {
    const { client } = await newSupplier(product(), "withdrawing");
    const { id } = (await client.post("/v1/segur/dossiers", enrolment)).body;
    const withdrawn = await client.post(`/v1/segur/dossiers/${id}/withdrawal`, undefined, { version: 1 });
    expect(withdrawn.status).toBe(200);
    expect(withdrawn.body.state).toBe("withdrawn");
    const again = await client.post(`/v1/segur/dossiers/${id}/withdrawal`, undefined, { version: 2 });
    expect(again.status).toBe(409);
    expect(again.body.findings).toMatchObject([{ rule: "SEG-2-16", read: "Abandonnée avant dépôt" }]);
    const timeline = await client.get(`/v1/cases/${id}/timeline`);
    expect(timeline.body.events.map((event: { type: string }) => event.type)).toEqual([
      "dossier.created",
      "withdrawn-by-filer",
    ]);
    expect(timeline.body.head.seq).toBe(2);
  });
}
