import { describe, expect, test } from "@jest/globals";
import { instantSchema } from "../../../shared/kernel/time.ts";
import { watchSchema } from "../../../shared/lambda/executions-watched.ts";
import { outboxSchema, resume, start, type Wait, waitSchema } from "../../../shared/lambda/waits.ts";

const at = instantSchema.parse("2022-12-01T10:00:00+01:00");
const caseId = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const wait: Wait = {
  v: 1,
  id: "execution.4.completion.0123456789abcdef",
  caseId,
  name: "completion",
  execution: "execution",
  state: "open",
  seq: 4,
  openedAt: at,
  until: at,
};
const asked = { names: ["completion"], at, output: { outcome: "completed" } };

describe("SEC-16 an act that may be awaited", () => {
  test("its wait is open: consumed under the condition that it still is, and one line to carry", () => {
    const { puts, checks } = resume(caseId, wait, asked);
    expect(checks).toEqual([]);
    const [consumption, line] = puts;
    expect(consumption?.condition).toEqual({ kind: "equal", attributes: { id: wait.id, state: "open" } });
    expect(waitSchema.parse(consumption?.item)).toMatchObject({ id: wait.id, state: "consumed" });
    expect(line?.condition).toEqual({ kind: "absent" });
    expect(outboxSchema.parse(line?.item)).toMatchObject({
      kind: "resume",
      wait: wait.id,
      output: { outcome: "completed" },
    });
  });

  test("it comes before its wait: it holds only as long as no wait was opened in between", () => {
    const { puts, checks } = resume(caseId, undefined, asked);
    expect(puts).toEqual([]);
    expect(checks).toEqual([{ place: expect.objectContaining({ sk: "WAIT" }), condition: { kind: "absent" } }]);
  });

  test.each([
    ["another wait is open", { ...wait, name: "instruction" }],
    ["its wait was consumed", { ...wait, state: "consumed" as const }],
  ])("%s: nothing is resumed, and that wait must still stand so", (_, read) => {
    const { puts, checks } = resume(caseId, read, asked);
    expect(puts).toEqual([]);
    expect(checks[0]?.condition).toEqual({ kind: "equal", attributes: { id: read.id, state: read.state } });
  });
});

test("the execution that a filing starts: one line under one name, written once, and watched from then on", () => {
  const [line, watch] = start(caseId, 2, { machine: "enrolment", at, input: { caseId, seq: 2 } });
  expect([line?.condition, watch?.condition]).toEqual([{ kind: "absent" }, { kind: "absent" }]);
  expect(outboxSchema.parse(line?.item)).toMatchObject({ kind: "start", name: `${caseId}-2`, machine: "enrolment" });
  expect([line?.place.sk, watch?.place.sk]).toEqual([`OUTBOX#${caseId}-2`, `EXECUTION#${caseId}-2`]);
  expect(watchSchema.parse(watch?.item)).toMatchObject({ execution: `${caseId}-2`, seq: 2, since: at });
});
