import { expect, test } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { z } from "zod";
import type { Answer } from "../support/client.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier } from "../support/scenario.ts";

const documentSchema = z.looseObject({
  openapi: z.string(),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

/** The OpenAPI document says what the API does. */
export function description(product: () => Product): void {
  const read = async () => documentSchema.parse(await (await fetch(`${product().api}/v1/openapi.json`)).json());

  test("the description: public, valid OpenAPI 3.1", async () => {
    const document = await read();
    expect(document.openapi).toBe("3.1.0");
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
  });

  test("what the API answers: as the description says, and nothing more", async () => {
    const { components } = await read();
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const faultsOf = (name: string, { body }: Answer) => {
      const check = ajv.compile({ ...components.schemas[name], components });
      return check(body) ? [] : check.errors;
    };
    const supplier = await newSupplier(product(), "described");
    const { client, id } = supplier;
    const dossier = await client.post("/v1/segur/dossiers", enrolment);
    const invitation = await client.post(`/v1/organisations/${id}/invitations`, {
      mail: "a@b.example",
      roles: ["filer"],
    });
    const answers: readonly (readonly [string, Answer])[] = [
      ["dossier", dossier],
      ["dossiers", await client.get("/v1/segur/dossiers")],
      ["invitation", invitation],
      ["members", await client.get(`/v1/organisations/${id}/members`)],
      ["memberships", await client.get("/v1/memberships")],
      ["organisation", await client.get(`/v1/organisations/${id}`)],
      ["timeline", await client.get(`/v1/cases/${dossier.body.id}/timeline`)],
      ["problem", await client.get(`/v1/segur/dossiers/${id}`)],
      ["problem", await client.post("/v1/segur/dossiers", { ...enrolment, extra: true })],
    ];
    for (const [name, answer] of answers) expect([name, faultsOf(name, answer)]).toEqual([name, []]);
    const altered = { ...dossier, body: { ...dossier.body, extra: true } };
    expect(faultsOf("dossier", altered)).not.toEqual([]);
  });
}
