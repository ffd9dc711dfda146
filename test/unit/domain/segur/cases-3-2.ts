import type { PublishedCase } from "./published-case.ts";

/** A Solution whose number ANS knows. */
const known = { ansRegister: true };
/** Who files for a référencée Solution. */
const editeur = {
  ...known,
  role: "editeur",
  applicantSiret: "73282932000074",
  referenced: true,
  decision: "grant",
  exception: false,
};
const distributor = { ...known, role: "distributeur", applicantIsEditeurOfNumber: false, referenced: true };

export const casesOfSection32: readonly PublishedCase[] = [
  {
    title: "SEG-3.2-01#1: enrolled, accept",
    given: { enrolment_status: "enrolled" },
    expected: "accept",
    facts: { enrolmentStatus: "enrolled" },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-01#2: enrolment only submitted, inadmissible",
    given: { enrolment_status: "submitted" },
    expected: "inadmissible: not enrolled",
    facts: { enrolmentStatus: "submitted" },
    outcomes: ["inadmissible"],
  },
  {
    title: "SEG-3.2-02#1: complete and on a competitive market, accept",
    given: { dossier_complete: true, competitive_market: true, role: "editeur" },
    expected: "enrolled",
    facts: { dossierComplete: true, competitiveMarket: true, role: "editeur" },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-02#2: complete but outside the market, reject",
    given: { dossier_complete: true, competitive_market: false, role: "editeur" },
    expected: "reject: outside the market",
    facts: { dossierComplete: true, competitiveMarket: false, role: "editeur" },
    outcomes: ["reject"],
  },
  {
    title: "SEG-3.2-03#1: another suspicion than the two listed, left to an officer",
    given: { market_situation: "other suspicion" },
    expected: "agent decision, not automatic",
    facts: { marketSituation: "other_suspicion" },
    outcomes: ["warn"],
    needsOfficer: true,
  },
  {
    title: "SEG-3.2-04#1: the Editeur of the number, accept",
    given: { applicant_is_editeur_of_number: true },
    expected: "accept",
    facts: { ...editeur, applicantIsEditeurOfNumber: true, declaredDistributor: false },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-04#2: neither Editeur nor distributor, reject",
    given: { applicant_is_editeur_of_number: false, declared_distributor: false },
    expected: "reject: neither Editeur nor distributor",
    facts: { ...editeur, applicantIsEditeurOfNumber: false, declaredDistributor: false },
    outcomes: ["reject"],
  },
  {
    title: "SEG-3.2-05#1: declared and mandated, accept",
    given: { declared_to_ans: true, mandat: true },
    expected: "accept",
    facts: { ...distributor, declaredToAns: true, mandat: true },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-05#2: mandated but not declared, reject",
    given: { declared_to_ans: false, mandat: true },
    expected: "reject: not declared to ANS by the Editeur",
    facts: { ...distributor, declaredToAns: false, mandat: true },
    outcomes: ["reject"],
  },
  {
    title: "SEG-3.2-05#3: declared but without mandat, to_complete",
    given: { declared_to_ans: true, mandat: false },
    expected: "to_complete: mandat missing",
    facts: { ...distributor, declaredToAns: true, mandat: false },
    outcomes: ["to_complete"],
  },
  {
    title: "SEG-3.2-06#1: for its publisher's own use, reject",
    given: { exclusive_own_use: true },
    expected: "reject",
    facts: { exclusiveOwnUse: true },
    outcomes: ["reject"],
  },
  {
    title: "SEG-3.2-06#2: not for its publisher's own use, accept",
    given: { exclusive_own_use: false },
    expected: "accept",
    facts: { exclusiveOwnUse: false },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-07#1: members only, a grouping, no equivalent allowed, reject",
    given: { members_only: true, publisher_is_grouping: true, members_free_to_buy_elsewhere: false },
    expected: "reject",
    facts: { membersOnly: true, publisherIsGrouping: true, membersFreeToBuyElsewhere: false },
    outcomes: ["reject"],
  },
  {
    title: "SEG-3.2-07#2: members free to buy elsewhere, accept",
    given: { members_only: true, publisher_is_grouping: true, members_free_to_buy_elsewhere: true },
    expected: "accept",
    facts: { membersOnly: true, publisherIsGrouping: true, membersFreeToBuyElsewhere: true },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-08#1: on the list of ANS, accept",
    given: { in_ans_list: true },
    expected: "accept",
    facts: { ansList: "2022-03-01", inAnsList: true, role: "editeur", referenced: true },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-08#2: référencé but not on the list, block",
    given: { in_ans_list: false, role: "editeur", referenced: true },
    expected: "block: verify with ANS",
    facts: { ansList: "2022-03-01", inAnsList: false, role: "editeur", referenced: true },
    outcomes: ["block"],
  },
  {
    title: "SEG-3.2-09#1: received on the day of the grant, accept",
    given: { referenced_on: "2022-03-10", received_at: "2022-03-10T15:00:00+01:00" },
    expected: "accept",
    facts: { referencedOn: "2022-03-10", receivedAt: "2022-03-10T15:00:00+01:00", ...known, exception: false },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.2-09#2: received the day before the grant, inadmissible",
    given: { referenced_on: "2022-03-10", received_at: "2022-03-09T15:00:00+01:00" },
    expected: "inadmissible: not référencée yet",
    facts: { referencedOn: "2022-03-10", receivedAt: "2022-03-09T15:00:00+01:00", ...known, exception: false },
    outcomes: ["inadmissible"],
  },
];
