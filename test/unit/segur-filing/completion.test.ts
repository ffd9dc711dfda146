import { describe, expect, test } from "@jest/globals";
import type { FilingHead } from "../../../shared/domain/segur/filing.ts";
import { decideCompletion } from "../../../shared/domain/segur/filing-completion.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { at, day, filedAt, filedOf, head, invitation, naming, point, received, required } from "./dossier.ts";

const answeredAt = at("2022-12-15T10:00:00+01:00");
const invited = (changes: Partial<FilingHead> = {}): FilingHead =>
  head({
    state: "to_complete",
    filed: filedOf(["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-ID"]),
    invitation: invitation(point("D-ENR-RIB")),
    ...changes,
  });
const complete = (dossier: FilingHead, codes: readonly PieceCode[], now = answeredAt) =>
  decideCompletion(dossier, received(codes), naming(codes), now);
const thrown = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};
const rulesOf = ({ findings }: ReturnType<typeof decideCompletion>) =>
  findings.map(({ rule, outcome }) => [rule, outcome]);

describe("SEG-6.1-29 an answer to an invitation", () => {
  test("the piece that makes the dossier whole: the date of reception is that of the answer (SEG-2-16)", () => {
    const decision = complete(invited(), ["D-ENR-RIB"]);
    expect(decision).toMatchObject({
      type: "completed-in-time",
      changes: { state: "under_instruction", receivedAt: answeredAt, invitation: { state: "answered" } },
    });
    expect(rulesOf(decision)).toEqual([
      ["SEG-6.1-29", "accept"],
      ["SEG-3.1-01", "accept"],
      ["SEG-2-16", "accept"],
    ]);
  });

  const settled = (value: string | boolean) => ({ action: "override" as const, seq: 4, value });

  test("SEG-3.1-01 the last point, while a piece that was settled as due lacks: no date of reception yet", () => {
    const decision = complete(invited({ reviews: { role: settled("distributeur") } }), ["D-ENR-RIB"]);
    expect(decision).toMatchObject({ type: "completed-in-time", changes: { state: "under_instruction" } });
    expect(decision.changes.receivedAt).toBeUndefined();
    expect(rulesOf(decision)).toEqual([
      ["SEG-6.1-29", "accept"],
      ["SEG-3.1-01", "to_complete"],
      ["SEG-2-16", "to_complete"],
    ]);
  });

  test("SEG-3.1-01 a distributor settled as the Editeur: whole without mandat, received at the instant of the answer", () => {
    const declared = { ...invited().declared, role: "distributeur" as const };
    const decision = complete(invited({ declared, reviews: { role: settled("editeur") } }), ["D-ENR-RIB"]);
    expect(decision.changes.receivedAt).toBe(answeredAt);
    expect(complete(invited({ declared }), ["D-ENR-RIB"]).changes.receivedAt).toBeUndefined();
  });

  test("SEG-6.1-30 a piece that replaces another: the date of reception is kept", () => {
    const dossier = invited({ filed: filedOf(required), receivedAt: filedAt });
    const decision = complete(dossier, ["D-ENR-RIB"]);
    expect([decision.changes.receivedAt, decision.data.receivedAt]).toEqual([undefined, undefined]);
    expect(decision.findings.at(-1)).toMatchObject({
      rule: "SEG-6.1-30",
      outcome: "accept",
      computed: { receivedAt: filedAt },
    });
  });

  test("one point of two: kept, and the dossier still waits for the other", () => {
    const dossier = invited({ invitation: invitation(point("D-ENR-RIB"), point("D-ENR-FORM")) });
    const decision = complete(dossier, ["D-ENR-RIB"]);
    expect(decision).toMatchObject({
      type: "piece-completed",
      changes: { state: "to_complete", invitation: { state: "open" } },
    });
    expect(decision.changes.invitation?.points.map((one) => one.answeredAt)).toEqual([answeredAt, undefined]);
    expect(Object.keys(decision.changes.filed ?? {})).toHaveLength(4);
  });

  test("the last millisecond of the last day in Paris: in time; midnight: refused with the rule, nothing filed", () => {
    expect(complete(invited(), ["D-ENR-RIB"], at("2022-12-30T23:59:59.999+01:00")).type).toBe("completed-in-time");
    expect(thrown(() => complete(invited(), ["D-ENR-RIB"], at("2022-12-31T00:00:00+01:00")))).toMatchObject({
      code: "illegal-transition",
      findings: [expect.objectContaining({ rule: "SEG-6.1-29", outcome: "reject" })],
    });
  });

  test("one piece in time and one too late: refused whole", () => {
    const late = point("D-ENR-FORM", { dueOn: day("2022-12-10") });
    const dossier = invited({ invitation: invitation(point("D-ENR-RIB"), late) });
    expect(thrown(() => complete(dossier, ["D-ENR-RIB", "D-ENR-FORM"]))).toMatchObject({
      findings: [{ outcome: "reject" }],
    });
    expect(complete(dossier, ["D-ENR-RIB"]).type).toBe("piece-completed");
  });

  test("a piece that was not asked, one that was answered, the very version that was refused: each has its sentence", () => {
    const answered = point("D-ENR-ID", { answeredAt });
    const dossier = invited({
      filed: { "D-ENR-RIB": { upload: "u", version: "version of D-ENR-RIB", sha256: "", size: 1 } },
      invitation: invitation(point("D-ENR-RIB"), answered),
    });
    const codes = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"] as const;
    const error = thrown(() => complete(dossier, codes)) as { fields: { pointer: string; reason: string }[] };
    expect(error.fields.map(({ pointer }) => pointer)).toEqual(codes.map((code) => `/pieces/${code}`));
    expect(new Set(error.fields.map(({ reason }) => reason)).size).toBe(3);
  });

  test.each(["draft", "submitted", "under_instruction", "rejected"] as const)(
    "a dossier %s: no invitation is open",
    (state) => {
      expect(thrown(() => complete(invited({ state }), ["D-ENR-RIB"]))).toMatchObject({ code: "illegal-transition" });
    },
  );
});
