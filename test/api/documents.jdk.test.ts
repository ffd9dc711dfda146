import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type Product, startProduct } from "./support/product.ts";

jest.setTimeout(300_000);

const root = resolve(import.meta.dirname, "../..");
const port = 15_100;
type Part = "use" | "byCurl" | "late" | "rewritten";
let product: Product;

/** What the documents' lines print, copied one after the other into one shell, by document and block. */
let told: Readonly<Record<Part, readonly string[]>>;
let errors: string;

beforeAll(async () => {
  product = await startProduct({ port, at: "2022-11-28T09:00:00+01:00" });
  const [use = [], late = [], rewritten = []] = commandsOf("README.md", "sh", "## Five minutes of use").map((one) => [
    one,
  ]);
  const byCurl = ["(", ...commandsOf("docs/by-curl.md", "bash"), ")"];
  const parts: Record<Part, readonly string[]> = { use, byCurl, late, rewritten };
  const ran = await shell(Object.entries(parts).flatMap(([part, commands]) => [`echo "== ${part}"`, ...commands]));
  errors = ran.errors;
  told = { use: ran.of("use"), byCurl: ran.of("byCurl"), late: ran.of("late"), rewritten: ran.of("rewritten") };
}, 600_000);

afterAll(async () => {
  await product.stop();
  product.remove();
});

/** The commands of the blocks of a document, as a reader copies them; here for this product, in its directory. */
function commandsOf(document: string, language: string, from = ""): string[] {
  const text = readFileSync(join(root, document), "utf8");
  const blocks = text.slice(text.indexOf(from)).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"));
  return [...blocks].map(([, block = ""]) =>
    block
      .replaceAll("/tmp/", `${product.directory}/`)
      .replaceAll("npm run -s guichet --", `${process.execPath} ${join(root, "cli/guichet.ts")}`)
      .replaceAll("npx node test/", `${process.execPath} ${join(root, "test")}/`)
      .replaceAll("http://127.0.0.1:4600", product.api)
      .replaceAll("clock advance ", `clock --console ${product.console} advance `),
  );
}

/** After which the shell is ended, with all that it runs. */
const mostSeconds = "500";

/** What the commands print, in one shell. */
async function shell(commands: readonly string[]) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, GUICHET_URL: product.api, GUICHET_ISSUER: product.issuer, GUICHET_PORT: String(port) };
  const { out, errors } = await new Promise<{ readonly out: string; readonly errors: string }>((done) => {
    execFile(
      "timeout",
      [mostSeconds, "bash", "-c", commands.join("\n")],
      { cwd: product.directory, env },
      (_, out, errors) => done({ out, errors }),
    );
  });
  const parts = out.replaceAll(/[\u00a0\u202f]/g, " ").split(/^== /m);
  const of = (name: Part) => parts.find((part) => part.startsWith(`${name}\n`))?.split("\n") ?? [];
  return { of, errors };
}

describe("the README, line by line, on 28 November 2022", () => {
  test("five minutes of use: filed, instructed, enrolled, verified", () => {
    expect(told.use).toContainEqual(
      expect.stringMatching(/^La demande est déposée\. Réception : lundi 28 novembre 2022/),
    );
    expect(told.use).toContainEqual(expect.stringMatching(/^Dossier .* : Enrôlé$/));
    expect(told.use.at(-2)).toMatch(/^La chaîne .* est intacte : 7 événements/);
  });

  test("a dossier that nobody completes: the clock goes on, it is rejected", () => {
    expect(told.late).toContainEqual(
      expect.stringMatching(/^La demande est déposée\. La demande n'a pas encore de date/),
    );
    expect(told.late).toContainEqual(expect.stringMatching(/^L'horloge est avancée : jeudi 5 janvier 2023/));
    expect(told.late).toContainEqual(expect.stringMatching(/^Dossier .* : Rejetée$/));
  });

  test("an event that is rewritten: seen, and named", () => {
    expect(told.rewritten).toContainEqual(expect.stringMatching(/^Chaîne rompue\. L'événement n° 1 /));
    expect(told.rewritten).toContainEqual("exit code 1");
  });
});

describe("docs/by-curl.md, line by line", () => {
  test("a dossier from the draft to its enrolment, event after event; what comes too late is refused with its reason", () => {
    const types = told.byCurl.flatMap((line) => /^\d \S+ (\S+)$/.exec(line)?.[1] ?? []);
    const filed = ["dossier.created", "submitted-with-pieces", "found-receivable", "pieces-examined"];
    expect(types).toEqual([...filed, "facts-reviewed", "found-eligible"]);
    expect(told.byCurl).toContainEqual(expect.stringMatching(/^La décision n'est pas possible : .*« Enrôlé »/));
  });

  test("a dossier without its RIB: invited, refused what is not asked, completed", () => {
    expect(told.byCurl).toContainEqual("D-ENR-RIB, 2022-12-28: La pièce manque au dossier.");
    expect(told.byCurl).toContainEqual(expect.stringMatching(/^L'invitation à compléter ne demande pas cette pièce/));
    expect(told.byCurl.at(-2)).toMatch(/^Complément reçu dans le délai : Dossier reçu le lundi 28 novembre 2022/);
  });
});

test("no command of the documents complains of anything: each piece is said to be sent", () => {
  const lines = errors.split("\n").filter((line) => line !== "");
  expect(lines).toHaveLength(7);
  for (const line of lines) expect(line).toMatch(/^D-ENR-\w+\s:\senvoyé \(/);
});
