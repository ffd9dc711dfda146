import * as z from "zod/mini";
import { digestSchema } from "../../kernel/event.ts";

/** What may be sent for any piece. No text gives these values: they are settings, and published with each piece. */
export const uploadLimits = {
  mediaTypes: ["application/pdf"],
  /** Bytes, both included. */
  minSize: 1,
  maxSize: 10_000_000,
  /** Grants of one piece, used or not. */
  grants: 20,
  /** Minutes during which a grant can be used. */
  minutes: 10,
  /** Versions of a piece that are kept to be filed, beside the one that was; an older one is forgotten. */
  versions: 3,
  /** Days after its reception during which a file may be filed; the store keeps it for longer. */
  daysToFile: 60,
} as const;

/** Minutes after which what is due on an upload, a verdict or its copy, is late: a setting too. */
export const lateAfterMinutes = 30;

const megabytes = uploadLimits.maxSize / 1_000_000;

/** What a filer says of the file that it is about to send. Nothing else will be taken in its place. */
export const grantUploadBody = z.strictObject({
  /** Bytes. */
  size: z
    .int()
    .check(
      z.gte(uploadLimits.minSize, "Le fichier est vide : choisissez le fichier de la pièce."),
      z.lte(uploadLimits.maxSize, `Le fichier dépasse ${megabytes} Mo, la taille la plus grande d'une pièce.`),
    ),
  mediaType: z.enum(uploadLimits.mediaTypes, "Une pièce est un document PDF (application/pdf)."),
  sha256: digestSchema,
});
export type GrantUpload = Readonly<z.infer<typeof grantUploadBody>>;
