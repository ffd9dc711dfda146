import * as z from "zod/mini";
import { hashEvent } from "../../kernel/chain.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { type Instant, recordedInstantSchema } from "../../kernel/time.ts";
import { instantInFrench } from "../../kernel/time-french.ts";
import { filedPieceSchema } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { enrolmentPieces, pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

const filingTypes = ["submitted-with-pieces", "piece-completed", "completed-in-time"] as const;
type FilingType = (typeof filingTypes)[number];

const isFiling = (event: RecordedEvent): event is RecordedEvent & { readonly type: FilingType } =>
  filingTypes.some((type) => type === event.type);

const filedSchema = z.object({
  pieces: z.array(z.strictObject({ piece: z.enum(pieceCodes), ...filedPieceSchema.shape })),
  receivedAt: z.optional(recordedInstantSchema),
});

/** Who filed, as the register of organisations names it. */
interface Filer {
  readonly id: string;
  readonly name: string;
  readonly siret: string;
}

/**
 * What was filed and when, from the recorded events alone: nothing is in it that is not stored for ever, and each filing
 * bears the digest of its event, by which anyone proves that the record was not changed since.
 */
export const receiptOf = (
  { id, programme, declared }: Pick<Enrolment, "id" | "programme" | "declared">,
  organisation: Filer,
  events: readonly RecordedEvent[],
) => ({
  dossier: id,
  programme,
  ...(declared.formNumber === undefined ? {} : { formNumber: declared.formNumber }),
  organisation,
  filings: events.filter(isFiling).map(filingOf),
  verification:
    "Chaque dépôt est un événement de la chronologie du dossier, qui ne se modifie pas. La commande « guichet verify » recalcule son empreinte et celles qui le suivent : avec l'option « --receipt numéro:empreinte », elle dit si la chronologie contient toujours ce dépôt, tel quel.",
});
export type Receipt = ReturnType<typeof receiptOf>;

function filingOf(event: RecordedEvent & { readonly type: FilingType }) {
  const { pieces, receivedAt } = z.parse(filedSchema, event.data);
  return {
    type: event.type,
    label: enrolmentLifecycle.events[event.type],
    seq: event.seq,
    filedAt: event.at,
    filedAtInParis: instantInFrench(event.at),
    reception: receptionOf(event.type, receivedAt),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    pieces: pieces.map(({ piece, version, size, sha256 }) => ({
      code: piece,
      label: enrolmentPieces.find(({ code }) => code === piece)?.label ?? piece,
      version,
      size,
      sha256,
    })),
    hash: hashEvent(event),
  };
}

/** SEG-2-16: a date from the filing that made the dossier whole; SEG-6.1-30: what came later does not move it. */
function receptionOf(type: FilingType, receivedAt: Instant | undefined): string {
  if (receivedAt !== undefined) return `Dossier reçu le ${instantInFrench(receivedAt)}.`;
  return type === "submitted-with-pieces"
    ? "Dossier sans date de réception : au moins une pièce exigée manque."
    : "Ce complément ne change pas la date de réception du dossier.";
}
