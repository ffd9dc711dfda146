import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { dossier } from "../../../cli/commands/dossier.ts";
import { api, err, folder, out, run, useTerminal } from "./terminal.ts";

useTerminal();

const path = "/v1/segur/dossiers/d-1";
const upload = `POST ${path}/pieces/D-ENR-RIB/upload`;
const store = "POST /store";
const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** A file as the service tells of it once it was examined. */
const file = (text: string, changes: object = {}) => ({
  version: `v-${text}`,
  sha256: digestOf(text),
  size: text.length,
  receivedAt: "2022-11-28T08:00:00.000Z",
  verdict: "clean",
  verdictLabel: "Aucune menace détectée",
  inspection: { standing: "usable", standingLabel: "Lisible", findings: [{ sentence: "Un IBAN lu." }] },
  ...changes,
});

const piece = (changes: object = {}) => ({
  code: "D-ENR-RIB",
  label: "RIB",
  due: "required",
  why: "",
  files: [],
  ...changes,
});

/** The dossier with these pieces, at version 3. */
const shown = (...pieces: readonly object[]) =>
  [200, { id: "d-1", state: "draft", stateLabel: "Brouillon non déposé", pieces }, { etag: '"3"' }] as const;

/** A file of this text on the disk of the person. */
function onDisk(name: string, text: string): string {
  const at = join(folder, name);
  writeFileSync(at, text);
  return at;
}

const grant = () =>
  [201, { url: `${api.url}/store`, fields: { key: "quarantine/u-1", "Content-Type": "application/pdf" } }] as const;

/** What the store received, as a form. */
async function formOf({ headers, body }: (typeof api.asked)[number]): Promise<Record<string, unknown>> {
  const type = headers["content-type"] ?? "";
  return Object.fromEntries(await new Response(body, { headers: { "content-type": type } }).formData());
}

