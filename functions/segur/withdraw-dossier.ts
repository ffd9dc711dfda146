import * as z from "zod/mini";
import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { afterWithdrawal, enrolmentSchema, enrolmentView } from "../../shared/domain/segur/enrolment.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type Act, type ApiRequest, actorOf } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces } from "./dossier-access.ts";

const target = ({ path }: ApiRequest<unknown>) => places.dossier(path.dossierId ?? "");

/** Gives up a draft that was never filed (SEG-2-16). */
const withdraw: Act<undefined> = {
  acting: "organisation",
  places: (request) => dossierPlaces(request),
  authorise: (request, snapshot, standing) => authoriseOnDossier("dossier.withdraw", request, snapshot, standing),
  head: target,
  decide: (request, open, standing) => {
    const place = target(request);
    const dossier = open(place, enrolmentSchema);
    if (dossier === undefined) throw notFound();
    const { id, seq, hash, owner } = dossier;
    return {
      chain: { id, procedure: "enrolment", seq, hash },
      actor: actorOf(standing),
      event: {
        type: "withdrawn-by-filer",
        role: "filer",
        rules: rulesDigest,
        calendar: calendarVersionAt(request.at),
        data: {},
        findings: [],
      },
      head: { place, owner, item: { ...dossier, state: afterWithdrawal(dossier.state) } },
      subject: place,
    };
  },
};

export const handler = http({ body: noBody, changes: true }, async (request) => {
  const { subject, version } = await performAct(actDeps, withdraw, request);
  return { status: 200, body: enrolmentView(z.parse(enrolmentSchema, subject)), version };
});
