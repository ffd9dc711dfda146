import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { functions, routes } from "../../infra/functions.ts";
import { tables } from "../../infra/tables.ts";
import { plant, project } from "./planted.ts";
import { type Source, sourcesBelow } from "./sources.ts";

/** Words of the procedures, whatever their case and accents. « dossier » alone also means a directory. */
const vocabulary = [
  "guichet",
  "segur",
  "biologi",
  "enrol",
  "dossiers",
  "dossierid",
  "/dossier",
  "-dossier",
  "fournisseur",
  "editeur",
  "referencement",
  "operateur de paiement",
  "organisationid",
  "siret",
];

const settings = z
  .object({
    name: z.string(),
    audience: z.string(),
    scopes: z.array(z.string()),
    accounts: z.array(z.object({ sub: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(project, "local.config.json"), "utf8")));

/** Every name that the project gives to something that the local cloud plays. */
const names = [
  settings.name,
  settings.audience,
  ...settings.scopes,
  ...settings.accounts.map(({ sub }) => sub),
  ...functions.map(({ name }) => name),
  ...routes.map(({ route }) => route.split(" ")[1] ?? ""),
  ...Object.values(tables).map(({ variable }) => variable),
];

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
/** The directory of a run's data and the variables of its children are named once for every application. */
const withoutOwn = (text: string) => text.replaceAll(/\.guichet\b(?![.-])|\bGUICHET_[A-Z_]+/g, "");

const wholeWord = (name: string) => new RegExp(`(?<![a-z0-9])${name.replaceAll(/[^a-z0-9]/g, "\\$&")}(?![a-z0-9])`);
const searched = [
  ...vocabulary.map((word) => ({ word, pattern: new RegExp(word) })),
  ...names.map(plain).map((word) => ({ word, pattern: wholeWord(word) })),
];

function namesOfOurs({ path, text }: Source): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const read = plain(withoutOwn(line));
    return searched.filter(({ pattern }) => pattern.test(read)).map(({ word }) => `${path}:${index + 1}: ${word}`);
  });
}

describe("local/ plays any application", () => {
  test("a word of ours in an identifier, a sentence, a route, a variable: found; the data directory and plain French: not", () => {
    const directory = plant({
      "local/a.ts": 'const title = "Guichet Biologie";\n',
      "local/b.ts": "// plays the Ségur enrolment\n",
      "local/c.ts": 'const route = "/v1/organisations";\n',
      "local/d.ts": 'const table = process.env["CASES_TABLE"];\n',
      "local/e.ts": 'if (name === "create-dossier") boot();\n',
      "local/f.ts": 'const dataDir = join(".guichet", process.env.GUICHET_STORE); // les droits de ce dossier\n',
    });
    expect(sourcesBelow(directory, ["local"], /./).flatMap(namesOfOurs).toSorted()).toEqual([
      "local/a.ts:1: biologi",
      "local/a.ts:1: guichet",
      "local/b.ts:1: enrol",
      "local/b.ts:1: segur",
      "local/c.ts:1: /v1/organisations",
      "local/d.ts:1: cases_table",
      "local/e.ts:1: -dossier",
      "local/e.ts:1: create-dossier",
    ]);
  });

  test("no file of local/ contains a word or a name of this project", () => {
    const sources = sourcesBelow(project, ["local"], /./);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap(namesOfOurs)).toEqual([]);
  });
});
