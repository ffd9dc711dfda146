import { describe, expect, test } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { judgeReceivability } from "../../../shared/domain/segur/examination.ts";
import { receivabilityFacts } from "../../../shared/domain/segur/receivability.ts";
import { day, distributor, instant } from "../segur-solutions/samples.ts";
import { dossier } from "../segur-workflow/made.ts";
import { complete, type Settled } from "./made.ts";
import { referenced, ruledOn, rulesFinding } from "./ruled.ts";

const enrolled = { kind: "decision", outcome: "enrolled", event: "found-eligible" };
const rejected = { kind: "decision", outcome: "rejected", event: "found-not-eligible" };

describe("SEG-3.2-04 who files is known by the register", () => {
  const solution = referenced({ distributors: [{ siret: distributor, declaredOn: day("2022-06-10") }] });
  const pieces = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;
  const filed = dossier([...pieces], { siret: distributor });
  const withMandat = dossier([...pieces, "D-ENR-MANDAT"], { siret: distributor });
  const quality = { siret: distributor, role: "distributeur" };
  const mandat = { mandatOperator: "Labonova", mandatSolution: "SGL-2022-0042" };

  test("a declared distributor that files as an Editeur, without mandat: to complete, and not enrolled", () => {
    const ruling = ruledOn({ dossier: filed, solution, settled: { siret: distributor } });
    expect(ruling.kind).toBe("to-complete");
    expect(rulesFinding("to_complete", ruling)).toEqual(["SEG-3.2-04"]);
  });

  test("its quality settled as distributeur: the mandat is what lacks", () => {
    const ruling = ruledOn({ dossier: filed, solution, settled: quality });
    expect(ruling.kind).toBe("to-complete");
    expect(rulesFinding("to_complete", ruling)).toEqual(["SEG-3.1-01", "SEG-3.1-09", "SEG-3.2-05"]);
  });

  test("its quality settled and the mandat produced: enrolled", () => {
    expect(ruledOn({ dossier: withMandat, solution, settled: { ...quality, ...mandat } })).toMatchObject(enrolled);
  });

  test("a mandat produced, its quality not settled: to complete still", () => {
    const ruling = ruledOn({ dossier: withMandat, solution, settled: { siret: distributor, ...mandat } });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-3.2-04"]]);
  });

  test("the Editeur that files as a distributor: to complete; its quality settled as editeur: enrolled", () => {
    const { declared } = complete();
    const mistaken = complete({ declared: { ...declared, role: "distributeur" }, filed: withMandat.filed });
    const ruling = ruledOn({ dossier: mistaken, solution, settled: mandat });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-3.2-05"]]);
    expect(ruledOn({ dossier: mistaken, solution, settled: { ...mandat, role: "editeur" } })).toMatchObject(enrolled);
  });

  test("an operator that ANS does not know for the Solution, whatever its quality: rejected", () => {
    const known = referenced();
    expect(ruledOn({ dossier: filed, solution: known })).toMatchObject(rejected);
    expect(ruledOn({ dossier: withMandat, solution: known, settled: { ...quality, ...mandat } })).toMatchObject(
      rejected,
    );
  });
});

describe("SEG-3.2-04, SEG-3.2-05 a référencement withdrawn before the decision", () => {
  const withdrawn = referenced({
    state: "withdrawn",
    withdrawal: { withdrawnOn: day("2022-12-01"), toldAt: instant("2022-11-30T09:00:00Z") },
    distributors: [{ siret: distributor, declaredOn: day("2022-06-10") }],
  });
  const files = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID", "D-ENR-MANDAT"] as const;
  const ofDistributor = dossier([...files], {
    siret: distributor,
    declared: { ...complete().declared, role: "distributeur" },
  });
  const cases: readonly (readonly [string, Enrolment, Settled, string])[] = [
    ["the Editeur", complete(), {}, "SEG-3.2-04"],
    ["a distributor", ofDistributor, { mandatOperator: "Labonova", mandatSolution: "SGL-2022-0042" }, "SEG-3.2-05"],
  ];

  test.each(cases)(
    "%s, in the last millisecond before the day of the withdrawal in Paris: enrolled",
    (_, filed, settled) => {
      const ruling = ruledOn({ dossier: filed, solution: withdrawn, settled, now: "2022-11-30T22:59:59.999Z" });
      expect(ruling).toMatchObject(enrolled);
    },
  );

  test.each(cases)("%s, from the first millisecond of that day: rejected", (_, filed, settled, rule) => {
    const ruling = ruledOn({ dossier: filed, solution: withdrawn, settled, now: "2022-11-30T23:00:00.000Z" });
    expect(ruling).toMatchObject(rejected);
    expect(rulesFinding("reject", ruling)).toEqual([rule]);
  });

  test("withdrawn, and a piece lacks as well: rejected, completing it would change nothing", () => {
    const incomplete = ruledOn({ dossier: complete(), solution: withdrawn, settled: { formSigned: false } });
    expect(incomplete).toMatchObject(rejected);
  });
});

