import { type Enrolment, enrolmentSchema } from "../../../shared/domain/segur/enrolment.ts";
import { type Solution, solutionSchema } from "../../../shared/domain/segur/solution.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";

export const instant = (text: string) => instantSchema.parse(text);
export const day = (text: string) => civilDateSchema.parse(text);

export const editeur = "73282932000074";
export const distributor = "44332240900014";

/** A Solution whose request ANS received on 1 March 2022 at nine. */
export const solution = (changes: Partial<Solution> = {}): Solution =>
  solutionSchema.parse({
    v: 1,
    kind: "referencement",
    id: "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a",
    owner: "canary-owner",
    state: "requested",
    requestNumber: "DEM-2022-7",
    name: "Labonova SGL",
    editeurSiret: editeur,
    requestReceivedAt: "2022-03-01T08:00:00.000Z",
    distributors: [],
    createdAt: "2022-03-01T10:00:00.000Z",
    seq: 1,
    hash: "canary-hash",
    gpk: "canary-gpk",
    gsk: "canary-gsk",
    ...changes,
  });

export const completeFileReceivedAt = instant("2022-04-11T22:30:00.000Z");
export const complete = (changes: Partial<Solution> = {}) =>
  solution({ state: "complete_file", completeFileReceivedAt, ...changes });

const toldAt = instant("2022-05-10T08:00:00.000Z");
export const granted = (changes: Partial<Solution> = {}) =>
  complete({
    state: "granted",
    number: "SGL-2022-0042",
    decision: { outcome: "grant", pronouncedOn: day("2022-05-10"), toldAt },
    ...changes,
  });
export const refused = () =>
  complete({ state: "refused", decision: { outcome: "refusal", pronouncedOn: day("2022-05-10"), toldAt } });
export const withdrawn = () =>
  granted({
    state: "withdrawn",
    withdrawal: { withdrawnOn: day("2022-06-20"), toldAt: instant("2022-06-21T08:00:00.000Z") },
  });

export const dossier = (changes: Partial<Enrolment> = {}): Enrolment =>
  enrolmentSchema.parse({
    v: 1,
    kind: "enrolment",
    id: "0b0e1c52-1d3c-4a8e-8a8f-57a1d8d6c001",
    owner: "org-1",
    siret: editeur,
    programme: "BIO-SGL-Va1",
    state: "enrolled_pending_referencement",
    declared: { role: "editeur", depositorIsLegalRep: true, exception: true, formNumber: "DEM-2022-7" },
    seq: 9,
    hash: "0".repeat(64),
    createdAt: "2022-04-20T08:00:00.000Z",
    gpk: "OWNER#org-1#enrolment#0",
    gsk: "2022-04-20T08:00:00.000Z#0b0e1c52-1d3c-4a8e-8a8f-57a1d8d6c001",
    ...changes,
  });

/** The problem that an act meets. */
export function refusal(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}
