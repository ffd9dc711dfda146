import { type Client, person } from "../api/support/client.ts";

/**
 * A drill, on the local cloud alone: what has to be there before a dossier can be filed. Camille's organisation, Hugo who
 * instructs and Paul who authorises at the operator, and the Solution of Labonova at ANS, référencée.
 * `npx node test/drills/set-stage.ts`, once, in the directory where the local cloud runs.
 */
const port = Number(process.env.GUICHET_PORT ?? "4600");
const address = (offset: number) => `http://127.0.0.1:${port + offset}`;
const cloud = { directory: process.cwd(), api: address(0), issuer: address(2) };

const signIn = async (sub: string): Promise<Client> => person(cloud, sub);

/** The answer's body, or the end of the drill with its reason. */
async function done(asked: ReturnType<Client["post"]>) {
  const answer = await asked;
  if (answer.status < 300) return answer.body;
  console.error(answer.body?.detail ?? answer.text);
  process.exit(1);
}

async function organisationOf(client: Client): Promise<string> {
  return (await done(client.get("/v1/memberships"))).items[0].organisation.id;
}

async function versionOf(client: Client, organisation: string): Promise<number> {
  const { headers } = await client.get(`/v1/organisations/${organisation}`);
  return Number(/\d+/.exec(headers.get("etag") ?? "")?.[0]);
}

const odile = await signIn("odile");
const operatorId = await organisationOf(odile);
const operator = odile.actingFor(operatorId);

async function supplier(): Promise<string> {
  const camille = await signIn("camille");
  const { id } = await done(
    camille.post("/v1/organisations", {
      name: "Labonova",
      siret: "44306184100047",
      person: { displayName: "Camille Morel", mail: "camille@labonova.example" },
    }),
  );
  const members = await done(operator.get(`/v1/organisations/${id}/members`));
  const evidence = { kind: "powers-attestation", sha256: "a".repeat(64) };
  const confirmation = `/v1/organisations/${id}/members/${members.items[0].id}/confirmation`;
  await done(operator.post(confirmation, { evidence }, { version: await versionOf(operator, id) }));
  return id;
}

async function officer(sub: string, displayName: string, role: string): Promise<void> {
  const mail = `${sub}@operateur.example`;
  const invitation = await done(operator.post(`/v1/organisations/${operatorId}/invitations`, { mail, roles: [role] }));
  const newcomer = await signIn(sub);
  const accepted = `/v1/organisations/${operatorId}/invitations/${invitation.id}/acceptance`;
  const { id } = await done(newcomer.post(accepted, { person: { displayName, mail } }));
  const version = await versionOf(operator, operatorId);
  await done(operator.post(`/v1/organisations/${operatorId}/members/${id}/confirmation`, {}, { version }));
}

async function solution(): Promise<void> {
  const noemie = await signIn("noemie");
  const ans = noemie.actingFor(await organisationOf(noemie));
  const request = {
    requestNumber: "DEM-2022-0042",
    name: "Labonova SGL",
    editeurSiret: "44306184100047",
    requestReceivedAt: "2022-03-01T09:00:00+01:00",
    conventionSignedOn: "2022-02-01",
  };
  const { id } = await done(ans.post("/v1/segur/solutions", request));
  const act = (name: string, body: object, version: number) =>
    done(ans.post(`/v1/segur/solutions/${id}/${name}`, body, { version }));
  await act("complete-file", { completeFileReceivedAt: "2022-05-02T09:00:00+02:00" }, 1);
  await act("grant", { number: "SGL-2022-0042", pronouncedOn: "2022-06-20" }, 2);
}

const supplierId = await supplier();
await officer("hugo", "Hugo Lefèvre", "instructor");
await officer("paul", "Paul Marchand", "authorising-officer");
await solution();
console.log(
  `Labonova ${supplierId} (camille) ; Opérateur de paiement ${operatorId} (hugo, paul) ; SGL-2022-0042 référencée`,
);