describe("SEG-3.1-04 a number mistyped on the form", () => {
  const mistyped = complete({ declared: { ...complete().declared, formNumber: "SGL-2022-0024" } });
  const right = { formNumber: "SGL-2022-0042" };

  test("at its reception: receivable, neither grant nor convention is looked for", () => {
    const { facts } = receivabilityFacts(mistyped, undefined);
    expect(judgeReceivability(facts)).toMatchObject({ ok: true, value: { event: "found-receivable" } });
  });

  test("examined: to complete on that point alone, and nothing is inadmissible or rejected", () => {
    const ruling = ruledOn({ dossier: mistyped, solution: undefined });
    expect(ruling.kind).toBe("to-complete");
    expect(rulesFinding("to_complete", ruling)).toEqual(["SEG-3.1-04"]);
    expect([...rulesFinding("inadmissible", ruling), ...rulesFinding("reject", ruling)]).toEqual([]);
  });

  test("a distributor, with its mandat for the right number: to complete, and not rejected as undeclared", () => {
    const files = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID", "D-ENR-MANDAT"] as const;
    const declared = { ...mistyped.declared, role: "distributeur" } as const;
    const ruling = ruledOn({
      dossier: dossier([...files], { siret: distributor, declared }),
      solution: undefined,
      settled: { mandatOperator: "Labonova", mandatSolution: "SGL-2022-0042" },
    });
    expect(ruling.kind).toBe("to-complete");
    expect(rulesFinding("to_complete", ruling)).toEqual(["SEG-3.1-04", "SEG-3.1-09"]);
  });

  test("no number at all, settled as none: to complete", () => {
    const { formNumber: _, ...declared } = mistyped.declared;
    const ruling = ruledOn({ dossier: complete({ declared }), solution: undefined, settled: { formNumber: null } });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-3.1-04"]]);
  });

  test("outside the market, under a mistyped number: rejected all the same", () => {
    expect(ruledOn({ dossier: mistyped, solution: undefined, settled: { exclusiveOwnUse: true } })).toMatchObject(
      rejected,
    );
  });

  test.each([
    ["référencée with its convention: enrolled", referenced(), enrolled],
    [
      "whose référencement was granted the day after the reception: inadmissible",
      referenced({
        decision: { outcome: "grant", pronouncedOn: day("2022-11-29"), toldAt: instant("2022-11-29T09:00:00Z") },
      }),
      { kind: "decision", outcome: "inadmissible", event: "solution-not-referenced" },
    ],
    [
      "whose convention was concluded the day after the reception: inadmissible",
      referenced({ conventionSignedOn: day("2022-11-29") }),
      { kind: "decision", outcome: "inadmissible", event: "convention-missing" },
    ],
    ["of which it is not the Editeur: rejected", referenced({ editeurSiret: distributor }), rejected],
  ])("settled as that of a Solution %s", (_, solution, expected) => {
    expect(ruledOn({ dossier: mistyped, solution, settled: right })).toMatchObject(expected);
  });
});

describe("SEG-3.1-08 a depositor who turns out to be another person", () => {
  const another = { depositor: "Claude Petit", identityName: "Claude Petit" };
  const powers = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID", "D-ENR-POUVOIRS"] as const;

  test("named on the form, without attestation, whatever was declared: to complete", () => {
    const ruling = ruledOn({ dossier: complete(), solution: referenced(), settled: another });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-3.1-08"]]);
  });

  test("settled as not the legal representative: the attestation is one of the pieces due", () => {
    const settled = { ...another, depositorIsLegalRep: false };
    const ruling = ruledOn({ dossier: complete(), solution: referenced(), settled });
    expect(ruling.kind).toBe("to-complete");
    expect(rulesFinding("to_complete", ruling)).toEqual(["SEG-3.1-01", "SEG-3.1-08"]);
  });

  test("with the attestation of its powers: enrolled", () => {
    const settled = { ...another, depositorIsLegalRep: false };
    expect(ruledOn({ dossier: dossier([...powers]), solution: referenced(), settled })).toMatchObject(enrolled);
  });

  test("the legal representative named again, in capitals: enrolled without attestation", () => {
    const settled = { depositor: "CAMILLE  MOREL" };
    expect(ruledOn({ dossier: complete(), solution: referenced(), settled })).toMatchObject(enrolled);
  });

  test("declared as another person, and settled as the legal representative: enrolled without attestation", () => {
    const filed = complete({ declared: { ...complete().declared, depositorIsLegalRep: false } });
    const settled = { depositorIsLegalRep: true, depositor: null };
    expect(ruledOn({ dossier: filed, solution: referenced(), settled })).toMatchObject(enrolled);
  });
});
