import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { inviteMemberBody, registerOrganisationBody } from "../../../shared/domain/directory/api.ts";
import { filingBody } from "../../../shared/domain/segur/filing.ts";
import { distributorsBody } from "../../../shared/domain/segur/solution-api.ts";
import { Problem, problemDetails } from "../../../shared/kernel/problem.ts";
import "../../../shared/lambda/http.ts";
import { readBody } from "../../../shared/lambda/http-body.ts";
import { httpEvent } from "./http-requests.ts";

function refusal(event: Parameters<typeof readBody>[0], schema: z.core.$ZodType): Problem {
  try {
    readBody(event, schema);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

const organisation = (name: string) =>
  `{"name":"${name}","siret":"73282932000074","person":{"displayName":"Inès","mail":"ines@labo.example"}}`;

describe("a body that is not UTF-8", () => {
  const latin1 = Buffer.from(organisation("Société Générale"), "latin1");

  test.each([
    ["handed over as text, its accents lost", httpEvent({ body: latin1.toString("utf8") })],
    ["handed over in base64", httpEvent({ body: latin1.toString("base64"), isBase64Encoded: true })],
  ])("%s: 400 that names the encoding, nothing read", (_, event) => {
    const { code, detail } = refusal(event, registerOrganisationBody);
    expect([code, detail]).toEqual(["malformed-request", expect.stringContaining("n'est pas en UTF-8")]);
  });

  test("the same in UTF-8: read, in both ways", () => {
    const utf8 = Buffer.from(organisation("Société Générale"));
    const events = [
      httpEvent({ body: utf8.toString() }),
      httpEvent({ body: utf8.toString("base64"), isBase64Encoded: true }),
    ];
    expect(events.map((event) => readBody(event, registerOrganisationBody).name)).toEqual([
      "Société Générale",
      "Société Générale",
    ]);
  });

  test("a lost character that an escape of JSON brings: refused where it is", () => {
    const { fields } = refusal(httpEvent({ body: organisation("Soci\\ufffdt\\ufffd") }), registerOrganisationBody);
    expect(fields).toEqual([{ pointer: "/name", reason: "Caractère non imprimable." }]);
  });
});

describe("a key __proto__", () => {
  const named = (key: string) => `{"pieces":{"D-ENR-RIB":{"version":"v","sha256":"${"a".repeat(64)}"},"${key}":{}}}`;

  test.each(["__proto__", "\\u005f_proto__"])("among the keys of a record, as %s: named, never dropped", (key) => {
    const { code, fields } = refusal(httpEvent({ body: named(key) }), filingBody);
    expect([code, fields]).toEqual([
      "invalid-content",
      [{ pointer: "/pieces/__proto__", reason: "Champ inconnu : retirez-le." }],
    ]);
  });

  test("as any other unknown piece: in the same words", () => {
    const { fields } = refusal(httpEvent({ body: named("D-ENR-TAXI") }), filingBody);
    expect(fields).toEqual([{ pointer: "/pieces/D-ENR-TAXI", reason: "Champ inconnu : retirez-le." }]);
  });

  test("at the bottom of a body nested thirty thousand times: refused in no time, without an overflow", () => {
    const body = `${"[".repeat(30_000)}{"__proto__":1}${"]".repeat(30_000)}`;
    const started = performance.now();
    expect(refusal(httpEvent({ body }), z.array(z.unknown())).fields).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("more refusals than anyone reads", () => {
  test("20,000 roles: 422 that says how many there may be, and not one refusal a role", () => {
    const roles = Array.from({ length: 20_000 }, () => 0);
    const problem = refusal(httpEvent({ json: { mail: "a@b.fr", roles } }), inviteMemberBody);
    expect(problem.fields).toEqual([{ pointer: "/roles", reason: "14 éléments au plus." }]);
  });

  test("500 SIRETs that are none: the first twenty told, and how many more there are", () => {
    const sirets = Array.from({ length: 500 }, () => 0);
    const details = problemDetails(refusal(httpEvent({ json: { sirets } }), distributorsBody), "t");
    expect(details.errors).toHaveLength(20);
    expect(details.detail).toContain("Les 20 premiers refus sont donnés\u202f; il y en a 480 de plus.");
  });

  test("an unknown field of 30,000 letters: named by its beginning", () => {
    const { fields } = refusal(httpEvent({ json: { ["é".repeat(30_000)]: 1 } }), z.strictObject({}));
    expect(fields.map(({ pointer }) => pointer)).toEqual([`/${"é".repeat(60)}`]);
  });
});

test("a digest that is none: said in words, without the pattern that it must match", () => {
  const json = { pieces: { "D-ENR-RIB": { version: "v", sha256: "A".repeat(64) } } };
  expect(refusal(httpEvent({ json }), filingBody).fields).toEqual([
    {
      pointer: "/pieces/D-ENR-RIB/sha256",
      reason: "Empreinte SHA-256 attendue : 64 chiffres hexadécimaux, lettres en minuscules.",
    },
  ]);
});

test("no body where one is expected: says so, rather than a field without name", () => {
  expect(refusal(httpEvent(), inviteMemberBody).fields).toEqual([
    { pointer: "", reason: "Cette requête attend un corps en JSON." },
  ]);
});
