import * as z from "zod/mini";
import { line } from "../../kernel/line.ts";
import { siretSchema } from "../../kernel/siret.ts";
import { givenDateSchema, givenInstantSchema } from "../../kernel/time-given.ts";
import { referencementLifecycle } from "./lifecycle-referencement.ts";
import type { Solution } from "./solution.ts";

/** A number as ANS writes it; the form of a dossier may name it in the same characters and in no others. */
const number = z
  .string()
  .check(
    z.trim(),
    z.maxLength(60),
    z.regex(
      /^[A-Za-z0-9][\w./ -]*$/,
      "Une lettre ou un chiffre, puis lettres, chiffres, espaces et . / - _ seulement.",
    ),
  );

/** The convention may be concluded before the request or at any time after: each act up to the grant may bring its day, or it has an act of its own. */
const convention = { conventionSignedOn: z.optional(givenDateSchema) };

export const registerSolutionBody = z.strictObject({
  requestNumber: number,
  name: line(150),
  editeurSiret: siretSchema,
  requestReceivedAt: givenInstantSchema,
  ...convention,
});
export type RegisterSolution = z.infer<typeof registerSolutionBody>;

export const completeFileBody = z.strictObject({ completeFileReceivedAt: givenInstantSchema, ...convention });
export type CompleteFile = z.infer<typeof completeFileBody>;

export const grantBody = z.strictObject({ number, pronouncedOn: givenDateSchema, ...convention });
export type Grant = z.infer<typeof grantBody>;

export const refusalBody = z.strictObject({ pronouncedOn: givenDateSchema });
export type Refusal = z.infer<typeof refusalBody>;

export const withdrawalBody = z.strictObject({ withdrawnOn: givenDateSchema });
export type Withdrawal = z.infer<typeof withdrawalBody>;

export const conventionBody = z.strictObject({ conventionSignedOn: givenDateSchema });
export type Convention = z.infer<typeof conventionBody>;

/** The whole list of the day: it replaces the one before, and whoever stays keeps the day of its first declaration. */
export const distributorsBody = z.strictObject({
  sirets: z.array(siretSchema).check(
    z.maxLength(500),
    z.refine((sirets) => new Set(sirets).size === sirets.length, "Un SIRET est donné deux fois."),
  ),
});
export type DeclareDistributors = z.infer<typeof distributorsBody>;

/** The line of a Solution in the list. */
export const solutionLine = ({ id, requestNumber, number, name, editeurSiret, state }: Solution) => ({
  id,
  requestNumber,
  ...(number === undefined ? {} : { number }),
  name,
  editeurSiret,
  state,
  stateLabel: referencementLifecycle.states[state],
});

/** A Solution as ANS and the officers of the operator read it. */
export const solutionView = (solution: Solution) => {
  const { requestReceivedAt, conventionSignedOn, completeFileReceivedAt, decision, withdrawal, distributors } =
    solution;
  return {
    ...solutionLine(solution),
    requestReceivedAt,
    ...(conventionSignedOn === undefined ? {} : { conventionSignedOn }),
    ...(completeFileReceivedAt === undefined ? {} : { completeFileReceivedAt }),
    ...(decision === undefined ? {} : { decision }),
    ...(withdrawal === undefined ? {} : { withdrawal }),
    distributors,
  };
};
