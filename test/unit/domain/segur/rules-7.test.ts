import { describe, expect, test } from "@jest/globals";
import { judged, theFinding } from "./judged.ts";

describe("SEG-7-07: the référencement withdrawn", () => {
  test("SEG-7-07: not withdrawn, nothing happens", () => {
    const found = theFinding("SEG-7-07", { withdrawnOn: null, paidTotal: 810_000, solde: "pending" });
    expect(found.outcome).toBe("log");
    expect(found.sentence).toMatch(/n'est pas retiré/);
    expect(found.computed).toBeUndefined();
  });

  test("SEG-7-07: withdrawn before any payment, nothing to recover", () => {
    const found = theFinding("SEG-7-07", { withdrawnOn: "2023-06-01", paidTotal: 0, solde: "none" });
    expect(found).toMatchObject({ outcome: "log", computed: { proposedAmountCents: 0 } });
    expect(found.sentence).toMatch(/rien n'est à reverser\.$/);
    expect(found.next).toBeUndefined();
  });

  test("SEG-7-07: withdrawn after one cent was paid, a proposal in words and in cents that an officer may lower", () => {
    const found = theFinding("SEG-7-07", { withdrawnOn: "2023-06-01", paidTotal: 1, solde: "none" });
    expect(found).toMatchObject({ outcome: "open_indu", provenance: "text", computed: { proposedAmountCents: 1 } });
    expect(found.sentence).toMatch(/proposé.*0,01.€\.$/);
    expect(found.read).toMatch(/^retrait du jeudi 1er juin 2023, sommes versées.*0,01.€$/);
    expect(found.next).toMatch(/agent/);
  });

  test("SEG-7-07: withdrawn while the solde is pending, the hold is a reading and the proposal the text", () => {
    const [hold, proposal] = judged("SEG-7-07", { withdrawnOn: "2023-06-01", paidTotal: 810_000, solde: "pending" });
    expect(hold).toMatchObject({
      outcome: "block",
      provenance: "interpretation",
      read: "retrait du jeudi 1er juin 2023",
    });
    expect(hold?.sentence).toMatch(/solde est suspendu.*jeudi 1er juin 2023/);
    expect(proposal?.sentence).toMatch(/8.100,00.€/);
  });
});
