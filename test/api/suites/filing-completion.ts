import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import type { Client } from "../support/client.ts";
import { askUpload, onceReceived, required, type Sent, saidBy, send, submit } from "../support/filing.ts";
import type { Product } from "../support/product.ts";
import { agency, newRequest, solutions } from "../support/register.ts";
import { enrolment, newSupplier, type Supplier } from "../support/scenario.ts";

const pathOf = (id: string) => `/v1/segur/dossiers/${id}`;

/** What follows a dossier filed without all its pieces, as its filer meets it. */
export function filingCompletion(product: () => Product): void {
  test("SEG-6.1-29 a piece is missing: it is asked for, may be sent and nothing else, and its filing dates the dossier", async () => {
    const supplier = await newSupplier(product(), "completes");
    const { client } = supplier;
    const formNumber = await referenced(product(), supplier);
    const { id } = (
      await client.post("/v1/segur/dossiers", { ...enrolment, declared: { ...enrolment.declared, formNumber } })
    ).body;
    const said = { ...saidBy(supplier, "completes"), formNumber };
    const pieces: Record<string, Sent> = {};
    for (const code of required.filter((one) => one !== "D-ENR-RIB")) {
      pieces[code] = await send(client, id, code, await pieceSaying(code, said));
    }
    for (const [code, sent] of Object.entries(pieces)) await onceReceived(client, id, code, sent);
    await submit(client, id, pieces);

    const asked = await onceIn(client, id, "to_complete");
    const rib = asked.pieces.find(({ code }: { code: string }) => code === "D-ENR-RIB");
    expect(rib.asked).toMatchObject([{ defect: "missing", rule: "SEG-3.1-01", dueOn: "2022-12-28" }]);
    const form = await pieceSaying("D-ENR-FORM", said);
    expect((await askUpload(client, id, "D-ENR-FORM", form)).body.detail).toContain("ne demande pas cette pièce");
    const version = (await client.get(pathOf(id))).headers.get("etag")?.slice(1, -1);
    const complete = (named: object) =>
      client.post(`${pathOf(id)}/completion`, { pieces: named }, { version: Number(version) });

    const sent = await send(client, id, "D-ENR-RIB", await pieceSaying("D-ENR-RIB", said));
    await onceReceived(client, id, "D-ENR-RIB", sent);
    const completed = await complete({ "D-ENR-RIB": sent });
    expect(completed.body).toMatchObject({ state: "under_instruction", receivedAt: expect.any(String) });
    const { filings } = (await client.get(`${pathOf(id)}/receipt`)).body;
    expect(filings.map(({ type }: { type: string }) => type)).toEqual(["submitted-with-pieces", "completed-in-time"]);
    expect(filings[1]).toMatchObject({ receivedAt: completed.body.receivedAt, filedAt: completed.body.receivedAt });
    const again = await complete({ "D-ENR-RIB": sent });
    expect(again.status).toBe(412);
  }, 240_000);
}

async function onceIn(client: Client, id: string, state: string) {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const { body } = await client.get(pathOf(id));
    if (body.state === state) return body;
    await sleep(500);
  }
  throw new Error(`not ${state}: ${(await client.get(pathOf(id))).text}`);
}

/** The number of a Solution of this supplier that ANS referenced. */
async function referenced(product: Product, { siret }: Supplier): Promise<string> {
  const ans = await agency(product);
  const request = { ...newRequest(), editeurSiret: siret };
  const { id } = (await ans.post(solutions, request)).body;
  const complete = { completeFileReceivedAt: "2022-05-02T10:00:00+02:00" };
  await ans.post(`${solutions}/${id}/complete-file`, complete, { version: 1 });
  const number = `SGL-${request.requestNumber}`;
  const grant = { number, pronouncedOn: "2022-06-10", conventionSignedOn: "2022-04-01" };
  const granted = await ans.post(`${solutions}/${id}/grant`, grant, { version: 2 });
  if (granted.status !== 200) throw new Error(granted.text);
  return number;
}
