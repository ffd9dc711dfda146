import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { rulesDigest } from "../../../shared/domain/segur/rules-digest.ts";
import { linked } from "../kernel/arbitrary-chains.ts";
import { guichet } from "./run-guichet.ts";

const sound = JSON.parse(await readFile("docs/vectors/chain.json", "utf8"));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "guichet-verify-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

describe("guichet verify, on a file", () => {
  test("the published sound chain: said intact, exit 0", async () => {
    const { code, out } = await guichet(["verify", "docs/vectors/chain.json"]);
    expect(out).toBe(`La chaîne org-7f3a91 est intacte : 3 événements, jusqu'à l'empreinte ${sound.head.hash}.\n`);
    expect(code).toBe(0);
  });

  test("the published altered chain: its second event named, exit 1", async () => {
    const { code, out } = await guichet(["verify", "docs/vectors/chain-altered.json"]);
    expect(out).toMatch(/^Chaîne rompue\. L'événement n° 2 \(member\.confirmed\) : son contenu n'est plus celui/);
    expect(code).toBe(1);
  });

  test("the same, asked in JSON: the verdict, the number, the reason and both digests", async () => {
    const { code, out } = await guichet(["verify", "--json", "docs/vectors/chain-altered.json"]);
    expect(JSON.parse(out)).toMatchObject({
      status: "broken",
      seq: 2,
      type: "member.confirmed",
      reason: "altered",
      expected: sound.events[2].prev,
      read: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(code).toBe(1);
  });

  test("a chain hashed again from end to end: intact alone, broken against a receipt", async () => {
    const contents = sound.events.map((event: object, index: number) =>
      index === 1 ? { ...event, actor: "p-9" } : event,
    );
    const path = await file("rehashed.json", linked(sound.procedure, sound.chain, contents));
    const receipt = `3:${sound.head.hash}`;
    expect((await guichet(["verify", path])).code).toBe(0);
    const { code, out } = await guichet(["verify", path, "--receipt", receipt]);
    expect(out).toMatch(/^Chaîne rompue\. L'événement n° 3 \(member\.invited\) : le reçu de dépôt porte l'empreinte/);
    expect(code).toBe(1);
  });

  test("a transition that the procedure does not know: broken, with what was possible", async () => {
    const contents = [sound.events[0], { ...sound.events[1], type: "member.ended" }];
    const path = await file("illegal.json", linked(sound.procedure, sound.chain, contents));
    const { code, out } = await guichet(["verify", path]);
    expect(out).toContain(
      "L'événement n° 2 (member.ended) : la procédure ne le permet pas ; attendu : member.confirmed ;",
    );
    expect(code).toBe(1);
  });

  test("a dossier created and withdrawn under the rules of this release: intact", async () => {
    const created = { ...sound.events[2], type: "dossier.created", rules: rulesDigest, calendar: "V1.5" };
    const path = await file(
      "dossier.json",
      linked("enrolment", "d-1", [created, { ...created, type: "withdrawn-by-filer" }]),
    );
    expect(await guichet(["verify", path])).toMatchObject({ code: 0, out: expect.stringContaining("2 événements") });
  });

  test("a procedure that this release does not know: undecidable, exit 2", async () => {
    const path = await file("unknown.json", linked("constructor", "c-1", [sound.events[0]]));
    const { code, out } = await guichet(["verify", path]);
    expect(out).toMatch(/^Vérification incomplète\. .*ne connaît pas la procédure « constructor »/);
    expect(code).toBe(2);
  });

  test("rules that this release does not have: undecidable at the event that names them", async () => {
    const path = await file(
      "rules.json",
      linked(sound.procedure, sound.chain, [{ ...sound.events[0], rules: "a".repeat(64) }]),
    );
    const { code, out } = await guichet(["verify", path]);
    expect(out).toContain(
      `L'événement n° 1 (organisation.registered) : il a été décidé sous les règles d'empreinte ${"a".repeat(64)}`,
    );
    expect(code).toBe(2);
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "{", "ne sont pas du JSON"],
    ["another JSON", { events: [] }, "le champ « /chain » manque"],
    [
      "bytes that are not UTF-8",
      Buffer.of(0x22, 0xff, 0x22),
      "ne peut pas être lu (ERR_ENCODING_INVALID_ENCODED_DATA)",
    ],
    [
      "a member written twice",
      JSON.stringify(sound).replace('"p-51c0"', '"p-9","actor":"p-51c0"'),
      "un champ écrit deux fois",
    ],
  ])("%s: unreadable, said so, exit 2", async (_, content, sentence) => {
    const path = await file("unreadable.json", content);
    const { code, out, err } = await guichet(["verify", path]);
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([2, ""]);
  });

  test("no such file, asked in JSON: unreadable, exit 2", async () => {
    const { code, out } = await guichet(["verify", "--json", join(folder, "none.json")]);
    expect(JSON.parse(out)).toMatchObject({ status: "unreadable", sentence: expect.stringContaining("(ENOENT)") });
    expect(code).toBe(2);
  });

  test.each([
    ["nothing to verify", []],
    ["two files", ["a.json", "b.json"]],
    ["an unknown option", ["a.json", "--force"]],
    ["a receipt without digest", ["a.json", "--receipt", "3"]],
  ])("%s: the usage, exit 2", async (_, args) => {
    const { code, err } = await guichet(["verify", ...args]);
    expect(err).toContain("Usage : guichet verify <fichier.json>");
    expect(code).toBe(2);
  });

  test("a sound chain of 100,000 events: exit 0", async () => {
    const invited = sound.events[2];
    const contents = [...sound.events.slice(0, 2), ...Array(99_998).fill(invited)];
    const path = await file("long.json", linked(sound.procedure, sound.chain, contents));
    const { code, out } = await guichet(["verify", path]);
    expect(out).toContain("est intacte : 100 000 événements");
    expect(code).toBe(0);
  }, 120_000);
});
