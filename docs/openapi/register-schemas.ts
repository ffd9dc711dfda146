import * as z from "zod";
import { mirroredStates } from "../../shared/domain/segur/lifecycle-referencement.ts";
import { caseId, cursor, day, instant, siret } from "./parts.ts";

const toldAt = instant.describe("When ANS told it here.");

const solutionLine = z.strictObject({
  id: caseId,
  requestNumber: z.string().describe("Number of the request at ANS."),
  number: z.string().optional().describe("Unique number of the référencement, given by the grant."),
  name: z.string(),
  editeurSiret: siret,
  state: z.enum(mirroredStates),
  stateLabel: z.string(),
});

const solution = z.strictObject({
  ...solutionLine.shape,
  requestReceivedAt: instant,
  conventionSignedOn: day.optional(),
  completeFileReceivedAt: instant.optional(),
  decision: z.strictObject({ outcome: z.enum(["grant", "refusal"]), pronouncedOn: day, toldAt }).optional(),
  withdrawal: z.strictObject({ withdrawnOn: day, toldAt }).optional(),
  distributors: z.array(z.strictObject({ siret, declaredOn: day.describe("When ANS first told of the declaration.") })),
});

/** What the routes of the register of ANS answer. */
export const registerAnswers = {
  solution,
  solutions: z.strictObject({ items: z.array(solutionLine), next: cursor.optional() }),
};
