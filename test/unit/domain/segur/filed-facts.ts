import type { FiledFacts, judgeReceivability } from "../../../../shared/domain/segur/examination.ts";

/** A dossier that meets every condition; each test changes what it is about. */
export const good: FiledFacts = {
  request: "enrolment",
  exception: false,
  role: "editeur",
  channel: "op_site",
  receivedAt: "2022-11-28T08:00:00.000Z",
  opServicesOpenOn: "2021-10-01",
  referencedOn: "2022-03-10",
  conventionSignedOn: "2022-02-01",
  pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"],
  depositorIsLegalRep: true,
  formTemplate: true,
  formSigned: true,
  fournisseurName: "Labonova",
  siret: "44306184100047",
  legalRep: "Camille Morel",
  depositor: null,
  contact: "camille@labonova.example",
  paymentDetails: "FR7630006000011234567890189",
  formNumber: "R1",
  ansNumber: "R1",
  ansRegister: true,
  referencementNumber: "R1",
  rapport: true,
  rib: true,
  ribIban: "FR7630006000011234567890189",
  formIban: "FR7630006000011234567890189",
  identityType: "passport",
  identityName: "Camille Morel",
  powersAttestation: false,
  mandat: false,
  mandatOperator: null,
  mandatSolution: null,
  applicant: "Labonova",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  applicantSiret: "44306184100047",
  applicantIsEditeurOfNumber: true,
  declaredDistributor: false,
  declaredToAns: false,
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
  ansList: "2022-11-01",
  inAnsList: true,
  referenced: true,
  decision: "grant",
};

/** Presented under the exception of §2, in its window, with evidence filed in time and no decision. */
export const pending = {
  exception: true,
  referencedOn: null,
  referenced: false,
  inAnsList: false,
  ansNumber: null,
  exceptionAdmitted: null,
  decision: null,
  decisionPronouncedOn: null,
  completeFileReceivedAt: "2022-06-15T11:00:00.000Z",
  referencementEndsAt: "2022-06-15T12:00:00.000Z",
  fermetureAt: "2022-11-30T13:00:00.000Z",
};

/** What a stage says of the good dossier, but for what a test changes. */
export const staged = (judge: typeof judgeReceivability, changes: Readonly<Record<string, unknown>> = {}) => {
  const result = judge({ ...good, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
};
