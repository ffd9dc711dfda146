import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { routes } from "../../../infra/functions.ts";
import type { Answer, Client, Options } from "../support/client.ts";
import { newEditeur } from "../support/dossier.ts";
import type { Product } from "../support/product.ts";
import { countRequests, quiet } from "../support/requests.ts";
import { enrolment, evidence, newSupplier, type Supplier, someone } from "../support/scenario.ts";

interface Places {
  readonly organisation: string;
  readonly member: string;
  readonly invitation: string;
  readonly dossier: string;
  readonly solution: string;
}

interface Probe {
  readonly route: string;
  ask(client: Client, places: Places, options: Options): Promise<Answer>;
}

const sha256 = "a".repeat(64);
const file = { size: 1, mediaType: "application/pdf", sha256 };
const named = { pieces: { "D-ENR-RIB": { version: "v", sha256 } } };

const anOrganisation = "/v1/organisations/{organisationId}";
const aDossier = "/v1/segur/dossiers/{dossierId}";
const aSolution = "/v1/segur/solutions/{solutionId}";
const acceptance = `POST ${anOrganisation}/invitations/{invitationId}/acceptance`;

/** A question put to a dossier, or to a Solution, under its route. */
const read = (path: string, part: string): Probe => ({
  route: `GET ${path}${part}`,
  ask: (client, places, options) => client.get(filled(path + part, places), options),
});
const act = (path: string, part: string, body: unknown, more: Options = {}): Probe => ({
  route: `POST ${path}${part}`,
  ask: (client, places, options) => client.post(filled(path + part, places), body, { ...options, ...more }),
});

/** A path with ids in the place of their names. */
const filled = (path: string, places: Places): string =>
  Object.entries({
    organisationId: places.organisation,
    memberId: places.member,
    invitationId: places.invitation,
    dossierId: places.dossier,
    caseId: places.dossier,
    solutionId: places.solution,
    piece: "D-ENR-RIB",
  }).reduce((text, [name, id]) => text.replace(`{${name}}`, id), path);

const head = { version: 1 };
const review = { fact: "competitiveMarket", action: "override", value: true, reason: "a" };
const point = { piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06" };

/** Every route that names something by an id. */
const probes: readonly Probe[] = [
  read(anOrganisation, ""),
  read(anOrganisation, "/members"),
  act(anOrganisation, "/members/{memberId}/confirmation", evidence, head),
  act(anOrganisation, "/members/{memberId}/end", undefined, head),
  act(anOrganisation, "/invitations", { mail: "a@b.example", roles: ["filer"] }),
  act(anOrganisation, "/invitations/{invitationId}/acceptance", { person: someone("A") }),
  read("/v1/cases/{caseId}", "/timeline"),
  read(aDossier, ""),
  act(aDossier, "/withdrawal", undefined, head),
  act(aDossier, "/pieces/{piece}/upload", file),
  act(aDossier, "/submission", named, head),
  act(aDossier, "/completion", named, head),
  read(aDossier, "/receipt"),
  read(aDossier, "/pieces/{piece}/content"),
  act(aDossier, "/claim", undefined),
  act(aDossier, "/release", undefined),
  read(aDossier, "/examination"),
  act(aDossier, "/facts", { reviews: [review] }, head),
  act(aDossier, "/invitation", { points: [point] }, head),
  act(aDossier, "/decision", { outcome: "rejected" }, head),
  act(aDossier, "/reopening", { reason: "a" }, head),
  read(aSolution, ""),
  act(aSolution, "/complete-file", { completeFileReceivedAt: "2022-06-01T10:00:00+02:00" }, head),
  act(aSolution, "/grant", { number: "SGL-1", pronouncedOn: "2022-06-10" }, head),
  act(aSolution, "/refusal", { pronouncedOn: "2022-06-10" }, head),
  act(aSolution, "/withdrawal", { withdrawnOn: "2022-06-10" }, head),
  act(aSolution, "/distributors", { sirets: [] }, head),
  act(aSolution, "/convention", { conventionSignedOn: "2022-06-10" }, head),
];

const ids = {
  organisation: () => randomUUID(),
  member: () => randomUUID().replaceAll("-", ""),
  invitation: () => randomUUID(),
  dossier: () => randomUUID(),
  solution: () => randomUUID(),
};
const neverIssued = (): Places => ({
  organisation: ids.organisation(),
  member: ids.member(),
  invitation: ids.invitation(),
  dossier: ids.dossier(),
  solution: ids.solution(),
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
      solution: (await newEditeur(product(), "victim-editeur", "granted")).solution,
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

  test("every route that names something by an id is asked", () => {
    const naming = routes.map(({ route }) => route).filter((route) => route.includes("{"));
    expect(probes.map(({ route }) => route).sort()).toEqual(naming.sort());
  });

  // An invitation is accepted by whoever holds its id: only that pair is no secret to test here.
  test.each(probes)("SEC-02 $route with another tenant's ids: as ids never issued", async ({ route, ask }) => {
    await prepare();
    const unknown = await counted(() => ask(intruder.client, neverIssued(), {}));
    expect(unknown).toMatchObject({ status: 404, requests: { "dynamodb:BatchGetItem": 1 } });
    const foreign = { ...victim.places, ...(route === acceptance ? { invitation: ids.invitation() } : {}) };
    expect(await counted(() => ask(intruder.client, foreign, {}))).toEqual(unknown);
  });

  test.each(probes.filter(({ route }) => route !== acceptance))(
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
      intruder.client.post(`/v1/organisations/${mine.organisation}/members/${member}/end`, undefined, { version: 2 });
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
