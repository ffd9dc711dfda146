import * as z from "zod/mini";
import { pdfFindingSchema } from "./finding.ts";
import { limits, type StopReason, stopReasons } from "./limits.ts";

const count = z.int().check(z.nonnegative());

/**
 * What the structure of a PDF shows, before any reader opens it. `version` is that of the header; `objects` and
 * `inflatedBytes` count all revisions; `leftOff` counts the findings beyond the first of each code.
 */
const inspected = z.strictObject({
  status: z.literal("inspected"),
  version: z.string().check(z.maxLength(8)),
  pages: count,
  objects: count,
  revisions: count,
  signatures: count,
  linearised: z.boolean(),
  inflatedBytes: count,
  findings: z.array(pdfFindingSchema).check(z.maxLength(500)),
  leftOff: count,
});

/** The file could not be inspected, and no reader may open it: why, and one French sentence for the filer. */
const notInspected = z.strictObject({
  status: z.literal("not-inspected"),
  reason: z.enum(stopReasons),
  sentence: z.string().check(z.maxLength(300)),
});

export const pdfInspectionSchema = z.discriminatedUnion("status", [inspected, notInspected]);

export type PdfInspection = Readonly<z.infer<typeof pdfInspectionSchema>>;

const french = new Intl.NumberFormat("fr-FR");

const remade = "Déposez un PDF refait à partir du document d'origine.";

const sentences: Readonly<Record<StopReason, string>> = {
  empty: "Le fichier est vide : déposez de nouveau la pièce.",
  xml: "Le fichier est un document XML et non un PDF : déposez la pièce au format PDF.",
  html: "Le fichier est une page HTML et non un PDF : déposez la pièce au format PDF.",
  zip: "Le fichier est une archive ZIP ou un document bureautique, et non un PDF : déposez la pièce au format PDF.",
  "not-pdf":
    "Le fichier n'est pas un PDF, quel que soit son nom : il n'en a pas l'en-tête. Déposez la pièce au format PDF.",
  truncated: "Le PDF est tronqué : la fin du document manque. Envoyez de nouveau le fichier entier.",
  damaged: `Le PDF est endommagé : ses objets ne peuvent pas tous être lus. ${remade}`,
  encrypted: "Le PDF est chiffré : déposez une version sans mot de passe ni protection.",
  bomb: `Le PDF se décompresse sans mesure : l'examen a été interrompu. ${remade}`,
  "too-many-filters": `Un élément du PDF est compressé plus de ${limits.filters} fois : l'examen a été interrompu. ${remade}`,
  "too-many-objects": `Le PDF compte plus de ${french.format(limits.objects)} objets : l'examen a été interrompu. ${remade}`,
  "too-many-pages": `Le PDF compte plus de ${french.format(limits.pages)} pages : l'examen a été interrompu. Déposez le seul document demandé.`,
  "too-many-pixels": `Une image du PDF compte plus de ${french.format(limits.pixels)} points : l'examen a été interrompu. ${remade}`,
  "too-complex": `La structure du PDF est trop imbriquée : l'examen a été interrompu. ${remade}`,
};

/** The result for a file whose inspection was stopped. */
export const stopped = (reason: StopReason): PdfInspection => ({
  status: "not-inspected",
  reason,
  sentence: sentences[reason],
});
