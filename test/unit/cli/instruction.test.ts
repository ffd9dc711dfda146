import { describe, expect, test } from "@jest/globals";
import { decide } from "../../../cli/commands/decide.ts";
import { queue } from "../../../cli/commands/queue.ts";
import { api, err, out, printed, run, useTerminal } from "./terminal.ts";

useTerminal();

const path = "/v1/segur/dossiers/d-1";
const dossier = [
  200,
  { id: "d-1", state: "under_instruction", stateLabel: "En instruction" },
  { etag: '"5"' },
] as const;

const fact = (name: string, changes: object = {}) => ({
  fact: name,
  label: `Libellé de ${name}`,
  reviewable: true,
  settled: false,
  ...changes,
});
const facts = [
  fact("ribIban", { origin: "read", value: "FR76" }),
  fact("rapport", { origin: "record", value: true, settled: true }),
  fact("siret"),
  fact("referenced", { origin: "register", value: false, reviewable: false }),
];
const examination = [
  200,
  {
    id: "d-1",
    stateLabel: "En instruction",
    facts,
    stages: [{ findings: [{ rule: "SEG-3.1-06", outcome: "to_complete", sentence: "Deux comptes." }] }],
    ruling: { kind: "facts-missing", missing: ["siret"] },
  },
] as const;

const sent = (what: string) => {
  const [asked] = api.of(`POST ${path}/${what}`);
  return { body: JSON.parse(String(asked?.body) || "null"), version: asked?.headers["if-match"] };
};

describe("guichet queue", () => {
  const line = { dossierId: "d-1", state: "claimed", siret: "732", receivedAt: "2022-11-28T08:00:00.000Z" };

  test("whose turn it is, the oldest first, and how to go on under the same filter", async () => {
    const items = [
      { ...line, claimedByYou: true, stateLabel: "En instruction" },
      { dossierId: "d-2", state: "waiting", siret: "733", stateLabel: "S" },
    ];
    api.on("GET /v1/segur/queue", [200, { items, next: "p2" }]);
    expect(await run(queue, "--state", "claimed", "--cursor", "p1")).toBe(0);
    expect(api.asked[0]?.path).toBe("/v1/segur/queue?state=claimed&cursor=p1");
    expect(out[0]?.split("\n")).toEqual([
      "d-1  28/11/2022 09:00:00     732  pris en charge (vous)",
      "d-2  sans date de réception  733  en attente",
      "Suite : guichet queue --state claimed --cursor p2",
    ]);
  });

  test("empty: said; in JSON, as the service gave it", async () => {
    api.on("GET /v1/segur/queue", [200, { items: [] }]);
    await run(queue);
    await run(queue, "--json");
    expect(out).toEqual(["Aucun dossier n'attend.", '{"items":[]}']);
  });
});

describe("guichet decide", () => {
  test("show: each fact with its origin, what is to be settled, what the rules say", async () => {
    api.on(`GET ${path}/examination`, examination);
    expect(await run(decide, "show", "d-1")).toBe(0);
    expect(out[0]).toMatch(/\? ribIban +Libellé de ribIban : FR76 \(lu sur la pièce\)/);
    expect(out[0]).toMatch(/\? siret +Libellé de siret : à établir/);
    expect(out[0]).toMatch(/SEG-3\.1-06 +à compléter +Deux comptes\./);
    expect(out[0]).toContain("Reste à établir : siret");
  });

  test("confirm: what was read and nobody has settled, or the facts named; of the version that is shown", async () => {
    api.on(`GET ${path}/examination`, examination);
    api.on(`GET ${path}`, dossier);
    api.on(`POST ${path}/facts`, dossier);
    expect(await run(decide, "confirm", "d-1")).toBe(0);
    expect(sent("facts")).toEqual({ body: { reviews: [{ fact: "ribIban", action: "confirm" }] }, version: '"5"' });
    await run(decide, "confirm", "d-1", "rapport");
    expect(JSON.parse(String(api.of(`POST ${path}/facts`)[1]?.body))).toEqual({
      reviews: [{ fact: "rapport", action: "confirm" }],
    });
  });

  test("confirm where nothing is left to be: nothing is sent, 1", async () => {
    api.on(`GET ${path}/examination`, [200, { ...examination[1], facts: facts.slice(1) }]);
    expect([await run(decide, "confirm", "d-1"), err]).toEqual([1, ["Rien de ce qui a été lu ne reste à confirmer."]]);
    expect(api.of(`POST ${path}/facts`)).toEqual([]);
  });

  test("settle: corrects what was read, establishes the rest; oui, non, aucun and texts", async () => {
    api.on(`GET ${path}/examination`, examination);
    api.on(`GET ${path}`, dossier);
    api.on(`POST ${path}/facts`, dossier);
    const values = ["ribIban=FR14=x", "siret=732", "formSigned=oui", "membersOnly=non", "contact=aucun"];
    expect(await run(decide, "settle", "d-1", "--reason", "Page 1", ...values)).toBe(0);
    const reason = "Page 1";
    expect(sent("facts").body.reviews).toEqual([
      { fact: "ribIban", action: "correct", value: "FR14=x", reason },
      { fact: "siret", action: "override", value: "732", reason },
      { fact: "formSigned", action: "override", value: true, reason },
      { fact: "membersOnly", action: "override", value: false, reason },
      { fact: "contact", action: "override", none: true, reason },
    ]);
  });

  test("invite, as, reopen: the act on the version that was read, and where the dossier stands then", async () => {
    api.on(`GET ${path}`, dossier);
    for (const what of ["invitation", "decision", "reopening"]) api.on(`POST ${path}/${what}`, dossier);
    await run(decide, "invite", "d-1", "D-ENR-RIB:mismatch:SEG-3.1-06:2022-12-15", "D-ENR-ID:illegible:SEG-3.1-07");
    await run(decide, "as", "d-1", "enrolled");
    await run(decide, "reopen", "d-1", "--reason", "À tort");
    const points = [
      { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: "2022-12-15" },
      { piece: "D-ENR-ID", defect: "illegible", rule: "SEG-3.1-07" },
    ];
    expect(sent("invitation")).toEqual({ body: { points }, version: '"5"' });
    expect(sent("decision")).toEqual({ body: { outcome: "enrolled" }, version: '"5"' });
    expect(sent("reopening")).toEqual({ body: { reason: "À tort" }, version: '"5"' });
    expect(out).toEqual(Array(3).fill("Dossier d-1 : En instruction"));
  });

  test("SEG-3.2-02 a decision that the rules do not impose: refused with the findings that say why, 1", async () => {
    api.on(`GET ${path}`, dossier);
    const findings = [{ rule: "SEG-3.2-02", article: "§3.2", sentence: "L'enrôlement est de droit." }];
    api.on(`POST ${path}/decision`, [409, { title: "Refusé", detail: "Les règles.", findings }]);
    expect(await run(decide, "as", "d-1", "rejected")).toBe(1);
    expect(err[0]).toBe("Refusé : Les règles.\n  SEG-3.2-02 (§3.2) : L'enrôlement est de droit.");
    await run(decide, "as", "d-1", "rejected", "--json");
    expect(printed()).toMatchObject({ findings });
  });

  test("claim and release: without a body or a version", async () => {
    for (const what of ["claim", "release"]) {
      api.on(`POST ${path}/${what}`, [200, { state: "claimed" }]);
      expect(await run(decide, what, "d-1")).toBe(0);
      expect(sent(what)).toEqual({ body: null, version: undefined });
    }
    expect(out).toEqual(["Le dossier est pris en charge.", "Le dossier est rendu."]);
  });
});
