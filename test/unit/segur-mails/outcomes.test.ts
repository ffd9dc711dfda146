import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  afterOutcome,
  isTrouble,
  type MailRecord,
  mailSchema,
  mailTroubleLine,
} from "../../../shared/domain/segur/mail-record.ts";
import { instant } from "./dossiers.ts";

const mail: MailRecord = {
  v: 1,
  id: "m",
  caseId: "c",
  seq: 3,
  template: "filed",
  member: "one",
  state: "intended",
  attempts: 1,
  at: instant("2022-11-28T09:00:00Z"),
};
const at = instant("2022-11-28T09:00:05Z");
const after = (outcomes: readonly string[]) =>
  outcomes.reduce((now, outcome) => afterOutcome(now, outcome, at) ?? now, mail).state;

describe("SEC-32 what becomes of a mail", () => {
  test("told each once to five times, in any order: the same end", () => {
    const told = ["Send", "Delivery", "Complaint"];
    const disorder = fc
      .array(fc.constantFrom(...told), { maxLength: 12 })
      .chain((more) => fc.shuffledSubarray([...told, ...more], { minLength: told.length + more.length }));
    fc.assert(fc.property(disorder, (outcomes) => after(outcomes) === "complained"));
  });

  test.each([
    ["Send", "sent", false],
    ["Delivery", "delivered", false],
    ["Bounce", "bounced", true],
    ["Complaint", "complained", true],
    ["Reject", "refused", true],
  ])("%s: %s; for a person: %s", (outcome, state, trouble) => {
    const now = afterOutcome(mail, outcome, at)!;
    expect(now).toEqual({ ...mail, state, at });
    expect(isTrouble(now.state)).toBe(trouble);
  });

  test("each state that is for a person: one French sentence of its own, and the channel to use instead", () => {
    const troubles = mailSchema.shape.state.options.filter(isTrouble);
    const sentences = troubles.map((state) => mailTroubleLine({ ...mail, state }).sentence);
    expect(new Set(sentences).size).toBe(5);
    for (const sentence of sentences) expect(sentence).toMatch(/\. Prévenez l'organisation par une autre voie\.$/);
  });

  test("what SES may tell besides: nothing changes", () => {
    for (const outcome of ["Open", "Click", "DeliveryDelay", "toString"]) {
      expect(afterOutcome(mail, outcome, at)).toBeUndefined();
    }
  });
});