describe("guichet dossier add", () => {
  const add = (...pairs: readonly string[]) => run(dossier, "add", "d-1", ...pairs);

  test("a file: announced with its digest, sent as the last field of the form, waited for until it was examined", async () => {
    const rib = onDisk("rib.pdf", "%PDF the RIB");
    api.on(
      `GET ${path}`,
      shown(piece()),
      shown(piece({ files: [file("%PDF the RIB", { verdict: "pending" })] })),
      shown(piece({ files: [file("%PDF the RIB")] })),
    );
    api.on(upload, grant());
    api.on(store, [204]);
    expect(await add(`D-ENR-RIB=${rib}`)).toBe(0);
    const announced = { size: 12, mediaType: "application/pdf", sha256: digestOf("%PDF the RIB") };
    expect(JSON.parse(String(api.of(upload)[0]?.body))).toEqual(announced);
    const form = await formOf(api.of(store)[0]!);
    expect(Object.keys(form)).toEqual(["key", "Content-Type", "file"]);
    expect(form).toMatchObject({ key: "quarantine/u-1" });
    expect(await (form.file as File).text()).toBe("%PDF the RIB");
    expect((form.file as File).name).toBe("piece");
    expect(api.of(store)[0]?.headers.authorization).toBeUndefined();
    expect(err).toEqual(["D-ENR-RIB : envoyé (12 octets)."]);
    expect(out[0]).toMatch(
      /D-ENR-RIB +RIB \(demandée\) : 12 octets ; Aucune menace détectée ; Lisible\n +Un IBAN lu\./,
    );
  });

  test("on a terminal: a line that grows to 100 %", async () => {
    const written: string[] = [];
    jest.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const isTTY = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
    Object.defineProperty(process.stderr, "isTTY", { value: true, configurable: true });
    const text = "x".repeat(300_000);
    api.on(`GET ${path}`, shown(piece()), shown(piece({ files: [file(text)] })));
    api.on(upload, grant());
    api.on(store, [204]);
    try {
      expect(await add(`D-ENR-RIB=${onDisk("rib.pdf", text)}`)).toBe(0);
    } finally {
      Object.defineProperty(process.stderr, "isTTY", { configurable: true, ...isTTY, value: isTTY?.value });
    }
    const percents = written.map((line) =>
      Number(/^\rD-ENR-RIB : (\d+) %$/.exec(line.replaceAll(/[\u00a0\u202f]/g, " "))?.[1]),
    );
    expect(percents.length).toBeGreaterThan(2);
    expect(percents).toEqual([...new Set(percents)].sort((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
  });

  test("the same command after a cut: what was received is not sent again, the rest is", async () => {
    const [rib, identity] = [onDisk("rib.pdf", "the RIB"), onDisk("id.pdf", "the passport")];
    const received = piece({ files: [file("the RIB")] });
    const other = (files: readonly object[]) => piece({ code: "D-ENR-ID", label: "Identité", files });
    api.on(
      `GET ${path}`,
      ...[1, 2, 3].map(() => shown(received, other([]))),
      shown(received, other([file("the passport")])),
    );
    api.on(`POST ${path}/pieces/D-ENR-ID/upload`, grant());
    api.on(store, [204]);
    expect(await add(`D-ENR-RIB=${rib}`, `D-ENR-ID=${identity}`)).toBe(0);
    expect(err).toEqual(["D-ENR-RIB : ce fichier a déjà été reçu.", "D-ENR-ID : envoyé (12 octets)."]);
    expect([api.of(upload).length, api.of(store).length]).toEqual([0, 1]);
  });

  test.each([
    ["AccessDenied", 403, "L'autorisation d'envoi n'est plus valable. Relancez la même commande."],
    [
      "BadDigest",
      400,
      "Le fichier a changé pendant l'envoi : son empreinte n'est pas celle qui a été annoncée. Relancez la même commande.",
    ],
    ["EntityTooLarge", 400, "Le fichier est plus grand que celui qui a été annoncé. Relancez la même commande."],
    ["SlowDown", 503, "Le dépôt de fichiers a refusé l'envoi (SlowDown). Relancez la même commande."],
  ])("SEC-11 the store refuses the form, %s: said, 1", async (code, status, sentence) => {
    api.on(`GET ${path}`, shown(piece()));
    api.on(upload, grant());
    api.on(store, [status, `<Error><Code>${code}</Code></Error>`]);
    expect(await add(`D-ENR-RIB=${onDisk("rib.pdf", "x".repeat(2_000_000))}`)).toBe(1);
    expect(err).toEqual([sentence]);
  });

  test("the store cuts the connection: said, 2", async () => {
    api.on(`GET ${path}`, shown(piece()));
    api.on(upload, grant());
    api.on(store, "cut");
    expect(await add(`D-ENR-RIB=${onDisk("rib.pdf", "text")}`)).toBe(2);
    expect(err).toEqual(["L'envoi a été coupé : relancez la même commande."]);
  });

  test("a file that is not there: nothing is asked for, 2", async () => {
    expect(await add(`D-ENR-RIB=${join(folder, "none.pdf")}`)).toBe(2);
    expect(err[0]).toMatch(/^Le fichier .*none\.pdf ne peut pas être lu\.$/);
    expect(api.asked).toEqual([]);
  });

  test("a pipe, a device, a directory: no file to be read twice, nothing is asked for, 2", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/zero", folder]) expect(await add(`D-ENR-RIB=${path}`)).toBe(2);
    expect(err).toEqual(
      [pipe, "/dev/zero", folder].map((path) => `${path} n'est pas un fichier : enregistrez la pièce sur le disque.`),
    );
    expect(api.asked).toEqual([]);
  }, 10_000);

  test.each([
    ["infected", { verdict: "infected", verdictLabel: "Refusé", inspection: undefined }],
    ["to be replaced", { inspection: { standing: "to-replace", standingLabel: "À remplacer", findings: [] } }],
  ])("a file that turns out %s: shown so, 1", async (_, changes) => {
    api.on(`GET ${path}`, shown(piece({ files: [file("text", changes)] })));
    expect(await add(`D-ENR-RIB=${onDisk("rib.pdf", "text")}`)).toBe(1);
    expect(out[0]).toMatch(/Refusé|À remplacer/);
  });
});

describe("guichet dossier submit, complete", () => {
  const filed = [
    200,
    { id: "d-1", state: "submitted", stateLabel: "Déposée", receivedAt: "t", reception: "lundi", pieces: [] },
  ] as const;
  const facts = { dossier: "d-1", filings: [] };
  const receipt = [200, facts] as const;

  test("submit: the last version of each piece that is asked for, of the dossier as it was read", async () => {
    const pieces = [
      piece({ files: [file("old"), file("new")] }),
      piece({ code: "D-ENR-ID", files: [] }),
      piece({ code: "D-ENR-MANDAT", due: "not-asked", files: [file("mandat")] }),
    ];
    api.on(`GET ${path}`, shown(...pieces));
    api.on(`POST ${path}/submission`, filed);
    api.on(`GET ${path}/receipt`, receipt);
    expect(await run(dossier, "submit", "d-1")).toBe(0);
    const [asked] = api.of(`POST ${path}/submission`);
    expect(JSON.parse(String(asked?.body))).toEqual({
      pieces: { "D-ENR-RIB": { version: "v-new", sha256: digestOf("new") } },
    });
    expect(asked?.headers["if-match"]).toBe('"3"');
    expect(out).toEqual(["La demande est déposée. Réception : lundi.\nReçu : guichet dossier receipt d-1"]);
    await run(dossier, "submit", "d-1", "--json");
    expect(JSON.parse(out.at(-1) ?? "")).toEqual(facts);
  });

  test("submit, and a draft has received none of its pieces: they are listed, nothing is filed, 1", async () => {
    const notAsked = piece({ code: "D-ENR-MANDAT", due: "not-asked", files: [file("mandat")] });
    api.on(`GET ${path}`, shown(piece(), notAsked));
    expect(await run(dossier, "submit", "d-1")).toBe(1);
    expect(err).toEqual(["Ajoutez d'abord les pièces (guichet dossier add) :\n  D-ENR-RIB : RIB"]);
    expect(api.of(`POST ${path}/submission`)).toEqual([]);
  });

  test("submit without pieces of what is no draft any more: what the service says of it, 1", async () => {
    api.on(`GET ${path}`, [200, { ...shown(piece())[1], state: "withdrawn" }]);
    api.on(`POST ${path}/submission`, [409, { title: "Refusé", detail: "Le dossier est abandonné." }]);
    expect([await run(dossier, "submit", "d-1"), err]).toEqual([1, ["Refusé : Le dossier est abandonné."]]);
  });

  const asked = [{ sentence: "La pièce manque.", dueOn: "2022-12-28", awaited: true }];
  test("complete: only what is still asked and was sent since", async () => {
    const answered = [{ sentence: "S", dueOn: "2022-12-28", awaited: false }];
    const pieces = [
      piece({ asked, files: [file("old"), file("new")], filedVersion: "v-old" }),
      piece({ code: "D-ENR-ID", asked: answered, files: [file("passport")] }),
    ];
    api.on(`GET ${path}`, shown(...pieces));
    api.on(`POST ${path}/completion`, filed);
    api.on(`GET ${path}/receipt`, receipt);
    expect(await run(dossier, "complete", "d-1")).toBe(0);
    expect(Object.keys(JSON.parse(String(api.of(`POST ${path}/completion`)[0]?.body)).pieces)).toEqual(["D-ENR-RIB"]);
  });

  test.each([
    ["nothing is asked", piece(), "Rien n'est à compléter dans ce dossier (Brouillon non déposé)."],
    [
      "the invitation is over",
      piece({ asked: [{ ...asked[0], awaited: false }] }),
      "Rien n'est à compléter dans ce dossier (Brouillon non déposé).",
    ],
    [
      "what is asked was not sent",
      piece({ asked }),
      "Envoyez d'abord les pièces demandées (guichet dossier add) :\n  D-ENR-RIB : RIB",
    ],
    [
      "the filed version is the last",
      piece({ asked, files: [file("old")], filedVersion: "v-old" }),
      "Envoyez d'abord les pièces demandées (guichet dossier add) :\n  D-ENR-RIB : RIB",
    ],
  ])("complete, and %s: nothing is filed, 1", async (_, one, sentence) => {
    api.on(`GET ${path}`, shown(one));
    expect([await run(dossier, "complete", "d-1"), err]).toEqual([1, [sentence]]);
    expect(api.of(`POST ${path}/completion`)).toEqual([]);
  });
});

describe("guichet dossier new, status, receipt", () => {
  test("new: what is declared goes as it was said", async () => {
    api.on("POST /v1/segur/dossiers", [201, { id: "d-1", state: "draft", stateLabel: "Brouillon", pieces: [piece()] }]);
    expect(
      await run(
        dossier,
        "new",
        "--role",
        "editeur",
        "--number",
        "SGL-1",
        "--legal-rep",
        "Camille Morel",
        "--depositor",
        "Lucas Petit",
      ),
    ).toBe(0);
    expect(JSON.parse(String(api.asked[0]?.body))).toEqual({
      programme: "BIO-SGL-Va1",
      declared: { role: "editeur", depositorIsLegalRep: false, exception: false, formNumber: "SGL-1" },
      persons: { legalRep: "Camille Morel", depositor: "Lucas Petit" },
    });
    expect(out[0]).toMatch(/^Dossier d-1 : Brouillon\n.*rien n'a été reçu/);
  });

  test("status: every dossier, page after page; of one, what is asked and which decision was taken back", async () => {
    const line = (id: string) => ({ id, stateLabel: "Enrôlé", createdAt: "2022-11-28T08:00:00.000Z" });
    api.on("GET /v1/segur/dossiers", [200, { items: [line("d-1")], next: "p2" }], [200, { items: [line("d-2")] }]);
    expect(await run(dossier, "status")).toBe(0);
    expect(out).toEqual(["d-1  28/11/2022 09:00:00  Enrôlé\nd-2  28/11/2022 09:00:00  Enrôlé"]);
    expect(api.asked.map((asked) => asked.path)).toEqual([
      "/v1/segur/dossiers?limit=100",
      "/v1/segur/dossiers?limit=100&cursor=p2",
    ]);
    const decisions = [{ label: "Rejet", voidSince: "2022-12-08" }, { label: "Enrôlement" }];
    const asked = [
      { sentence: "La pièce manque.", dueOn: "2022-12-28", awaited: true },
      { sentence: "Le RIB est illisible.", dueOn: "2022-12-28", awaited: false },
    ];
    api.on(`GET ${path}`, [
      200,
      { id: "d-1", state: "enrolled", stateLabel: "Enrôlé", decisions, pieces: [piece({ asked })] },
    ]);
    await run(dossier, "status", "d-1");
    expect(out[1]).toContain("Décision : Rejet (retirée)\nDécision : Enrôlement\n");
    expect(out[1]).toContain("À compléter jusqu'au mercredi 28 décembre 2022 inclus : La pièce manque.");
    expect(out[1]).not.toContain("illisible");
  });

  test("receipt: the page for --html, the document for --json, else its lines", async () => {
    const pieces = [{ code: "D-ENR-RIB", label: "RIB", size: 1234, sha256: "ab" }];
    const filing = { label: "Dépôt", seq: 2, filedAtInParis: "lundi", filedAt: "2022-11-28T08:00:00.000Z" };
    const receipt = {
      dossier: "d-1",
      filings: [{ ...filing, reception: "Dossier reçu le lundi.", pieces, hash: "cd" }],
    };
    api.on(`GET ${path}/receipt`, [200, "<!doctype html>"], [200, receipt]);
    await run(dossier, "receipt", "d-1", "--html");
    await run(dossier, "receipt", "d-1", "--json");
    await run(dossier, "receipt", "d-1");
    expect(api.asked[0]?.headers.accept).toBe("text/html");
    expect(out.slice(0, 2)).toEqual(["<!doctype html>", JSON.stringify(receipt)]);
    expect(out[2]?.replaceAll("\u202f", " ").split("\n")).toEqual([
      "Dossier d-1",
      "Dépôt",
      "  Instant du dépôt : lundi, soit 2022-11-28T08:00:00.000Z en temps universel",
      "  Dossier reçu le lundi.",
      "  D-ENR-RIB       RIB : 1 234 octets, SHA-256 ab",
      "  Événement n° 2, empreinte cd",
    ]);
  });

  test.each(["", " ", ".", ".."])("the id %j: asked for, nothing is sent, 2", async (id) => {
    expect(await run(dossier, "status", id)).toBe(2);
    expect(err).toEqual(["Donnez l'identifiant du dossier : guichet dossier status en montre la liste."]);
    expect(api.asked).toEqual([]);
  });

  test("an id with a slash in it stays one part of the path", async () => {
    expect(await run(dossier, "status", "../organisations")).toBe(1);
    expect(api.asked[0]?.path).toBe("/v1/segur/dossiers/..%2Forganisations");
  });
});
