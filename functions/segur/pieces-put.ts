import type { DossierPieces } from "../../shared/domain/segur/dossier-pieces.ts";
import { places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";

/** Writes the files of a dossier if they still are what was read: the revision before. */
export const piecesPut = (pieces: DossierPieces): Put => ({
  place: places.pieces(pieces.dossierId),
  item: pieces,
  condition: pieces.rev === 1 ? { kind: "absent" } : { kind: "equal", attributes: { rev: pieces.rev - 1 } },
});
