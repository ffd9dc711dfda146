import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import type { Product } from "../support/product.ts";
import { agency, completeSolution, newRequest, solutions } from "../support/register.ts";
import { newSiret, newSupplier, operator } from "../support/scenario.ts";

const root = resolve(import.meta.dirname, "../../..");

/** The register of ANS, as ANS, the operator and suppliers meet it. */
export function register(product: () => Product): void {
  test("from the request to the withdrawal: ANS tells each step, and the chain that it leaves is sound", async () => {
    const ans = await agency(product());
    const request = newRequest();
    const id = await completeSolution(ans, request);
    const told = [
      await ans.post(`${solutions}/${id}/distributors`, { sirets: [newSiret()] }, { version: 2 }),
      await ans.post(
        `${solutions}/${id}/grant`,
        { number: `SGL-${request.requestNumber}`, pronouncedOn: "2022-06-10" },
        { version: 3 },
      ),
      await ans.post(`${solutions}/${id}/convention`, { conventionSignedOn: "2022-07-01" }, { version: 4 }),
      await ans.post(`${solutions}/${id}/withdrawal`, { withdrawnOn: "2022-11-28" }, { version: 5 }),
    ];
    expect(told.map(({ status, body }) => [status, body.state])).toEqual([
      [200, "complete_file"],
      [200, "granted"],
      [200, "granted"],
      [200, "withdrawn"],
    ]);
    const read = await ans.get(`${solutions}/${id}`);
    expect(read.headers.get("etag")).toBe('"6"');
    expect(read.body).toMatchObject({ conventionSignedOn: "2022-07-01" });
    expect(read.body).toEqual(told[3]!.body);
    const listed = await ans.get(solutions);
    expect(listed.body.items[0]).toMatchObject({ id, number: `SGL-${request.requestNumber}`, state: "withdrawn" });

    const timeline = await ans.get(`/v1/cases/${id}/timeline`);
    const file = join(product().directory, `${id}.json`);
    writeFileSync(file, timeline.text);
    const code = await new Promise((done) => {
      execFile(process.execPath, [join(root, "cli/guichet.ts"), "verify", file], (error) => done(error?.code ?? 0));
    });
    expect(code).toBe(0);
  });

  test("a refusal, then a grant: the refusal stands", async () => {
    const ans = await agency(product());
    const id = await completeSolution(ans);
    const refused = await ans.post(`${solutions}/${id}/refusal`, { pronouncedOn: "2022-06-10" }, { version: 2 });
    expect(refused.body).toMatchObject({
      state: "refused",
      decision: { outcome: "refusal", pronouncedOn: "2022-06-10" },
    });
    const grant = { number: "SGL-TOO-LATE", pronouncedOn: "2022-06-11" };
    const late = await ans.post(`${solutions}/${id}/grant`, grant, { version: 3 });
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining("Référencement refusé")]);
  });

  test("a second Solution under one number, a day to come, a step out of order: refused, each with its reason", async () => {
    const ans = await agency(product());
    const request = newRequest();
    const id = await completeSolution(ans, request);
    const again = await ans.post(solutions, { ...request, requestNumber: request.requestNumber.toLowerCase() });
    expect([again.status, again.body.type]).toEqual([409, "urn:guichet:problem:already-exists"]);
    const grant = (pronouncedOn: string) =>
      ans.post(`${solutions}/${id}/grant`, { number: "SGL-NEVER", pronouncedOn }, { version: 2 });
    const refusals = [await grant("2022-11-29"), await grant("2022-05-01")];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422]);
    expect(new Set(refusals.map(({ body }) => body.errors[0].reason)).size).toBe(2);
    expect((await ans.get(`${solutions}/${id}`)).headers.get("etag")).toBe('"2"');
  });

  test("SEC-01 a supplier: no Solution, no list; the operator's administrator of programmes: neither", async () => {
    const ans = await agency(product());
    const id = await completeSolution(ans);
    const { client } = await newSupplier(product(), "curious-of-the-register");
    const agent = await operator(product());
    for (const other of [client, agent]) {
      const answers = [
        await other.get(solutions),
        await other.get(`${solutions}/${id}`),
        await other.post(solutions, newRequest()),
        await other.post(
          `${solutions}/${id}/grant`,
          { number: "SGL-MINE", pronouncedOn: "2022-06-10" },
          { version: 2 },
        ),
        await other.get(`/v1/cases/${id}/timeline`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
  });

  test("SEG-3.1-05 an administrator of ANS gives no role but those of ANS", async () => {
    const ans = await agency(product());
    const memberships = await ans.get("/v1/memberships");
    const { id, kind } = memberships.body.items[0].organisation;
    expect(kind).toBe("ans");
    const invite = (role: string) =>
      ans.post(`/v1/organisations/${id}/invitations`, { mail: "a@ans.example", roles: [role] });
    expect([(await invite("ans")).status, (await invite("instructor")).status]).toEqual([201, 422]);
  });
}
