import { expect, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import { notFound, Problem, problemDetails } from "../../../shared/kernel/problem.ts";
import { demandAllowed, demandOrganisation } from "../../../shared/lambda/demand.ts";

test("a problem with neither field nor finding: type, French title, status, detail and trace, and nothing more", () => {
  expect(problemDetails(new Problem("key-reused", "Déjà servie."), "trace-1")).toEqual({
    type: "urn:guichet:problem:key-reused",
    title: "Clé d'idempotence déjà utilisée",
    status: 409,
    detail: "Déjà servie.",
    trace: "trace-1",
  });
});

test("a problem with fields and findings: both shown, as the published schema says; its cause never", () => {
  const finding = { rule: "SEG-2-16", article: "§2", outcome: "log", sentence: "Reçue." } as const;
  const cause = new Error("canary of the inside");
  const fields = [{ pointer: "/name", reason: "Trop long." }];
  const details = problemDetails(
    new Problem("invalid-content", "Refusé.", { fields, findings: [finding], cause }),
    "t",
  );
  expect(answers.problem.parse(details)).toEqual({ ...details, errors: fields, findings: [finding] });
  expect(JSON.stringify(details)).not.toContain("canary");
});

test("hidden and refused: what is hidden is answered as the unknown is, what is refused names the rule", () => {
  const refusal = (ask: () => unknown) => {
    try {
      return ask();
    } catch (error) {
      return error;
    }
  };
  const hidden = refusal(() => demandAllowed({ answer: "hide" })) as Problem;
  expect(problemDetails(hidden, "t")).toEqual(problemDetails(notFound(), "t"));
  const refused = refusal(() => demandAllowed({ answer: "refuse", basis: "SEG-3.1-10" })) as Problem;
  expect(problemDetails(refused, "t")).toMatchObject({ status: 403, detail: expect.stringContaining("(SEG-3.1-10)") });
});

test("no organisation named: 400 that names the header; one named: that one", () => {
  expect(() => demandOrganisation(undefined)).toThrow(expect.objectContaining({ code: "missing-organisation" }));
  expect(demandOrganisation("some")).toBe("some");
});
