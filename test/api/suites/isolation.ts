import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import type { Answer, Client, Options } from "../support/client.ts";
import type { Product } from "../support/product.ts";
import { countRequests, quiet } from "../support/requests.ts";
import { enrolment, evidence, newSupplier, type Supplier, someone } from "../support/scenario.ts";

interface Places {
  readonly organisation: string;
  readonly member: string;
  readonly invitation: string;
  readonly dossier: string;
}

interface Probe {
  readonly route: string;
  ask(client: Client, places: Places, options: Options): Promise<Answer>;
}

const organisation = ({ organisation: id }: Places) => `/v1/organisations/${id}`;

const sha256 = "a".repeat(64);
const file = { size: 1, mediaType: "application/pdf", sha256 };
const named = { pieces: { "D-ENR-RIB": { version: "v", sha256 } } };

/** Every route that names something by an id. */
const probes: readonly Probe[] = [
  { route: "GET organisation", ask: (c, p, o) => c.get(organisation(p), o) },
  { route: "GET members", ask: (c, p, o) => c.get(`${organisation(p)}/members`, o) },
  {
    route: "POST confirmation",
    ask: (c, p, o) => c.post(`${organisation(p)}/members/${p.member}/confirmation`, evidence, { ...o, version: 1 }),
  },
  {
    route: "POST end",
    ask: (c, p, o) => c.post(`${organisation(p)}/members/${p.member}/end`, undefined, { ...o, version: 1 }),
  },
  {
    route: "POST invitations",
    ask: (c, p, o) => c.post(`${organisation(p)}/invitations`, { mail: "a@b.example", roles: ["filer"] }, o),
  },
  {
    route: "POST acceptance",
    ask: (c, p, o) => c.post(`${organisation(p)}/invitations/${p.invitation}/acceptance`, { person: someone("A") }, o),
  },
  { route: "GET dossier", ask: (c, p, o) => c.get(`/v1/segur/dossiers/${p.dossier}`, o) },
  {
    route: "POST withdrawal",
    ask: (c, p, o) => c.post(`/v1/segur/dossiers/${p.dossier}/withdrawal`, undefined, { ...o, version: 1 }),
  },
  {
    route: "POST upload",
    ask: (c, p, o) => c.post(`/v1/segur/dossiers/${p.dossier}/pieces/D-ENR-RIB/upload`, file, o),
  },
  {
    route: "POST submission",
    ask: (c, p, o) => c.post(`/v1/segur/dossiers/${p.dossier}/submission`, named, { ...o, version: 1 }),
  },
  {
    route: "POST completion",
    ask: (c, p, o) => c.post(`/v1/segur/dossiers/${p.dossier}/completion`, named, { ...o, version: 1 }),
  },
  { route: "GET receipt", ask: (c, p, o) => c.get(`/v1/segur/dossiers/${p.dossier}/receipt`, o) },
  { route: "GET content", ask: (c, p, o) => c.get(`/v1/segur/dossiers/${p.dossier}/pieces/D-ENR-RIB/content`, o) },
  { route: "GET timeline", ask: (c, p, o) => c.get(`/v1/cases/${p.dossier}/timeline`, o) },
];

const ids = {
  organisation: () => randomUUID(),
  member: () => randomUUID().replaceAll("-", ""),
  invitation: () => randomUUID(),
  dossier: () => randomUUID(),
};
const neverIssued = (): Places => ({
  organisation: ids.organisation(),
  member: ids.member(),
  invitation: ids.invitation(),
  dossier: ids.dossier(),
});

/** What a caller can see of an answer, the reference of the request apart. */
const visible = ({ status, headers, body }: Answer) => ({
  status,
  body: { ...body, trace: undefined },
  headers: [...headers]
    .filter(([name]) => !["date", "apigw-requestid", "content-length"].includes(name))
    .map(([name]) => name),
  length: headers.get("content-length"),
});

/** SEC-02: another tenant's id, a mismatched pair and an id never issued: the same answer after the same reads. */
export function isolation(product: () => Product): void {
  let victim: Supplier & { readonly places: Places };
  let intruder: Supplier;

  async function prepare(): Promise<void> {
    if (victim !== undefined) return;
    const supplier = await newSupplier(product(), "victim");
    const invited = await supplier.client.post(`/v1/organisations/${supplier.id}/invitations`, {
      mail: "a@b.example",
      roles: ["filer"],
    });
    const dossier = await supplier.client.post("/v1/segur/dossiers", enrolment);
    const places = {
      organisation: supplier.id,
      member: supplier.memberId,
      invitation: invited.body.id,
      dossier: dossier.body.id,
    };
    victim = { ...supplier, places };
    intruder = await newSupplier(product(), "intruder");
    await quiet(product());
  }

  /** An answer as its caller sees it, and the AWS requests that it took. */
  async function counted(ask: () => Promise<Answer>) {
    const { answer, requests } = await countRequests(product(), ask);
    return { ...visible(answer), requests };
  }

  // An invitation is accepted by whoever holds its id: only that pair is no secret to test here.
  test.each(probes)("SEC-02 $route with another tenant's ids: as ids never issued", async ({ route, ask }) => {
    await prepare();
    const unknown = await counted(() => ask(intruder.client, neverIssued(), {}));
    expect(unknown).toMatchObject({ status: 404, requests: { "dynamodb:BatchGetItem": 1 } });
    const foreign = { ...victim.places, ...(route === "POST acceptance" ? { invitation: ids.invitation() } : {}) };
    expect(await counted(() => ask(intruder.client, foreign, {}))).toEqual(unknown);
  });

  test.each(probes.filter(({ route }) => route !== "POST acceptance"))(
    "SEC-02 $route acting for another tenant's organisation: as for one never issued",
    async ({ ask }) => {
      await prepare();
      const unknown = await counted(() => ask(intruder.client, neverIssued(), { organisation: randomUUID() }));
      const foreign = () => ask(intruder.client, victim.places, { organisation: victim.id });
      expect(await counted(foreign)).toEqual(unknown);
    },
  );

  test("SEC-02 a mismatched pair, my organisation and another's member: as a member never issued", async () => {
    await prepare();
    const mine = { ...victim.places, organisation: intruder.id };
    const end = (member: string) =>
      intruder.client.post(`${organisation(mine)}/members/${member}/end`, undefined, { version: 2 });
    const unknown = await counted(() => end(ids.member()));
    expect(await counted(() => end(mine.member))).toEqual(unknown);
    expect(unknown.status).toBe(404);
  });

  test("SEC-02 after all these questions: nothing of the victim's has changed", async () => {
    await prepare();
    const timeline = await victim.client.get(`/v1/cases/${victim.places.dossier}/timeline`);
    expect(timeline.body.events).toHaveLength(1);
    const own = await victim.client.get(`/v1/organisations/${victim.id}`);
    expect(own.headers.get("etag")).toBe('"3"');
  });
}
