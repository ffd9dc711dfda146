import * as z from "zod/mini";
import { civilDateSchema, recordedInstantSchema } from "../../kernel/time.ts";
import { pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

/** What may be asked of a piece, and the French sentence that asks it. No free text: a reason may name a person. */
export const defects = {
  missing: "La pièce manque au dossier.",
  unusable: "Le fichier ne peut pas être examiné : déposez la pièce de nouveau.",
  illegible: "La pièce n'est pas lisible : déposez-en une copie lisible.",
  "wrong-document": "Le document déposé n'est pas la pièce demandée.",
  unsigned: "Le document n'est pas signé.",
  incomplete: "Des mentions obligatoires manquent au document.",
  mismatch: "Le document ne concorde pas avec les autres pièces du dossier.",
  expired: "Le document n'est plus valable.",
} as const;

export type Defect = keyof typeof defects;
export const defectCodes = Object.keys(defects).filter((code): code is Defect => Object.hasOwn(defects, code));

/** One point to complete: a piece, what is wrong with it, the rule that asks for it, the last day to answer (Paris). */
const pointSchema = z.strictObject({
  piece: z.enum(pieceCodes),
  defect: z.enum(defectCodes),
  rule: z.string(),
  dueOn: civilDateSchema,
  answeredAt: z.optional(recordedInstantSchema),
});
export type Point = Readonly<z.infer<typeof pointSchema>>;

/** The invitation to complete that is open, or the last one that was. One at a time. */
export const invitationSchema = z.strictObject({
  seq: z.int(),
  at: recordedInstantSchema,
  state: z.enum(["open", "answered", "expired"]),
  points: z.array(pointSchema).check(z.minLength(1)),
});
export type CompletionInvitation = Readonly<z.infer<typeof invitationSchema>>;

/** The points that still wait for their answer. */
export const outstanding = ({ points }: CompletionInvitation): readonly Point[] =>
  points.filter(({ answeredAt }) => answeredAt === undefined);
