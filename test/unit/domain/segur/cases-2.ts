import type { PublishedCase } from "./published-case.ts";

const calendar = { referencementEndsAt: "2022-06-15T14:00:00+02:00", fermetureAt: "2022-11-30T14:00:00+01:00" };
/** The Editeur of a number that ANS knows; nothing is left to an officer. */
const editeur = { role: "editeur", ansRegister: true, applicantIsEditeurOfNumber: true, exceptionAdmitted: null };

export const casesOfSection2: readonly PublishedCase[] = [
  {
    title: "SEG-2-03#1: received on the morning the services open, accept",
    given: { request: "enrolment", received_at: "2021-10-01T08:00:00+02:00", op_services_open_on: "2021-10-01" },
    expected: "accept receipt",
    facts: { request: "enrolment", receivedAt: "2021-10-01T08:00:00+02:00", opServicesOpenOn: "2021-10-01" },
    outcomes: ["accept"],
  },
  {
    title: "SEG-2-03#2: received the evening before the services open, inadmissible",
    given: { request: "enrolment", received_at: "2021-09-30T23:00:00+02:00", op_services_open_on: "2021-10-01" },
    expected: "inadmissible: service not open",
    facts: { request: "enrolment", receivedAt: "2021-09-30T23:00:00+02:00", opServicesOpenOn: "2021-10-01" },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-2-16#1: last piece and submission before the end, accept",
    given: {
      request: "avance",
      url_issued_at: "2022-11-30T13:50:00+01:00",
      upload_completed_at: "2022-11-30T13:59:58+01:00",
      submitted_at: "2022-11-30T13:59:59+01:00",
    },
    expected: "accept: received 13:59:59",
    facts: {
      request: "avance",
      urlIssuedAt: "2022-11-30T13:50:00+01:00",
      uploadCompletedAt: "2022-11-30T13:59:58+01:00",
      submittedAt: "2022-11-30T13:59:59+01:00",
      receptionEndsAt: calendar.fermetureAt,
    },
    outcomes: ["accept"],
    computed: { receivedAt: "2022-11-30T12:59:59.000Z" },
  },
  {
    title: "SEG-2-16#2: link issued and form submitted in time but last piece after the end, inadmissible",
    given: {
      request: "avance",
      url_issued_at: "2022-11-30T13:50:00+01:00",
      upload_completed_at: "2022-11-30T14:00:05+01:00",
    },
    expected: "inadmissible: received 14:00:05",
    facts: {
      request: "avance",
      urlIssuedAt: "2022-11-30T13:50:00+01:00",
      uploadCompletedAt: "2022-11-30T14:00:05+01:00",
      submittedAt: "2022-11-30T13:59:59+01:00",
      receptionEndsAt: calendar.fermetureAt,
    },
    outcomes: ["inadmissible"],
    computed: { receivedAt: "2022-11-30T13:00:05.000Z" },
  },
  {
    title: "SEG-2-17#1: complete evidence in time, no decision, received in the window, accept",
    given: {
      complete_file_received_at: "2022-06-15T13:00:00+02:00",
      decision_pronounced_on: null,
      received_at: "2022-11-25T10:00:00+01:00",
    },
    expected: "accept: exception applies",
    facts: {
      ...calendar,
      ...editeur,
      completeFileReceivedAt: "2022-06-15T13:00:00+02:00",
      decision: null,
      decisionPronouncedOn: null,
      receivedAt: "2022-11-25T10:00:00+01:00",
    },
    outcomes: ["accept"],
  },
  {
    title: "SEG-2-17#2: complete evidence an hour after the end of reception by ANS, inadmissible",
    given: {
      complete_file_received_at: "2022-06-15T15:00:00+02:00",
      decision_pronounced_on: null,
      received_at: "2022-11-25T10:00:00+01:00",
    },
    expected: "inadmissible: evidence filed after the référencement deadline",
    facts: {
      ...calendar,
      ...editeur,
      completeFileReceivedAt: "2022-06-15T15:00:00+02:00",
      decision: null,
      decisionPronouncedOn: null,
      receivedAt: "2022-11-25T10:00:00+01:00",
    },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-2-17#3: refused five days before the request, inadmissible",
    given: {
      complete_file_received_at: "2022-06-01T10:00:00+02:00",
      decision_pronounced_on: "2022-11-20",
      decision: "refusal",
      received_at: "2022-11-25T10:00:00+01:00",
    },
    expected: "inadmissible: decision already pronounced",
    facts: {
      ...calendar,
      ...editeur,
      completeFileReceivedAt: "2022-06-01T10:00:00+02:00",
      decision: "refusal",
      decisionPronouncedOn: "2022-11-20",
      receivedAt: "2022-11-25T10:00:00+01:00",
    },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-2-17#4: received an hour before the window opens, inadmissible",
    given: {
      complete_file_received_at: "2022-06-01T10:00:00+02:00",
      decision_pronounced_on: null,
      received_at: "2022-11-14T23:00:00+01:00",
    },
    expected: "inadmissible for now: window opens 2022-11-15",
    facts: {
      ...calendar,
      ...editeur,
      completeFileReceivedAt: "2022-06-01T10:00:00+02:00",
      decision: null,
      decisionPronouncedOn: null,
      receivedAt: "2022-11-14T23:00:00+01:00",
    },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-2-19#1: granted after the Date de fermeture, accept",
    given: { exception: true, decision: "grant", decision_pronounced_on: "2023-01-10" },
    expected: "resume instruction, received_at unchanged",
    facts: { exception: true, decision: "grant", decisionPronouncedOn: "2023-01-10" },
    outcomes: ["accept"],
  },
  {
    title: "SEG-2-19#2: no decision yet, block",
    given: { exception: true, decision: null },
    expected: "block: no payment",
    facts: { exception: true, decision: null, decisionPronouncedOn: null },
    outcomes: ["block"],
  },
  {
    title: "SEG-2-20#1: refused while pending, reject",
    given: { exception: true, decision: "refusal", decision_pronounced_on: "2022-12-20" },
    expected: "reject every pending request; nothing paid, no indu",
    facts: { exception: true, decision: "refusal", decisionPronouncedOn: "2022-12-20" },
    outcomes: ["reject"],
  },
];
