import { describe, expect, test } from "@jest/globals";
import { enrolmentLifecycle, enrolmentStates } from "../../../shared/domain/segur/lifecycle-enrolment.ts";
import type { Solution } from "../../../shared/domain/segur/solution.ts";
import { effectOf } from "../../../shared/domain/segur/solution-effects.ts";
import { transition } from "../../../shared/kernel/lifecycle.ts";
import { complete, dossier, granted, instant, refused, solution, withdrawn } from "./samples.ts";

const everySolution: readonly (readonly [string, Solution])[] = [
  ["requested", solution()],
  ["complete_file", complete()],
  ["granted", granted()],
  ["refused", refused()],
  ["withdrawn", withdrawn()],
];

/** What follows, by the state of the dossier and that of its Solution; nothing elsewhere. */
const table: Readonly<Record<string, string>> = {
  "enrolled_pending_referencement granted": "referencement-granted",
  "enrolled_pending_referencement refused": "referencement-refused",
  // Granted, then withdrawn, before anything followed: the grant comes first.
  "enrolled_pending_referencement withdrawn": "referencement-granted",
  "enrolled withdrawn": "referencement-withdrawn",
};

describe.each(enrolmentStates)("a dossier %s", (state) => {
  test.each(everySolution)("its Solution %s: what the table says, and the lifecycle allows", (name, known) => {
    const effect = effectOf(dossier({ state }), known);
    expect(effect?.event).toBe(table[`${state} ${name}`]);
    if (effect !== undefined) expect(transition(enrolmentLifecycle, state, effect.event).ok).toBe(true);
  });
});

describe("what is found", () => {
  test("SEG-2-19 the grant: the dossier resumes, with the number, at the instant at which ANS told it", () => {
    expect(effectOf(dossier(), granted())).toMatchObject({
      at: "2022-05-10T08:00:00.000Z",
      data: { solution: granted().id, number: "SGL-2022-0042", pronouncedOn: "2022-05-10" },
      findings: [{ rule: "SEG-2-19", outcome: "accept" }],
      outcome: "granted",
    });
  });

  test("SEG-2-20 the refusal: the dossier is rejected, nothing paid, nothing to repay", () => {
    expect(effectOf(dossier(), refused())).toMatchObject({
      data: { solution: refused().id, pronouncedOn: "2022-05-10" },
      findings: [{ rule: "SEG-2-20", outcome: "reject" }],
      outcome: "refused",
    });
  });

  test("SEG-7-07 the withdrawal: nothing was paid, nothing is to be repaid, no execution waits", () => {
    const effect = effectOf(dossier({ state: "enrolled" }), withdrawn());
    expect(effect).toMatchObject({
      at: "2022-06-21T08:00:00.000Z",
      data: { withdrawnOn: "2022-06-20" },
      findings: [{ rule: "SEG-7-07", outcome: "log", computed: { proposedAmountCents: 0 } }],
    });
    expect(effect?.outcome).toBeUndefined();
  });

  test("ANS told it before the operator decided: the effect comes at the operator's instant, never before it", () => {
    const decided = (at: string) => {
      const decision = { seq: 9, at: instant(at), event: "found-eligible-under-exception" };
      return effectOf(dossier({ decisions: [decision] }), granted())?.at;
    };
    expect(decided("2022-05-10T08:00:00.001Z")).toBe("2022-05-10T08:00:00.001Z");
    expect(decided("2022-05-10T07:59:59.999Z")).toBe("2022-05-10T08:00:00.000Z");
  });
});
