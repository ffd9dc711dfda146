import { describe, expect, test } from "@jest/globals";
import type { PieceRecord } from "../../../shared/domain/segur/dossier-pieces.ts";
import type { FilingHead } from "../../../shared/domain/segur/filing.ts";
import { decideGrant } from "../../../shared/domain/segur/filing-grant.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { at, digestOf, filedAt, head, invitation, point } from "./dossier.ts";

const file = { size: 1_000, mediaType: "application/pdf" as const, sha256: digestOf("D-ENR-RIB") };
const none: PieceRecord = { grants: 0, files: [] };

const ask = (changes: {
  dossier?: FilingHead;
  piece?: PieceCode;
  record?: PieceRecord;
  file?: typeof file;
  now?: string;
}) =>
  decideGrant({
    dossier: changes.dossier ?? head(),
    piece: changes.piece ?? "D-ENR-RIB",
    record: changes.record ?? none,
    file: changes.file ?? file,
    at: changes.now === undefined ? filedAt : at(changes.now),
    id: "new",
  });
const refusal = (changes: Parameters<typeof ask>[0]) => {
  try {
    ask(changes);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a grant of upload", () => {
  const { grant, record = none } = ask({});

  test("a piece that is asked: one file of this size and digest, for ten minutes from the request", () => {
    expect(grant).toMatchObject({ ...file, id: "new", issuedAt: filedAt, until: at("2022-11-28T09:10:00+01:00") });
    expect(record).toMatchObject({ grants: 1, grant: { upload: "new", until: grant.until } });
  });

  test("the same file again a millisecond before the end: the very same grant; at the end: a new one", () => {
    const again = ask({ record, now: "2022-11-28T09:09:59.999+01:00" });
    expect(again).toEqual({ grant });
    expect(ask({ record, now: "2022-11-28T09:10:00+01:00" }).record).toMatchObject({ grants: 2 });
  });

  test("another file while one is awaited: refused, until when and what to do", () => {
    const refused = refusal({ record, file: { ...file, size: 999 } });
    expect(refused).toMatchObject({
      code: "illegal-transition",
      detail: expect.stringMatching(/9\s*h\s*10.*attendez/),
    });
  });

  test("the twentieth grant of a piece: given; the twenty-first: refused", () => {
    expect(ask({ record: { grants: 19, files: [] } }).record).toMatchObject({ grants: 20 });
    expect(refusal({ record: { grants: 20, files: [] } })).toMatchObject({
      detail: expect.stringMatching(/^20 envois/),
    });
  });

  test("SEG-3.1-08 a piece that this dossier does not ask: refused with the why", () => {
    const refused = refusal({ piece: "D-ENR-POUVOIRS" });
    expect(refused).toMatchObject({
      detail: expect.stringContaining("Le représentant légal dépose lui-même"),
      findings: [expect.objectContaining({ rule: "SEG-3.1-08" })],
    });
  });

  test("a rapport that is due after the grant only: may be sent before", () => {
    const dossier = head({ declared: { role: "editeur", depositorIsLegalRep: true, exception: true } });
    expect(ask({ dossier, piece: "D-ENR-RAPPORT" }).grant.piece).toBe("D-ENR-RAPPORT");
  });

  test.each(["submitted", "under_instruction", "enrolled", "rejected", "withdrawn"] as const)(
    "a dossier %s: refused, whatever the piece",
    (state) => {
      expect(refusal({ dossier: head({ state }) })).toMatchObject({ code: "illegal-transition" });
    },
  );
});

describe("SEG-6.1-29 a grant on an invitation", () => {
  const dossier = head({ state: "to_complete", invitation: invitation(point("D-ENR-RIB")) });

  test("a piece asked, in the last millisecond of its last day in Paris: granted; at midnight: refused with the rule", () => {
    expect(ask({ dossier, now: "2022-12-30T23:59:59.999+01:00" }).grant.piece).toBe("D-ENR-RIB");
    expect(refusal({ dossier, now: "2022-12-31T00:00:00+01:00" })).toMatchObject({
      findings: [expect.objectContaining({ rule: "SEG-6.1-29", outcome: "reject" })],
    });
  });

  test("a piece that is not asked, or was answered: refused", () => {
    expect(refusal({ dossier, piece: "D-ENR-FORM" })).toMatchObject({
      detail: expect.stringContaining("ne demande pas"),
    });
    const answered = invitation(point("D-ENR-RIB", { answeredAt: filedAt }), point("D-ENR-ID"));
    expect(refusal({ dossier: { ...dossier, invitation: answered } })).toMatchObject({ code: "illegal-transition" });
  });
});
