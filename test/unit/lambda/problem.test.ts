import { expect, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import type { Asker } from "../../../shared/domain/directory/access.ts";
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

test("twenty fields refused: all told; one more: the first twenty, and that there is another", () => {
  const fields = Array.from({ length: 21 }, (_, n) => ({ pointer: `/${n}`, reason: "Refusé." }));
  const told = (count: number) =>
    problemDetails(new Problem("invalid-content", "Non.", { fields: fields.slice(0, count) }), "t");
  expect(told(20)).toMatchObject({ detail: "Non.", errors: fields.slice(0, 20) });
  expect(told(21).errors).toEqual(fields.slice(0, 20));
  expect(told(21).detail).toBe("Non. Les 20 premiers refus sont donnés\u202f; il y en a 1 de plus.");
  expect(answers.problem.safeParse(told(21)).success).toBe(true);
});

test("a refusal advises what its reader can do: nobody is sent to themselves, nor to a colleague they do not have yet", () => {
  const advice = (...roles: readonly Asker[]) => {
    try {
      demandAllowed({ answer: "refuse", basis: "SEG-3.2-02" }, roles);
    } catch (error) {
      return (error as Problem).detail;
    }
    throw new Error("allowed");
  };
  expect(advice("filer", "signed-in")).toMatch(/Adressez-vous à un administrateur de votre organisation\.$/);
  expect(advice("administrator", "filer", "signed-in")).toMatch(/\(SEG-3\.2-02\) : elle revient à une personne/);
  expect(advice("administrator", "filer", "signed-in")).not.toContain("Adressez-vous");
  expect(advice("applicant", "signed-in")).toMatch(/pas encore confirmée.*\(SEG-3\.2-02\)/);
});

test("no organisation named: 400 that names the header; one named: that one", () => {
  expect(() => demandOrganisation(undefined)).toThrow(expect.objectContaining({ code: "missing-organisation" }));
  expect(demandOrganisation("some")).toBe("some");
});
