import { describe, expect, test } from "@jest/globals";
import { enrolmentStates } from "../../../shared/domain/segur/lifecycle-enrolment.ts";
import { completionEndsAt, stageOf, stateAfter } from "../../../shared/domain/segur/stage.ts";
import { at, dossier, file, pieces, point } from "./made.ts";

describe("what a dossier waits for", () => {
  test("under instruction, a filed file without verdict: its inspection", () => {
    const { inspection: _, ...unseen } = file("D-ENR-RIB", { verdict: "pending" });
    expect(stageOf(dossier(["D-ENR-RIB"]), pieces({ "D-ENR-RIB": unseen }))).toBe("inspection");
  });

  test("under instruction, clean and not yet inspected: its inspection", () => {
    const { inspection: _, ...clean } = file("D-ENR-RIB");
    expect(stageOf(dossier(["D-ENR-RIB"]), pieces({ "D-ENR-RIB": clean }))).toBe("inspection");
  });

  test("under instruction, one file inspected and another one that nobody received: its inspection", () => {
    expect(stageOf(dossier(["D-ENR-RIB", "D-ENR-ID"]), pieces({ "D-ENR-RIB": file("D-ENR-RIB") }))).toBe("inspection");
  });

  test("under instruction, a file of another version than the one filed is inspected: its inspection", () => {
    const other = file("D-ENR-RIB", { version: "replaced" });
    expect(stageOf(dossier(["D-ENR-RIB"]), pieces({ "D-ENR-RIB": other }))).toBe("inspection");
  });

  test.each(["infected", "unsupported", "access-denied", "scan-failed"] as const)(
    "under instruction, a file that the scanner answered with %s: the instructor, for it waits for nothing more",
    (verdict) => {
      const { inspection: _, ...refused } = file("D-ENR-RIB", { verdict });
      expect(stageOf(dossier(["D-ENR-RIB"]), pieces({ "D-ENR-RIB": refused }))).toBe("instruction");
    },
  );

  test("under instruction, every file inspected: the instructor", () => {
    expect(stageOf(dossier(["D-ENR-RIB"]), pieces({ "D-ENR-RIB": file("D-ENR-RIB") }))).toBe("instruction");
  });

  test("each other state: the answer, the decision of ANS, or nothing", () => {
    const stages = enrolmentStates.map((state) => [state, stageOf(dossier([], { state }), undefined)]);
    expect(Object.fromEntries(stages)).toEqual({
      draft: "rest",
      submitted: "rest",
      under_instruction: "instruction",
      to_complete: "completion",
      enrolled: "rest",
      enrolled_pending_referencement: "referencement",
      rejected: "rest",
      inadmissible: "rest",
      lapsed: "rest",
      suspended: "rest",
      withdrawn: "rest",
    });
  });
});

describe("SEG-6.1-29 the end of an invitation", () => {
  const invitation = (...points: ReturnType<typeof point>[]) => ({
    seq: 4,
    at: at("2022-11-28T10:00:00+01:00"),
    state: "open" as const,
    points,
  });

  test("a last day in winter: the midnight of Paris after it, not that of UTC", () => {
    expect(completionEndsAt(invitation(point("D-ENR-RIB", "2022-12-28")))).toBe("2022-12-28T23:00:00.000Z");
  });

  test("the last day is the one on which clocks go forward: the day of 23 hours is whole", () => {
    expect(completionEndsAt(invitation(point("D-ENR-RIB", "2023-03-26")))).toBe("2023-03-26T22:00:00.000Z");
  });

  test("two due dates: the first one that is not answered", () => {
    const both = [point("D-ENR-RIB", "2022-12-28"), point("D-ENR-ID", "2022-12-10")];
    expect(completionEndsAt(invitation(...both))).toBe("2022-12-10T23:00:00.000Z");
    const answered = point("D-ENR-ID", "2022-12-10", { answeredAt: at("2022-12-01T10:00:00+01:00") });
    expect(completionEndsAt(invitation(point("D-ENR-RIB", "2022-12-28"), answered))).toBe("2022-12-28T23:00:00.000Z");
  });

  test("every point answered: none", () => {
    const answered = point("D-ENR-ID", "2022-12-10", { answeredAt: at("2022-12-01T10:00:00+01:00") });
    expect(completionEndsAt(invitation(answered))).toBeUndefined();
  });
});

test("the platform records an event that the law does not know in that state: an error, nothing is written", () => {
  expect(stateAfter("to_complete", "completion-delay-expired")).toBe("rejected");
  expect(() => stateAfter("enrolled", "completion-delay-expired")).toThrow("not possible in state enrolled");
});
