import * as z from "zod";
import { verdicts } from "../../shared/domain/segur/dossier-pieces.ts";
import { declarationSchema } from "../../shared/domain/segur/enrolment.ts";
import { defectCodes } from "../../shared/domain/segur/invitation.ts";
import { enrolmentStates } from "../../shared/domain/segur/lifecycle-enrolment.ts";
import { pieceCodes } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { caseId, cursor, day, instant, siret } from "./parts.ts";

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("Hexadecimal, in lower case.");
const version = z.string().describe("As the store gave it, in the header `x-amz-version-id` of the upload.");
const size = z.int().describe("Bytes.");

const limits = z.strictObject({
  mediaTypes: z.array(z.string()),
  minSize: size,
  maxSize: size,
  grants: z.int().describe("Uploads that may be granted for the piece, used or not."),
  minutes: z.int().describe("For which a grant can be used."),
  versions: z.int().describe("Versions that are kept to be filed."),
  daysToFile: z.int().describe("Days after its reception during which a file may be filed."),
});

const file = z.strictObject({
  version,
  sha256,
  size,
  receivedAt: instant.describe("When its last byte was stored; the store counts in seconds."),
  verdict: z.enum(verdicts),
  verdictLabel: z.string(),
  inspection: z
    .strictObject({
      standing: z.enum(["usable", "to-replace", "not-inspected"]),
      standingLabel: z.string(),
      checker: z.string(),
      at: instant,
      pages: z.int().optional(),
      findings: z.array(
        z.strictObject({ code: z.string(), effect: z.enum(["replace", "show"]), sentence: z.string() }),
      ),
    })
    .optional(),
  readable: z.boolean().describe("Filed, found clean, and in the vault."),
});

const asked = z.strictObject({
  defect: z.enum(defectCodes),
  sentence: z.string(),
  rule: z.string(),
  dueOn: day.describe("Last day to answer, in Paris."),
  awaited: z.boolean().describe("Whether an answer is still awaited: false once it came, or the invitation is over."),
  answeredAt: instant.optional(),
});

export const piece = z.strictObject({
  code: z.enum(pieceCodes),
  label: z.string(),
  due: z.enum(["required", "required-after-grant", "not-asked"]),
  why: z.string(),
  rule: z.string(),
  article: z.string(),
  limits,
  grants: z.int(),
  grant: z.strictObject({ upload: caseId, until: instant }).optional().describe("An upload that was granted."),
  files: z.array(file).describe("Versions received, oldest first."),
  filedVersion: version.optional(),
  ignored: z
    .strictObject({ at: instant, sentence: z.string() })
    .optional()
    .describe("The last thing that was sent and not kept, and why."),
  asked: z.array(asked).optional().describe("What the invitation to complete asks of the piece."),
});

const dossierLine = z.strictObject({
  id: caseId,
  programme: z.string(),
  state: z.enum(enrolmentStates),
  stateLabel: z.string(),
  createdAt: instant,
});

const dossier = z.strictObject({
  ...dossierLine.shape,
  organisation: caseId,
  siret: z.string(),
  received: z.boolean().describe("False while nothing has been filed."),
  declared: declarationSchema,
  submittedAt: instant.optional(),
  reception: z.string().optional().describe("Date of reception in words, or that there is none yet."),
  receivedAt: instant.optional().describe("Absent while a mandatory piece is missing."),
  solution: caseId.optional(),
  decisions: z
    .array(
      z.strictObject({
        seq: z.int(),
        at: instant,
        event: z.string(),
        label: z.string(),
        voidSince: instant.optional().describe("Since when the decision is without effect."),
      }),
    )
    .optional(),
  pieces: z.array(piece),
});

const receipt = z.strictObject({
  dossier: caseId,
  programme: z.string(),
  formNumber: z.string().optional(),
  organisation: z.strictObject({ id: caseId, name: z.string(), siret }),
  filings: z.array(
    z.strictObject({
      type: z.enum(["submitted-with-pieces", "piece-completed", "completed-in-time"]),
      label: z.string(),
      seq: z.int(),
      filedAt: instant,
      filedAtInParis: z.string(),
      reception: z.string(),
      receivedAt: instant.optional(),
      pieces: z.array(z.strictObject({ code: z.enum(pieceCodes), label: z.string(), version, size, sha256 })),
      hash: sha256.describe("Of the event that records the filing, see docs/record.md."),
    }),
  ),
  verification: z.string(),
});

/** What the routes of the filer answer. */
export const filingAnswers = {
  dossier,
  dossiers: z.strictObject({ items: z.array(dossierLine), next: cursor.optional() }),
  uploadGrant: z.strictObject({
    upload: caseId,
    url: z.url(),
    fields: z.record(z.string(), z.string()).describe("Fields of the form, to be sent as they are, before `file`."),
    until: instant,
    limits,
  }),
  receipt,
  pieceAddress: z.strictObject({ url: z.url(), until: instant, version, sha256 }),
};
