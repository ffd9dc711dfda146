import { describe, expect, test } from "@jest/globals";
import { queues } from "../../infra/queues.ts";
import { enrolmentLifecycle } from "../../shared/domain/segur/lifecycle-enrolment.ts";
import { isTold } from "../../shared/domain/segur/mails.ts";

const typesTo = (name: keyof typeof queues) =>
  queues[name].receives.flatMap((source) => ("events" in source ? (source.events.types ?? []) : []));

describe("what comes into a queue", () => {
  test("the mails to parties: every event that the Fournisseur is told of, and no other wakes anyone", () => {
    const told = Object.keys(enrolmentLifecycle.events).filter(isTold);
    expect(told.length).toBeGreaterThan(10);
    expect(typesTo("notifications").toSorted()).toEqual(told.toSorted());
  });
});
