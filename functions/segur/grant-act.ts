import { dossierPiecesSchema, piecesOf, recordOf, withRecord } from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { decideGrant } from "../../shared/domain/segur/filing-grant.ts";
import type { GrantUpload } from "../../shared/domain/segur/upload-limits.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { Act, ApiRequest } from "../../shared/lambda/act.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces, headOf } from "./dossier-access.ts";
import { pieceOf } from "./piece-of-path.ts";
import { piecesPut } from "./pieces-put.ts";
import { dueBy, uploadPut } from "./upload-item.ts";

const piecesPlace = ({ path }: ApiRequest<unknown>) => places.pieces(path.dossierId ?? "");

/**
 * Lets one file be sent for a piece: of this size, type and digest, within ten minutes. A working step: nothing is filed, and
 * nothing was received. Asked again, for the same file or under the same key, it gives the same grant, freshly signed.
 */
export const grantUpload: Act<GrantUpload> = {
  acting: "organisation",
  places: (request) => [...dossierPlaces(request), piecesPlace(request)],
  authorise: (request, snapshot, standing) => authoriseOnDossier("piece.upload", request, snapshot, standing),
  decide: (request, open, _, { subject: id }) => {
    const piece = pieceOf(request);
    const dossier = open(places.dossier(request.path.dossierId ?? ""), enrolmentSchema);
    if (dossier === undefined) throw notFound();
    const pieces = piecesOf(dossier.id, open(piecesPlace(request), dossierPiecesSchema));
    const { body: file, at } = request;
    const { grant, record } = decideGrant({ dossier, piece, record: recordOf(pieces, piece), file, at, id });
    const { chain, head } = headOf(dossier);
    const upload = dueBy(grant, grant.until);
    return {
      chain,
      head: { place: head.place, owner: head.owner },
      puts:
        record === undefined
          ? [uploadPut(upload, "open")]
          : [uploadPut(upload, undefined), piecesPut(withRecord(pieces, piece, record))],
      subject: places.upload(grant.id),
    };
  },
};
