import * as z from "zod/mini";
import { civilDateSchema, recordedInstantSchema } from "../../kernel/time.ts";
import { mirroredStates } from "./lifecycle-referencement.ts";
import { comparable } from "./text-matching.ts";

/** A distributor that the Editeur declared to ANS, and the day on which ANS told it here. */
const distributorSchema = z.strictObject({ siret: z.string(), declaredOn: civilDateSchema });

/**
 * The head of a Solution: the mirror of its référencement, which ANS conducts and alone writes here. `toldAt` is the
 * instant at which ANS told of what it decided on a day. `gpk` and `gsk` place it in the list of Solutions.
 */
export const solutionSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("referencement"),
  id: z.string(),
  /** The organisation of ANS. */
  owner: z.string(),
  state: z.enum(mirroredStates),
  /** That of the request at ANS: a dossier under the exception of §2 has no other to name. */
  requestNumber: z.string(),
  /** The unique number that the grant gives. */
  number: z.optional(z.string()),
  name: z.string(),
  editeurSiret: z.string(),
  conventionSignedOn: z.optional(civilDateSchema),
  requestReceivedAt: recordedInstantSchema,
  completeFileReceivedAt: z.optional(recordedInstantSchema),
  decision: z.optional(
    z.strictObject({
      outcome: z.enum(["grant", "refusal"]),
      pronouncedOn: civilDateSchema,
      toldAt: recordedInstantSchema,
    }),
  ),
  withdrawal: z.optional(z.strictObject({ withdrawnOn: civilDateSchema, toldAt: recordedInstantSchema })),
  distributors: z.array(distributorSchema),
  createdAt: recordedInstantSchema,
  seq: z.int(),
  hash: z.string(),
  gpk: z.string(),
  gsk: z.string(),
});
export type Solution = Readonly<z.infer<typeof solutionSchema>>;

/** What a number of ANS leads to. */
export const numberHolderSchema = z.strictObject({ v: z.literal(1), solutionId: z.string() });

/** The list of all Solutions, in the order in which ANS told of them. */
export const solutionList = "SOLUTIONS";

/** The form of a number of ANS under which its Solution is found: case, spaces and accents do not make another number. */
export const numberKey = (number: string): string => comparable(number);
