import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import "../../../shared/lambda/http.ts";
import { reasonOf } from "../../../shared/lambda/http-reasons.ts";

/** What is said of a value that a schema refuses. */
function reason(schema: z.core.$ZodType, value: unknown): string | undefined {
  return z.safeParse(schema, value).error?.issues[0]?.message;
}

const action = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("confirm") }),
  z.strictObject({ action: z.literal("correct") }),
  z.strictObject({ action: z.literal("override") }),
]);

describe("why a value is refused", () => {
  test.each<[string, z.core.$ZodType, unknown, string]>([
    ["a field that is missing", z.string(), undefined, "Champ obligatoire."],
    ["a missing one of several types", z.union([z.string(), z.boolean()]), undefined, "Champ obligatoire."],
    ["a missing one of several values", z.enum(["a", "b"]), undefined, "Champ obligatoire. Valeur attendue : a ou b."],
    ["a number for a text", z.string(), 1, "Texte attendu."],
    ["null for a text", z.string(), null, "Texte attendu."],
    ["a text for a number", z.number(), "1", "Nombre attendu."],
    ["a fraction for a whole number", z.int(), 1.5, "Nombre entier attendu."],
    ["a text for a boolean", z.boolean(), "oui", "Valeur attendue : true ou false."],
    ["a text for a list", z.array(z.string()), "a", "Liste attendue."],
    ["a list for an object", z.strictObject({}), [], "Objet JSON attendu."],
    ["a text for a record", z.record(z.string(), z.string()), "a", "Objet JSON attendu."],
    ["a date for something else", z.date(), "a", "Valeur non admise."],
    ["a value among two", z.enum(["editeur", "distributeur"]), "x", "Valeur attendue : editeur ou distributeur."],
    ["a value among three", z.enum(["a", "b", "c"]), "x", "Valeur attendue : a, b ou c."],
    ["the only value", z.literal(true), false, "Valeur attendue : true."],
    ["no discriminant", action, {}, "Valeur attendue : confirm, correct ou override."],
    ["a wrong discriminant", action, { action: "x" }, "Valeur attendue : confirm, correct ou override."],
    ["neither of two types", z.union([z.boolean(), z.string()]), 1, "Valeur attendue : true, false ou un texte."],
    [
      "of the right type, wrong otherwise",
      z.union([z.boolean(), z.string().check(z.maxLength(2))]),
      "abc",
      "2 caractères au plus.",
    ],
    ["an address", z.email(), "a", "Adresse électronique attendue, par exemple nom@domaine.fr."],
    ["a site", z.url(), "a", "Adresse d'un site attendue, par exemple https://domaine.fr."],
    ["an identifier", z.uuid(), "a", "Identifiant attendu (UUID)."],
    [
      "a pattern",
      z.string().check(z.regex(/^a$/)),
      "b",
      "Écriture non admise : voyez la description de ce champ dans /v1/openapi.json.",
    ],
    ["an empty text", z.string().check(z.minLength(1)), "", "Champ vide : renseignez-le."],
    ["a short text", z.string().check(z.minLength(3)), "a", "Au moins 3 caractères."],
    ["a long text", z.string().check(z.maxLength(1)), "ab", "1 caractère au plus."],
    ["an empty list", z.array(z.string()).check(z.minLength(1)), [], "Au moins 1 élément."],
    ["a long list", z.array(z.string()).check(z.maxLength(2)), ["", "", ""], "2 éléments au plus."],
    ["a small number", z.number().check(z.gte(3)), 2, "Valeur attendue : au moins 3."],
    ["a number at an excluded bound", z.number().check(z.gt(3)), 3, "Valeur attendue : plus de 3."],
    ["a great number", z.number().check(z.lte(3)), 4, "Valeur attendue : au plus 3."],
    ["a number at an excluded upper bound", z.number().check(z.lt(3)), 3, "Valeur attendue : moins de 3."],
    ["a multiple", z.number().check(z.multipleOf(5)), 3, "Multiple de 5 attendu."],
    ["an unknown field", z.strictObject({}), { a: 1 }, "Champ inconnu : retirez-le."],
    [
      "a key of a record",
      z.record(z.string().check(z.maxLength(1)), z.string()),
      { ab: "" },
      "Champ inconnu : retirez-le.",
    ],
    ["a check without words", z.string().check(z.refine(() => false)), "a", "Valeur non admise."],
  ])("%s", (_, schema, value, sentence) => {
    expect(reason(schema, value)).toBe(sentence);
  });

  test("an element of a map, which no JSON holds: a sentence all the same", () => {
    const issue: z.core.$ZodRawIssue = {
      code: "invalid_element",
      origin: "map",
      key: "a",
      issues: [],
      input: new Map(),
    };
    expect(reasonOf(issue)).toBe("Valeur non admise.");
  });

  test("a schema that says it in its own words: those words", () => {
    expect(reason(z.string().check(z.minLength(1, "Indiquez le nom.")), "")).toBe("Indiquez le nom.");
  });
});
