import * as z from "zod/mini";
import { places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";

/** That a dossier was filed for a Solution: how it is found when ANS tells of the Solution. */
export const linkSchema = z.strictObject({ v: z.literal(1), dossierId: z.string() });

export const linkPut = (solutionId: string, dossierId: string): Put => ({
  place: places.solutionDossier(solutionId, dossierId),
  item: { v: 1, dossierId },
  condition: { kind: "absent" },
});
