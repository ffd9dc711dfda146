import { describe, expect, test } from "@jest/globals";
import {
  filedFiles,
  findingsOfPoints,
  findingsOnEvidence,
  isUsable,
  pointsFound,
} from "../../../shared/domain/segur/completeness.ts";
import type { PieceFile } from "../../../shared/domain/segur/dossier-pieces.ts";
import type { PieceReadings } from "../../../shared/domain/segur/evidence/evidence.ts";
import { evidenceRead } from "../../../shared/domain/segur/evidence/filed-evidence.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { parseIban } from "../../../shared/kernel/iban.ts";
import { at, dossier, file, pieces, point } from "./made.ts";

const due = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;
const all = (changes: Partial<Record<PieceCode, Partial<ReturnType<typeof file>>>> = {}) =>
  pieces(Object.fromEntries(due.map((code) => [code, file(code, changes[code])])));
const now = at("2022-11-28T10:05:00+01:00");

describe("SEG-3.1-01 what the platform asks by itself", () => {
  test("every piece due is filed and usable: nothing", () => {
    expect(pointsFound(dossier(due), all(), now)).toEqual([]);
  });

  test("a piece due was not filed: asked, with thirty days to answer, the last one included", () => {
    const [asked, ...rest] = pointsFound(dossier(due.slice(1)), all(), now);
    expect(asked).toEqual({ piece: "D-ENR-FORM", defect: "missing", rule: "SEG-3.1-01", dueOn: "2022-12-28" });
    expect(rest).toEqual([]);
  });

  test("asked at half past eleven in the evening of Paris: the thirty days start from that day, not from that of UTC", () => {
    const late = pointsFound(dossier(due.slice(1)), all(), at("2022-11-28T23:30:00Z"));
    expect(late[0]?.dueOn).toBe("2022-12-29");
  });

  test("under the exception of §2, without rapport: nothing, it is due after the grant", () => {
    const declared = { ...dossier([]).declared, exception: true };
    const without = due.filter((code) => code !== "D-ENR-RAPPORT");
    expect(pointsFound(dossier(without, { declared }), all(), now)).toEqual([]);
  });

  test.each([
    ["infected", { verdict: "infected" }],
    ["protected by a password", { verdict: "unsupported" }],
    [
      "with active content",
      { inspection: { standing: "to-replace" as const, checker: "test", at: now, findings: [] } },
    ],
  ] satisfies [string, Partial<PieceFile>][])("a file %s: another one is asked", (_, change) => {
    const { inspection: _inspection, ...refused } = file("D-ENR-RIB");
    const found = pointsFound(
      dossier(due),
      pieces({ ...Object.fromEntries(due.map((code) => [code, file(code)])), "D-ENR-RIB": { ...refused, ...change } }),
      now,
    );
    expect(found).toEqual([expect.objectContaining({ piece: "D-ENR-RIB", defect: "unusable" })]);
  });

  test.each(["scan-failed", "access-denied"] as const)(
    "the scanner itself failed (%s): nothing is asked of the filer",
    (verdict) => {
      expect(pointsFound(dossier(due), all({ "D-ENR-RIB": { verdict } }), now)).toEqual([]);
    },
  );

  test("what is asked, as a finding: the piece, what is wrong, until when, under which rule", () => {
    expect(findingsOfPoints([point("D-ENR-RIB", "2022-12-28", { defect: "mismatch", rule: "SEG-3.1-06" })])).toEqual([
      {
        rule: "SEG-3.1-06",
        article: expect.stringContaining("§3.1"),
        outcome: "to_complete",
        sentence: "RIB : le document ne concorde pas avec les autres pièces du dossier.",
        expected: "une réponse au plus tard le mercredi 28 décembre 2022",
        next: "Déposez la pièce demandée, puis envoyez le complément.",
        provenance: "interpretation",
      },
    ]);
  });
});

describe("files that a person may open", () => {
  test("clean and usable: yes; not inspected, or not clean: no", () => {
    expect(isUsable(file("D-ENR-RIB"))).toBe(true);
    const failed = { standing: "not-inspected" as const, checker: "test", at: now, findings: [] };
    expect(isUsable(file("D-ENR-RIB", { inspection: failed }))).toBe(false);
    expect(isUsable(file("D-ENR-RIB", { verdict: "infected" }))).toBe(false);
  });

  test("SEC-12 the version that was filed, and no later one of the same piece", () => {
    const later = file("D-ENR-RIB", { version: "later", upload: "later" });
    const held = { ...pieces({}), pieces: { "D-ENR-RIB": { grants: 2, files: [file("D-ENR-RIB"), later] } } };
    expect(filedFiles(dossier(["D-ENR-RIB"]), held).map((one) => one.file.version)).toEqual(["version-D-ENR-RIB"]);
  });
});

describe("evidence of the filed pieces", () => {
  const iban = (text: string) => {
    const parsed = parseIban(text);
    if (!parsed.ok) throw new Error(text);
    return { value: parsed.value, page: 1, x: 0, y: 0 };
  };
  const readings = (piece: PieceCode, found: Partial<PieceReadings> = {}): PieceReadings => ({
    piece,
    hasText: true,
    sirets: [],
    sirens: [],
    ibans: [],
    referencementNumbers: [],
    dates: [],
    ...found,
  });
  const [one, other] = [iban("FR1420041010050500013M02606"), iban("FR7630006000011234567890189")];

  test("SEG-3.1-06 a form and a RIB that bear other accounts: to complete, both shown masked", () => {
    const { facts, texts } = evidenceRead([
      { code: "D-ENR-FORM", readings: readings("D-ENR-FORM", { ibans: [one] }), signatures: 0 },
      { code: "D-ENR-RIB", readings: readings("D-ENR-RIB", { ibans: [other] }), signatures: 0 },
    ]);
    const findings = findingsOnEvidence({ ...facts, ...texts });
    const found = findings.filter(({ rule }) => rule === "SEG-3.1-06");
    expect(found.map(({ outcome }) => outcome)).toEqual(["to_complete"]);
    expect(JSON.stringify(found)).not.toContain("30006000011234567890189");
  });

  test("the same account on both: accepted", () => {
    const both = ["D-ENR-FORM", "D-ENR-RIB"] as const;
    const { facts, texts } = evidenceRead(
      both.map((code) => ({ code, readings: readings(code, { ibans: [one] }), signatures: 0 })),
    );
    const found = findingsOnEvidence({ ...facts, ...texts }).filter(({ rule }) => rule === "SEG-3.1-06");
    expect(found.map(({ outcome }) => outcome)).toEqual(["accept"]);
  });

  test("an account that was not read on the RIB: no fact and no finding, a person compares", () => {
    const { facts, texts } = evidenceRead([
      { code: "D-ENR-FORM", readings: readings("D-ENR-FORM", { ibans: [one] }), signatures: 0 },
      { code: "D-ENR-RIB", readings: undefined, signatures: 0 },
    ]);
    expect(texts).toEqual({ formIban: one.value });
    expect(findingsOnEvidence({ ...facts, ...texts }).some(({ rule }) => rule === "SEG-3.1-06")).toBe(false);
  });

  test("a form without electronic signature: nothing is said of its signature; with one: signed", () => {
    expect(evidenceRead([{ code: "D-ENR-FORM", signatures: 0 }]).facts).not.toHaveProperty("formSigned");
    expect(evidenceRead([{ code: "D-ENR-FORM", signatures: 1 }]).facts).toMatchObject({ formSigned: true });
  });
});
