import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { segurFacts } from "../../../shared/domain/segur/facts.ts";
import type { Solution } from "../../../shared/domain/segur/solution.ts";
import { registerFacts } from "../../../shared/domain/segur/solution-facts.ts";
import { describeFact } from "../../../shared/kernel/facts.ts";
import { complete, day, distributor, editeur, granted, instant, refused, solution, withdrawn } from "./samples.ts";

const at = instant("2022-07-01T10:00:00.000Z");
const asked = { siret: editeur, formNumber: "SGL-2022-0042", at };
const beforeGrant = { ...asked, formNumber: "DEM-2022-7" };

const nothing = {
  ansRegister: false,
  ansNumber: null,
  applicantIsEditeurOfNumber: false,
  declaredDistributor: false,
  declaredToAns: false,
  ansList: "2022-07-01",
  inAnsList: false,
  referenced: false,
  referencedOn: null,
  completeFileReceivedAt: null,
  decision: null,
  decisionPronouncedOn: null,
  conventionSignedOn: null,
  withdrawnOn: null,
};

describe("what the register says of a dossier", () => {
  test.each<readonly [string, Solution | undefined]>([
    ["no Solution", undefined],
    ["requested", solution()],
    ["complete", complete({ conventionSignedOn: day("2022-03-02") })],
    ["granted", granted()],
    ["refused", refused()],
    ["withdrawn", withdrawn()],
  ])("%s: facts of the dictionary, of its types, that the register alone may supply", (_, known) => {
    for (const question of [asked, beforeGrant]) {
      const facts = registerFacts(known, question);
      expect(z.partial(segurFacts).safeParse(facts).error).toBeUndefined();
      for (const key of Object.keys(facts)) {
        expect(describeFact(segurFacts.shape[key as keyof typeof segurFacts.shape]).supplier).toBe("register");
      }
      expect(Object.keys(facts).sort()).toEqual(Object.keys(nothing).sort());
    }
  });

  test("no Solution, no number on the form, the number of another Solution: nothing is known, nothing presumed", () => {
    expect(registerFacts(undefined, asked)).toEqual(nothing);
    expect(registerFacts(granted(), { ...asked, formNumber: undefined })).toEqual(nothing);
    expect(registerFacts(granted(), { ...asked, formNumber: "SGL-2022-0043" })).toEqual(nothing);
  });

  test.each(["sgl-2022-0042", " SGL-2022-0042 ", "SGL-2022-0042."])(
    "the number written « %s »: the same number",
    (formNumber) => {
      expect(registerFacts(granted(), { ...asked, formNumber })).toMatchObject({
        ansRegister: true,
        ansNumber: "SGL-2022-0042",
      });
    },
  );

  test("SEG-3.1-04: the number of the request: known of the register; the number issued is the other one", () => {
    expect(registerFacts(complete(), beforeGrant)).toMatchObject({ ansRegister: true, ansNumber: null });
    expect(registerFacts(granted(), beforeGrant)).toMatchObject({ ansRegister: true, ansNumber: "SGL-2022-0042" });
  });

  test("SEG-2-17: complete and not decided: the instant of the file, no decision", () => {
    expect(registerFacts(complete(), beforeGrant)).toMatchObject({
      completeFileReceivedAt: "2022-04-11T22:30:00.000Z",
      decision: null,
      decisionPronouncedOn: null,
      referenced: false,
      referencedOn: null,
    });
  });

  test("SEG-2-20: refused: the decision and its day, never referenced", () => {
    expect(registerFacts(refused(), beforeGrant)).toMatchObject({
      decision: "refusal",
      decisionPronouncedOn: "2022-05-10",
      referenced: false,
      referencedOn: null,
      inAnsList: false,
    });
  });

  test.each([
    ["2022-05-09T21:59:59.999Z", false],
    ["2022-05-09T22:00:00.000Z", true],
  ])("SEG-3.2-09: granted on 10 May, read at %s: referenced %s", (now, referenced) => {
    const facts = registerFacts(granted(), { ...asked, at: instant(now) });
    expect(facts).toMatchObject({ referenced, inAnsList: referenced, referencedOn: "2022-05-10", decision: "grant" });
  });

  test.each([
    ["2022-06-19T21:59:59.999Z", true],
    ["2022-06-19T22:00:00.000Z", false],
  ])("SEG-7-07: withdrawn on 20 June, read at %s: referenced %s", (now, referenced) => {
    const facts = registerFacts(withdrawn(), { ...asked, at: instant(now) });
    expect(facts).toMatchObject({ referenced, inAnsList: referenced, withdrawnOn: "2022-06-20" });
  });

  test("SEG-3.2-04: the SIRET of the Editeur: Editeur; that of another establishment of it: not", () => {
    expect(registerFacts(granted(), asked)).toMatchObject({ applicantIsEditeurOfNumber: true, inAnsList: true });
    const branch = { ...asked, siret: "73282932000082" };
    expect(registerFacts(granted(), branch)).toMatchObject({ applicantIsEditeurOfNumber: false, inAnsList: false });
  });

  test.each([
    ["2022-06-09T21:59:59.999Z", false],
    ["2022-06-09T22:00:00.000Z", true],
  ])("SEG-3.2-05: a distributor declared on 10 June, read at %s: declared %s", (now, declared) => {
    const known = granted({ distributors: [{ siret: distributor, declaredOn: day("2022-06-10") }] });
    const facts = registerFacts(known, { ...asked, siret: distributor, at: instant(now) });
    expect(facts).toMatchObject({
      applicantIsEditeurOfNumber: false,
      declaredDistributor: declared,
      declaredToAns: declared,
      inAnsList: declared,
    });
  });

  test("SEG-3.2-05: a distributor of a Solution that is not referenced: declared, and on no list", () => {
    const known = complete({ distributors: [{ siret: distributor, declaredOn: day("2022-06-10") }] });
    const facts = registerFacts(known, { ...beforeGrant, siret: distributor });
    expect(facts).toMatchObject({ declaredToAns: true, inAnsList: false });
  });

  test("SEG-3.2-08: the list is that of the day in Paris on which it is read", () => {
    const late = instant("2022-06-30T22:00:00.000Z");
    expect(registerFacts(granted(), { ...asked, at: late }).ansList).toBe("2022-07-01");
  });

  test("SEG-4.1-02: the convention: its day, or none", () => {
    expect(registerFacts(granted(), asked).conventionSignedOn).toBeNull();
    expect(registerFacts(granted({ conventionSignedOn: day("2022-03-02") }), asked).conventionSignedOn).toBe(
      "2022-03-02",
    );
  });
});
