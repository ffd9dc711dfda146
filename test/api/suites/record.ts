import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { alterEvent, incidentsOf } from "../support/account.ts";
import type { Client } from "../support/client.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier } from "../support/scenario.ts";

const root = resolve(import.meta.dirname, "../../..");

/** The record shows any change, to whoever reads it. */
export function record(product: () => Product): void {
  async function verify(client: Client, chain: string): Promise<{ code: number; said: string }> {
    const timeline = await client.get(`/v1/cases/${chain}/timeline`);
    const file = join(product().directory, `${chain}.json`);
    writeFileSync(file, timeline.text);
    return new Promise((done) => {
      execFile(process.execPath, [join(root, "cli/guichet.ts"), "verify", file], (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` });
      });
    });
  }

  test("chains of a dossier and of its organisation: sound", async () => {
    const { client, id } = await newSupplier(product(), "sound-chains");
    const dossier = (await client.post("/v1/segur/dossiers", enrolment)).body.id;
    await client.post(`/v1/segur/dossiers/${dossier}/withdrawal`, undefined, { version: 1 });
    expect(await verify(client, dossier)).toMatchObject({ code: 0 });
    expect(await verify(client, id)).toMatchObject({ code: 0 });
  });

  test("SEC-26 SEC-27 an administrator alters an event: verify names it, and the auditor records one incident", async () => {
    const { client } = await newSupplier(product(), "altered-chain");
    const dossier = (await client.post("/v1/segur/dossiers", enrolment)).body.id;
    await client.post(`/v1/segur/dossiers/${dossier}/withdrawal`, undefined, { version: 1 });
    await alterEvent(product(), dossier, 1, '"role":"editeur"', '"role":"distributeur"');
    const verdict = await verify(client, dossier);
    expect(verdict.code).toBe(1);
    expect(verdict.said).toMatch(/dossier\.created/);

    let incidents = await incidentsOf(product(), dossier);
    for (let tries = 0; incidents.length === 0 && tries < 100; tries += 1) {
      await sleep(100);
      incidents = await incidentsOf(product(), dossier);
    }
    expect(incidents).toMatchObject([{ seq: 1, change: "modified" }]);
  });
}
