import type { PublishedCase } from "./published-case.ts";

const fermetureAt = "2022-11-30T14:00:00+01:00";

export const casesOfSections467: readonly PublishedCase[] = [
  {
    title: "SEG-4.1-02#1: convention the day before, accept",
    given: { convention_signed_on: "2022-02-01", received_at: "2022-02-02T09:00:00+01:00" },
    expected: "accept",
    facts: {
      conventionSignedOn: "2022-02-01",
      receivedAt: "2022-02-02T09:00:00+01:00",
      ansRegister: true,
      exception: false,
    },
    outcomes: ["accept"],
  },
  {
    title: "SEG-4.1-02#2: no convention, inadmissible",
    given: { convention_signed_on: null, received_at: "2022-02-02T09:00:00+01:00" },
    expected: "inadmissible: no convention",
    facts: { conventionSignedOn: null, receivedAt: "2022-02-02T09:00:00+01:00", ansRegister: true, exception: false },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-6.1-29#1: answered on the thirtieth day, accept",
    given: { invited_on: "2022-10-01", answered_on: "2022-10-31", completion_delay_days: 30 },
    expected: "in time",
    facts: { invitedOn: "2022-10-01", answeredOn: "2022-10-31", judgedOn: "2022-10-31", completionDelayDays: 30 },
    outcomes: ["accept"],
    computed: { dueOn: "2022-10-31" },
  },
  {
    title: "SEG-6.1-29#2: answered on the thirty-first day, reject",
    given: { invited_on: "2022-10-01", answered_on: "2022-11-01", completion_delay_days: 30 },
    expected: "reject: no answer in time",
    facts: { invitedOn: "2022-10-01", answeredOn: "2022-11-01", judgedOn: "2022-11-01", completionDelayDays: 30 },
    outcomes: ["reject"],
    computed: { dueOn: "2022-10-31" },
  },
  {
    title: "SEG-6.1-30#1: received in time, corrected on invitation afterwards, accept",
    given: {
      received_at: "2022-11-30T13:00:00+01:00",
      invited_at: "2022-12-05T09:00:00+01:00",
      corrected_at: "2022-12-20T09:00:00+01:00",
    },
    expected: "accept: received_at kept",
    facts: {
      receivedAt: "2022-11-30T13:00:00+01:00",
      invitedAt: "2022-12-05T09:00:00+01:00",
      correctedAt: "2022-12-20T09:00:00+01:00",
      defect: "curable",
      correctedOrderSignedOn: null,
      receptionEndsAt: fermetureAt,
    },
    outcomes: ["accept"],
    computed: { receivedAt: "2022-11-30T12:00:00.000Z" },
  },
  {
    title: "SEG-6.1-30#2: sentence added by an order signed after the Date de fermeture, reject",
    given: {
      received_at: "2022-11-30T13:00:00+01:00",
      defect: "conditional sentence missing",
      corrected_order_signed_on: "2022-12-03",
    },
    expected: "reject: new order signed after the Date de fermeture",
    facts: {
      receivedAt: "2022-11-30T13:00:00+01:00",
      invitedAt: "2022-12-05T09:00:00+01:00",
      correctedAt: "2022-12-20T09:00:00+01:00",
      defect: "curable",
      correctedOrderSignedOn: "2022-12-03",
      receptionEndsAt: fermetureAt,
    },
    outcomes: ["reject"],
  },
  {
    title: "SEG-7-07#1: withdrawn while the solde is pending, block and open_indu",
    given: { withdrawn_on: "2023-06-01", paid_total: 8100, solde: "pending" },
    expected: "block the solde, open_indu proposed 8100.00",
    facts: { withdrawnOn: "2023-06-01", paidTotal: 810_000, solde: "pending" },
    outcomes: ["block", "open_indu"],
    computed: { proposedAmountCents: 810_000 },
  },
  {
    title: "SEG-7-07#2: withdrawn after both instalments, open_indu",
    given: { withdrawn_on: "2024-03-01", paid_total: 27000 },
    expected: "open_indu proposed 27000.00",
    facts: { withdrawnOn: "2024-03-01", paidTotal: 2_700_000, solde: "paid" },
    outcomes: ["open_indu"],
    computed: { proposedAmountCents: 2_700_000 },
  },
];
