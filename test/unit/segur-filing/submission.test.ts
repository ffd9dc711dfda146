import { describe, expect, test } from "@jest/globals";
import { recordOf, withRecord } from "../../../shared/domain/segur/dossier-pieces.ts";
import { filingBody } from "../../../shared/domain/segur/filing.ts";
import { decideSubmission } from "../../../shared/domain/segur/filing-submission.ts";
import { at, digestOf, filedAt, head, naming, received, required } from "./dossier.ts";

const thrown = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("SEG-2-16 the submission of a draft", () => {
  test("every piece is there: received at the instant of the act, whatever the second in which the last byte came", () => {
    const decision = decideSubmission(head(), received(required), naming(required), filedAt);
    expect(decision).toMatchObject({
      type: "submitted-with-pieces",
      changes: { state: "submitted", submittedAt: filedAt, receivedAt: filedAt },
      data: { receivedAt: filedAt },
    });
    expect(decision.findings.map(({ rule, outcome }) => [rule, outcome])).toEqual([
      ["SEG-3.1-01", "accept"],
      ["SEG-2-16", "accept"],
    ]);
  });

  test("a store whose clock is ahead: the instant of the act stands all the same", () => {
    const ahead = received(required, { receivedAt: at("2022-11-28T09:00:07+01:00") });
    const decision = decideSubmission(head(), ahead, naming(required), filedAt);
    expect(decision.findings[1]?.computed).toEqual({ receivedAt: filedAt });
  });

  test("a piece is missing: filed without a date of reception, and the findings say what is missing", () => {
    const decision = decideSubmission(head(), received(["D-ENR-FORM"]), naming(["D-ENR-FORM"]), filedAt);
    expect(decision.changes.receivedAt).toBeUndefined();
    expect(decision.findings.map(({ outcome }) => outcome)).toEqual(Array(4).fill("to_complete"));
  });

  test("under the exception of §2 the rapport is not awaited: received", () => {
    const dossier = head({ declared: { role: "editeur", depositorIsLegalRep: true, exception: true } });
    const codes = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"] as const;
    expect(decideSubmission(dossier, received(codes), naming(codes), filedAt).changes.receivedAt).toBe(filedAt);
  });

  test("a received piece that is not named: not filed", () => {
    const decision = decideSubmission(head(), received(required), naming(["D-ENR-FORM"]), filedAt);
    expect(Object.keys(decision.changes.filed ?? {})).toEqual(["D-ENR-FORM"]);
  });

  test("a second submission: refused, with the state that it reads", () => {
    const submit = () => decideSubmission(head({ state: "submitted" }), received(required), naming(required), filedAt);
    expect(thrown(submit)).toMatchObject({
      code: "illegal-transition",
      findings: [expect.objectContaining({ rule: "SEG-2-16", read: "Déposée" })],
    });
  });
});

describe("the versions that a submission names", () => {
  const refused = (codes: readonly (typeof required)[number][], all = received(required)) =>
    thrown(() => decideSubmission(head(), all, naming(codes), filedAt));

  test("one that is still on its way: to be named again in a few seconds", () => {
    const grant = { upload: "u", sha256: digestOf("D-ENR-RIB"), size: 1_000, until: filedAt };
    const coming = withRecord(received(["D-ENR-FORM"]), "D-ENR-RIB", { grants: 1, files: [], grant });
    expect(refused(["D-ENR-FORM", "D-ENR-RIB"], coming)).toMatchObject({
      code: "illegal-transition",
      detail: expect.stringContaining("en cours de réception"),
    });
  });

  test("one that nobody received, and one of another digest: refused each on its piece, by sentences of their own", () => {
    const all = received(["D-ENR-FORM", "D-ENR-ID"], { sha256: "f".repeat(64) });
    const error = refused(["D-ENR-FORM", "D-ENR-RIB"], all) as {
      code: string;
      fields: { pointer: string; reason: string }[];
    };
    expect([error.code, error.fields.map(({ pointer }) => pointer)]).toEqual([
      "invalid-content",
      ["/pieces/D-ENR-FORM", "/pieces/D-ENR-RIB"],
    ]);
    expect(new Set(error.fields.map(({ reason }) => reason)).size).toBe(2);
  });

  test("a version of another piece of the same dossier: refused", () => {
    const all = received(required);
    const form = recordOf(all, "D-ENR-FORM").files[0]!;
    const body = { pieces: { "D-ENR-RIB": { version: form.version, sha256: form.sha256 } } };
    expect(thrown(() => decideSubmission(head(), all, body, filedAt))).toMatchObject({ code: "invalid-content" });
  });

  test("a piece that is not asked: refused with the why", () => {
    const all = received(["D-ENR-MANDAT"]);
    expect(thrown(() => decideSubmission(head(), all, naming(["D-ENR-MANDAT"]), filedAt))).toMatchObject({
      fields: [{ pointer: "/pieces/D-ENR-MANDAT", reason: expect.stringContaining("est l'Editeur") }],
    });
  });

  test("no version at all, a piece that does not exist, a digest that is none: refused by the schema", () => {
    const named = { version: "v", sha256: "a".repeat(64) };
    expect(filingBody.safeParse({ pieces: { "D-ENR-RIB": named } }).success).toBe(true);
    expect(filingBody.safeParse({ pieces: {} }).error?.issues[0]?.message).toContain("Aucune pièce");
    expect(filingBody.safeParse({ pieces: { "D-ENR-AUTRE": named } }).success).toBe(false);
    expect(filingBody.safeParse({ pieces: { "D-ENR-RIB": { ...named, sha256: "A".repeat(64) } } }).success).toBe(false);
  });
});
