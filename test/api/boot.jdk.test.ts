import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, jest, test } from "@jest/globals";
import { consoleState } from "./support/account.ts";
import { person } from "./support/client.ts";
import { type Product, startProduct } from "./support/product.ts";
import { enrolment, newSupplier } from "./support/scenario.ts";

jest.setTimeout(240_000);

const running: Product[] = [];
const start = async (options: Parameters<typeof startProduct>[0]): Promise<Product> => {
  const product = await startProduct(options);
  running.push(product);
  return product;
};

afterEach(async () => {
  for (const product of running.splice(0)) {
    await product.stop();
    product.remove();
  }
});

/** Processes of this machine whose command line or working directory names the product's directory. */
const processesOf = (product: Product): string =>
  spawnSync("pgrep", ["-af", product.directory], { encoding: "utf8" }).stdout;

test("a power cut between two acts: after a restart nothing is lost and the chain goes on", async () => {
  const product = await start({ port: 14_900, at: "2022-11-28T09:00:00+01:00" });
  const { id, client } = await newSupplier(product, "before-the-cut");
  const dossier = (await client.post("/v1/segur/dossiers", enrolment)).body.id;
  await product.kill();

  const again = await product.restart();
  running.push(again);
  const camille = (await person(again, "before-the-cut")).actingFor(id);
  const read = await camille.get(`/v1/segur/dossiers/${dossier}`);
  expect(read.body).toMatchObject({ id: dossier, state: "draft" });
  const withdrawn = await camille.post(`/v1/segur/dossiers/${dossier}/withdrawal`, undefined, { version: 1 });
  expect(withdrawn.body.state).toBe("withdrawn");
  const timeline = await camille.get(`/v1/cases/${dossier}/timeline`);
  const [first, second] = timeline.body.events;
  expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
  expect(await again.stop()).toBe(0);
  expect(processesOf(again)).toBe("");
});

test("an Allow removed from the template: the act fails with AccessDenied that names action and role", async () => {
  const script = join(import.meta.dirname, "support/without-allow.ts");
  const product = await start({ port: 15_000, app: `node ${script} CreateDossier dynamodb:PutItem` });
  const { client } = await newSupplier(product, "without-allow");
  const refused = await client.post("/v1/segur/dossiers", enrolment);
  expect([refused.status, refused.body.type]).toEqual([500, "urn:guichet:problem:internal-error"]);
  expect(refused.text).not.toMatch(/AccessDenied|arn:/);
  const { denials } = await consoleState(product);
  expect(denials[0]).toMatchObject({ action: "dynamodb:PutItem", principal: expect.stringContaining("CreateDossier") });
  const list = await client.get("/v1/segur/dossiers");
  expect(list.body.items).toEqual([]);
});
