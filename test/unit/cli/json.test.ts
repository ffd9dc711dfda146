import { expect, test } from "@jest/globals";
import type { Command } from "../../../cli/command.ts";
import { decide } from "../../../cli/commands/decide.ts";
import { dossier } from "../../../cli/commands/dossier.ts";
import { queue } from "../../../cli/commands/queue.ts";
import { api, printed, run, useTerminal } from "./terminal.ts";

useTerminal();

const path = "/v1/segur/dossiers/d-1";
/** What no text of a command shows. */
const more = { programme: "BIO-SGL-Va1", more: { at: ["2022-11-28T08:00:00.000Z"] } };
const file = { sha256: "ab", size: 1, receivedAt: "t", verdict: "clean", verdictLabel: "V", version: "v", ...more };
const finding = { rule: "SEG-3.1-06", outcome: "to_complete", sentence: "S", article: "§3.1", ...more };
const inspection = { standing: "usable", standingLabel: "L", findings: [{ ...finding }], pages: 2, checker: "c" };
const piece = { code: "D-ENR-RIB", label: "RIB", due: "required", why: "", limits: { size: 1 }, ...more };
const shown = {
  ...more,
  id: "d-1",
  state: "draft",
  stateLabel: "B",
  pieces: [{ ...piece, files: [{ ...file, inspection }] }],
  decisions: [{ label: "D", grants: ["g"] }],
};
const examination = {
  ...more,
  id: "d-1",
  stateLabel: "I",
  facts: [{ fact: "siret", label: "S", reviewable: true, settled: true, ...more }],
  stages: [{ stage: 1, findings: [finding] }],
  ruling: { kind: "open", ...more },
};
const line = { id: "d-1", state: "draft", stateLabel: "B", createdAt: "2022-11-28T08:00:00.000Z", ...more };

const cases: readonly (readonly [Command, string, string, object])[] = [
  [dossier, "status d-1", `GET ${path}`, shown],
  [dossier, "new --role editeur", "POST /v1/segur/dossiers", shown],
  [dossier, "status", "GET /v1/segur/dossiers", { items: [line] }],
  [decide, "show d-1", `GET ${path}/examination`, examination],
  [decide, "claim d-1", `POST ${path}/claim`, { state: "claimed", ...more }],
  [queue, "", "GET /v1/segur/queue", { items: [{ dossierId: "d-1", siret: "7", ...line }], ...more }],
];

test.each(cases.map(([command, line, route, answer]) => ({ command, line, route, answer, name: command.name })))(
  "guichet $name $line --json: the answer of the service, unchanged",
  async ({ command, line, route, answer }) => {
    api.on(route, [200, answer]);
    expect(await run(command, ...line.split(" ").filter(Boolean), "--json")).toBe(0);
    expect(printed()).toEqual(answer);
  },
);
