import { addDays } from "../../kernel/civil.ts";
import type { Instant } from "../../kernel/time.ts";
import { dateInParis, startOfDayInParis } from "../../kernel/time-paris.ts";
import type { PieceFile } from "./dossier-pieces.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";

/** Days for which a filed piece cannot be deleted: ten whole years, whatever the hour. No text gives the delay: a setting. */
const lockDays = 3_654;

/** Papers about a person's identity: they must stay erasable, and lie apart. */
const identityPieces: readonly PieceCode[] = ["D-ENR-ID", "D-ENR-POUVOIRS"];

/** Where a filed version is kept, and until when under lock. Its key says which bytes it holds. */
export function depositOf(dossierId: string, piece: PieceCode, { sha256, mediaType }: PieceFile, at: Instant) {
  const place = { key: `dossiers/${dossierId}/${piece}/${sha256}`, sha256, mediaType };
  if (identityPieces.includes(piece)) return { bucket: "identity", ...place } as const;
  const lockedUntil = startOfDayInParis(addDays(dateInParis(at), lockDays));
  return { bucket: "vault", ...place, lockedUntil } as const;
}
