import type { EnrolmentAction } from "../../shared/domain/segur/access-words.ts";
import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { type DossierPieces, dossierPiecesSchema, piecesOf } from "../../shared/domain/segur/dossier-pieces.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import type { Filing } from "../../shared/domain/segur/filing.ts";
import type { FilingDecision } from "../../shared/domain/segur/filing-submission.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { type Act, type ApiRequest, actorOf, type Open } from "../../shared/lambda/act.ts";
import type { Consequence } from "../../shared/lambda/waits.ts";
import { places } from "../../shared/ports/places.ts";
import type { Check } from "../../shared/ports/records.ts";
import { authoriseOnDossier, dossierPlaces, headOf } from "./dossier-access.ts";

interface FilingAct {
  readonly action: EnrolmentAction;
  decide(dossier: Enrolment, pieces: DossierPieces, body: Filing, at: Instant): FilingDecision;
  /** What follows from it for the execution of the dossier. */
  follow(dossier: Enrolment, decision: FilingDecision, at: Instant, open: Open): Consequence;
}

const dossierId = ({ path }: ApiRequest<unknown>): string => path.dossierId ?? "";

/** An act of the filer by which versions are filed. It holds only for the files that it was decided on. */
export const filingAct = ({ action, decide, follow }: FilingAct): Act<Filing> => ({
  acting: "organisation",
  places: (request) => [...dossierPlaces(request), places.pieces(dossierId(request)), places.wait(dossierId(request))],
  authorise: (request, snapshot, standing) => authoriseOnDossier(action, request, snapshot, standing),
  head: (request) => places.dossier(dossierId(request)),
  decide: (request, open, standing) => {
    const dossier = open(places.dossier(dossierId(request)), enrolmentSchema);
    if (dossier === undefined) throw notFound();
    const { body, at } = request;
    const pieces = piecesOf(dossier.id, open(places.pieces(dossier.id), dossierPiecesSchema));
    const decision = decide(dossier, pieces, body, at);
    const { puts, checks } = follow(dossier, decision, at, open);
    return {
      ...headOf(dossier, decision.changes),
      actor: actorOf(standing),
      event: {
        type: decision.type,
        role: "filer",
        rules: rulesDigest,
        calendar: calendarVersionAt(at),
        data: decision.data,
        findings: decision.findings,
      },
      puts,
      checks: [...checks, unchanged(pieces)],
      subject: places.dossier(dossier.id),
    };
  },
});

/** A version that is settled, or forgotten for a newer one, while it is filed: the filing is decided again. */
const unchanged = ({ dossierId, rev }: DossierPieces): Check => ({
  place: places.pieces(dossierId),
  condition: { kind: "equal", attributes: { rev } },
});
