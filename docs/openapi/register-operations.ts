import type * as z from "zod/mini";
import {
  completeFileBody,
  conventionBody,
  distributorsBody,
  grantBody,
  refusalBody,
  registerSolutionBody,
  withdrawalBody,
} from "../../shared/domain/segur/solution-api.ts";
import type { Operation } from "./operation.ts";

const solutions = "/v1/segur/solutions";

/** What ANS tells of a Solution, and reads back. */
const telling = (summary: string, body: z.core.$ZodType): Operation => ({
  summary,
  body,
  status: 200,
  answer: "solution",
  changes: true,
});

/** Operations of the register of ANS, by route key. */
export const registerOperations: Readonly<Record<string, Operation>> = {
  [`POST ${solutions}`]: {
    summary: "ANS received a request for référencement: mirror its Solution",
    body: registerSolutionBody,
    status: 201,
    answer: "solution",
  },
  [`GET ${solutions}`]: { summary: "List the Solutions, newest first", status: 200, answer: "solutions", paged: true },
  [`GET ${solutions}/{solutionId}`]: { summary: "Read a Solution", status: 200, answer: "solution" },
  [`POST ${solutions}/{solutionId}/complete-file`]: telling("ANS deems the evidence complete", completeFileBody),
  [`POST ${solutions}/{solutionId}/grant`]: telling("ANS granted the référencement, under this number", grantBody),
  [`POST ${solutions}/{solutionId}/refusal`]: telling("ANS refused the référencement", refusalBody),
  [`POST ${solutions}/{solutionId}/withdrawal`]: telling("ANS withdrew the référencement", withdrawalBody),
  [`POST ${solutions}/{solutionId}/distributors`]: telling(
    "All the distributors that the Editeur has declared to ANS, in the place of the former list",
    distributorsBody,
  ),
  [`POST ${solutions}/{solutionId}/convention`]: telling(
    "The Editeur has concluded the convention de référencement with ANS",
    conventionBody,
  ),
};
