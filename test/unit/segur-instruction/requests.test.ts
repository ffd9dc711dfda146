import { describe, expect, test } from "@jest/globals";
import { type InviteToComplete, pointsAsked } from "../../../shared/domain/segur/invitation-request.ts";
import { findingsOfReopening, voidDecision } from "../../../shared/domain/segur/reopening.ts";
import { type ReviewFacts, reviewFacts, reviewFactsBody } from "../../../shared/domain/segur/review.ts";
import { pieceOf, reviewsWithout } from "../../../shared/domain/segur/reviewable-facts.ts";
import { refusal } from "../segur-solutions/samples.ts";
import { at, on } from "../segur-workflow/made.ts";
import { complete } from "./made.ts";

const now = at("2022-12-01T10:00:00Z");
const point = { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06" } as const;
type Point = InviteToComplete["points"][number];

describe("SEG-6.1-29 the points of an invitation", () => {
  const asked = (...points: readonly Point[]) => pointsAsked({ points: [...points] }, complete(), now);

  test("no day given: the usual delay, counted from the day in Paris", () => {
    expect(asked(point)).toEqual([{ ...point, dueOn: "2022-12-31" }]);
    const late = pointsAsked({ points: [point] }, complete(), at("2022-12-01T23:30:00Z"));
    expect(late[0]?.dueOn).toBe("2023-01-01");
  });

  test.each(["2022-12-02", "2023-03-01"])("the last day %s, the first or the last possible: taken", (dueOn) => {
    expect(asked({ ...point, dueOn: on(dueOn) })[0]?.dueOn).toBe(dueOn);
  });

  test.each<[string, readonly Point[], string, RegExp]>([
    [
      "due the same day",
      [{ ...point, dueOn: on("2022-12-01") }],
      "/points/0/dueOn",
      /du vendredi 2 décembre 2022 au mercredi 1er mars 2023/,
    ],
    ["due in 91 days", [{ ...point, dueOn: on("2023-03-02") }], "/points/0/dueOn", /Échéance possible/],
    ["the same defect twice", [point, point], "/points/1", /deux fois/],
    [
      "two days for one piece",
      [point, { ...point, defect: "illegible", dueOn: on("2022-12-15") }],
      "/points/1/dueOn",
      /seule échéance/,
    ],
    ["a rule of another piece", [{ ...point, rule: "SEG-3.1-07" }], "/points/0/rule", /SEG-3.1-01, SEG-3.1-06/],
    [
      "a piece that nobody asks",
      [{ ...point, piece: "D-ENR-MANDAT", rule: "SEG-3.1-09" }],
      "/points/0/piece",
      /Editeur/,
    ],
    ["missing, and filed", [{ ...point, defect: "missing" }], "/points/0/defect", /est au dossier/],
  ])("%s: refused, and the point is named", (_, points, pointer, says) => {
    const problem = refusal(() => asked(...points));
    expect(problem.fields).toEqual([{ pointer, reason: expect.stringMatching(says) }]);
  });

  test("illegible, and not filed: refused", () => {
    const problem = refusal(() =>
      pointsAsked({ points: [{ ...point, defect: "illegible" }] }, complete({ filed: {} }), now),
    );
    expect(problem.fields[0]?.pointer).toBe("/points/0/defect");
  });
});

describe("reviews of facts", () => {
  const read = { ribIban: "FR7630006000011234567890189", formSigned: true };
  const review = (...reviews: ReviewFacts["reviews"]) => reviewFacts({ reviews }, read, 4);
  const reason = "Lu page 1";

  test("confirmed: the value that was read, texts sealed and the rest in the clear", () => {
    const { data, reviews, texts } = review(
      { action: "confirm", fact: "ribIban" },
      { action: "confirm", fact: "formSigned" },
    );
    expect(data.reviews).toEqual([
      { fact: "ribIban", action: "confirm" },
      { fact: "formSigned", action: "confirm", value: true },
    ]);
    expect(reviews.formSigned).toEqual({ action: "confirm", seq: 4, value: true });
    expect(texts).toEqual([{ field: "ribIban", text: "FR7630006000011234567890189" }]);
  });

  test("corrected to none: that there is none is in the clear, the reason sealed", () => {
    const { reviews, texts } = review({ action: "correct", fact: "ribIban", none: true, reason });
    expect(reviews.ribIban).toEqual({ action: "correct", seq: 4, none: true });
    expect(texts).toEqual([{ field: "reason.ribIban", text: reason }]);
  });

  test.each<[string, ReviewFacts["reviews"], string]>([
    ["confirmed, and nothing was read", [{ action: "confirm", fact: "identityName" }], "/reviews/0/action"],
    [
      "corrected, and nothing was read",
      [{ action: "correct", fact: "siret", value: "1", reason }],
      "/reviews/0/action",
    ],
    [
      "corrected to what was read",
      [{ action: "correct", fact: "formSigned", value: true, reason }],
      "/reviews/0/value",
    ],
    [
      "twice",
      [
        { action: "confirm", fact: "ribIban" },
        { action: "confirm", fact: "ribIban" },
      ],
      "/reviews/1/fact",
    ],
    [
      "none where there is always one",
      [{ action: "override", fact: "formSigned", none: true, reason }],
      "/reviews/0/value",
    ],
    ["neither a value nor none", [{ action: "override", fact: "formSigned", reason }], "/reviews/0/value"],
    ["a value and none", [{ action: "override", fact: "siret", value: "1", none: true, reason }], "/reviews/0/value"],
  ])("%s: refused, and the review is named", (_, reviews, pointer) => {
    expect(refusal(() => review(...reviews)).fields.map((field) => field.pointer)).toEqual([pointer]);
  });

  test.each([
    ["without reason", { action: "override", fact: "formSigned", value: true }],
    ["with a blank reason", { action: "override", fact: "formSigned", value: true, reason: "  " }],
    ["with a control character", { action: "override", fact: "formSigned", value: true, reason: "a\u0000b" }],
    ["with null", { action: "override", fact: "formSigned", value: null, reason }],
    ["confirmed with a value", { action: "confirm", fact: "formSigned", value: true }],
  ])("an override %s: no such request", (_, one) => {
    expect(reviewFactsBody.safeParse({ reviews: [one] }).success).toBe(false);
  });

  test("a piece asked for again: what was settled of it goes, with the finding that the dossier was complete", () => {
    const kept = { action: "confirm", seq: 4 } as const;
    const reviews = { ribIban: kept, rib: kept, identityName: kept, dossierComplete: kept, competitiveMarket: kept };
    expect(Object.keys(reviewsWithout(reviews, ["D-ENR-RIB"]))).toEqual(["identityName", "competitiveMarket"]);
    expect(pieceOf("competitiveMarket")).toBeUndefined();
  });
});

describe("a reopening", () => {
  const decision = (changes: object = {}) => ({ seq: 5, at: now, event: "found-not-eligible", by: "p-1", ...changes });
  const later = { by: "p-2", seq: 8, at: at("2022-12-05T10:00:00Z") };

  test("the decision in force becomes void; a former one keeps its own date", () => {
    const former = decision({ seq: 4, void: { seq: 5, at: now } });
    expect(voidDecision([former, decision()], later)).toEqual([former, decision({ void: { seq: 8, at: later.at } })]);
  });

  test("its finding: which decision is taken back and why, by a reading of the right to be enrolled", () => {
    const [finding, ...others] = findingsOfReopening([decision({ seq: 4, void: { seq: 5, at: now } }), decision()]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: "SEG-3.2-02",
      article: expect.stringContaining("§3.2"),
      outcome: "log",
      provenance: "interpretation",
    });
    expect(finding?.sentence).toMatch(/^La décision du jeudi 1er décembre 2022 à 11.*est retirée\u202f: .*de droit/);
  });

  test("no decision in force: no finding", () => {
    expect(findingsOfReopening([])).toEqual([]);
    expect(findingsOfReopening([decision({ void: { seq: 5, at: now } })])).toEqual([]);
  });

  test("by the person who decided: refused; of a refusal that the delay alone took: by anyone with the role", () => {
    expect(refusal(() => voidDecision([decision()], { ...later, by: "p-1" })).code).toBe("not-allowed");
    const expired = { seq: 5, at: now, event: "completion-delay-expired" };
    expect(voidDecision([expired], later)[0]?.void).toEqual({ seq: 8, at: later.at });
  });
});
