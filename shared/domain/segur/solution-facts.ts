import type * as z from "zod/mini";
import type { Instant } from "../../kernel/time.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import type { segurFacts } from "./facts.ts";
import { numberKey, type Solution } from "./solution.ts";

type RegisterFacts = Pick<
  z.output<typeof segurFacts>,
  | "ansRegister"
  | "ansNumber"
  | "applicantIsEditeurOfNumber"
  | "declaredDistributor"
  | "declaredToAns"
  | "ansList"
  | "inAnsList"
  | "referenced"
  | "referencedOn"
  | "completeFileReceivedAt"
  | "decision"
  | "decisionPronouncedOn"
  | "conventionSignedOn"
  | "withdrawnOn"
>;

/** Who asks, for the Solution of which number, and the instant at which the register is read. */
export interface RegisterQuestion {
  /** Of the organisation that owns the dossier. */
  readonly siret: string;
  /** As the form names it: that of the référencement, or of the request while ANS has not decided. */
  readonly formNumber: string | undefined;
  readonly at: Instant;
}

/**
 * What the register of ANS says of a Fournisseur and of the Solution that its form names. Of the dossier only the number
 * and the SIRET of its owner are taken, never a statement: without a Solution of that number nothing is known, nothing is
 * presumed. An operator is compared by its SIRET, as the Editeur gave it to ANS. Days are those of ANS, whole ones in
 * Paris; the list of operators is that of the register itself, on the day of the reading.
 */
export function registerFacts(solution: Solution | undefined, question: RegisterQuestion): RegisterFacts {
  const ansList = dateInParis(question.at);
  if (solution === undefined || !bearsNumber(solution, question.formNumber)) return { ...unknown, ansList };
  const { decision, withdrawal, number, editeurSiret, distributors } = solution;
  const granted = decision?.outcome === "grant" && decision.pronouncedOn <= ansList;
  const referenced = granted && (withdrawal === undefined || withdrawal.withdrawnOn > ansList);
  const isEditeur = question.siret === editeurSiret;
  const isDistributor = distributors.some(({ siret, declaredOn }) => siret === question.siret && declaredOn <= ansList);
  return {
    ansRegister: true,
    ansNumber: number ?? null,
    applicantIsEditeurOfNumber: isEditeur,
    declaredDistributor: isDistributor,
    declaredToAns: isDistributor,
    ansList,
    inAnsList: referenced && (isEditeur || isDistributor),
    referenced,
    ...decisionsOf(solution),
  };
}

function decisionsOf({ decision, withdrawal, completeFileReceivedAt, conventionSignedOn }: Solution) {
  return {
    referencedOn: decision?.outcome === "grant" ? decision.pronouncedOn : null,
    completeFileReceivedAt: completeFileReceivedAt ?? null,
    decision: decision?.outcome ?? null,
    decisionPronouncedOn: decision?.pronouncedOn ?? null,
    conventionSignedOn: conventionSignedOn ?? null,
    withdrawnOn: withdrawal?.withdrawnOn ?? null,
  };
}

const bearsNumber = ({ requestNumber, number }: Solution, formNumber: string | undefined): boolean =>
  formNumber !== undefined &&
  [requestNumber, number].some((own) => own !== undefined && numberKey(own) === numberKey(formNumber));

/** Nothing is known: not "no" of ANS, but no answer that could open a right. */
const unknown = {
  ansRegister: false,
  ansNumber: null,
  applicantIsEditeurOfNumber: false,
  declaredDistributor: false,
  declaredToAns: false,
  inAnsList: false,
  referenced: false,
  referencedOn: null,
  completeFileReceivedAt: null,
  decision: null,
  decisionPronouncedOn: null,
  conventionSignedOn: null,
  withdrawnOn: null,
} as const;
