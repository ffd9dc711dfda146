import type { Instant } from "../../kernel/time.ts";
import type { FiledPiece, PieceFile, PieceRecord, UploadGrant } from "./dossier-pieces.ts";
import { uploadLimits } from "./upload-limits.ts";

/** A version that lies in quarantine, as the store itself describes it. */
export interface ObservedFile {
  readonly version: string;
  /** Bytes. */
  readonly size: number;
  /** Absent where the store has computed none. */
  readonly sha256?: string;
  readonly mediaType: string;
  /** When its last byte was stored; the store counts in seconds. */
  readonly receivedAt: Instant;
}

/** The record of the piece with the version in it, or with the reason for which it is not kept. */
interface Reception {
  readonly kept: boolean;
  readonly record: PieceRecord;
}

type Granted = Pick<UploadGrant, "id" | "state" | "version" | "size" | "sha256" | "mediaType">;

/**
 * Takes a version for the file that was granted: the first that came under the grant, and what was announced. Its grant is
 * used up either way.
 *
 * @returns undefined where this version was taken, or refused, before
 */
export function received(
  grant: Granted,
  record: PieceRecord,
  observed: ObservedFile,
  filed: FiledPiece | undefined,
): Reception | undefined {
  if (grant.version === observed.version) return undefined;
  const after = withoutGrant(record, grant.id);
  const sentence = refusalOf(grant, observed);
  if (sentence !== undefined) return ignored(after, { version: observed.version, at: observed.receivedAt, sentence });
  const { sha256, size, mediaType } = grant;
  const { version, receivedAt } = observed;
  const file: PieceFile = { upload: grant.id, version, sha256, size, mediaType, receivedAt, verdict: "pending" };
  return { kept: true, record: { ...after, files: keptOf([...record.files, file], filed) } };
}

function refusalOf(grant: Granted, observed: ObservedFile): string | undefined {
  if (grant.state !== "open") {
    return "L'autorisation d'envoi avait déjà servi : ce second fichier n'est pas retenu, et le premier reste celui de la pièce. Pour le remplacer, demandez une nouvelle autorisation.";
  }
  if (observed.size !== grant.size)
    return "Le fichier reçu n'a pas la taille annoncée : il n'est pas retenu. Demandez une nouvelle autorisation.";
  if (observed.mediaType !== grant.mediaType)
    return "Le fichier reçu n'est pas du type annoncé : il n'est pas retenu. Demandez une nouvelle autorisation.";
  return observed.sha256 === grant.sha256
    ? undefined
    : "Le fichier reçu n'a pas l'empreinte SHA-256 annoncée : il n'est pas retenu. Demandez une nouvelle autorisation.";
}

/** What a version was refused for is told once: the word of its scan, which comes after, changes nothing. */
function ignored(record: PieceRecord, why: NonNullable<PieceRecord["ignored"]>): Reception | undefined {
  return record.ignored?.version === why.version ? undefined : { kept: false, record: { ...record, ignored: why } };
}

/** Oldest first; the version that was filed stays, and of the others the latest. */
function keptOf(files: readonly PieceFile[], filed: FiledPiece | undefined): PieceFile[] {
  const inOrder = files.toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
  const isFiled = ({ upload, version }: PieceFile) => upload === filed?.upload && version === filed.version;
  const latest = new Set(inOrder.filter((file) => !isFiled(file)).slice(-uploadLimits.versions));
  return inOrder.filter((file) => isFiled(file) || latest.has(file));
}

/** The record without this grant, which was used or is over; another that is open stays. */
export function withoutGrant(record: PieceRecord, upload: string): PieceRecord {
  if (record.grant?.upload !== upload) return record;
  const { grant: _, ...rest } = record;
  return rest;
}
