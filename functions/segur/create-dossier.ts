import * as z from "zod/mini";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import {
  type CreateDossier,
  createDossierBody,
  declaredPersons,
  enrolmentSchema,
  enrolmentView,
} from "../../shared/domain/segur/enrolment.ts";
import { enrolmentLifecycle } from "../../shared/domain/segur/lifecycle-enrolment.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type Act, actorOf } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { ownerIndex, places } from "../../shared/ports/places.ts";
import { actingPlace, authoriseOnOwn } from "./dossier-access.ts";

/** Opens a draft enrolment dossier, which lists the pieces due; names that are declared are sealed. Nothing is received yet (SEG-2-16). */
const create: Act<CreateDossier> = {
  acting: "organisation",
  places: ({ caller }) => [actingPlace(caller)],
  authorise: ({ caller }, snapshot, standing) => authoriseOnOwn("dossier.create", caller, snapshot, standing),
  decide: ({ body: { persons, ...body }, at, caller }, open, standing, { subject: id, person }) => {
    const organisation = open(actingPlace(caller), organisationSchema);
    if (organisation === undefined) throw notFound();
    const { id: owner, siret } = organisation;
    const names = declaredPersons.flatMap((field) => {
      const text = persons?.[field];
      return text === undefined ? [] : [{ subject: person, known: false, field, text }];
    });
    const place = places.dossier(id);
    const state = enrolmentLifecycle.initial;
    const sealed = names.length > 0 && { persons: { subject: person, fields: names.map(({ field }) => field) } };
    const head = { v: 1, kind: "enrolment", id, owner, siret, ...body, state, createdAt: at, ...sealed };
    return {
      chain: { id, procedure: "enrolment", seq: 0, hash: "" },
      actor: actorOf(standing),
      event: {
        type: "dossier.created",
        role: "filer",
        rules: rulesDigest,
        calendar: calendarVersionAt(at),
        data: { owner, siret, ...body },
        findings: [],
      },
      head: { place, owner, item: { ...head, ...ownerIndex(owner, "enrolment", id, at) } },
      personal: names,
      subject: place,
    };
  },
};

export const handler = http({ body: createDossierBody }, async (request) => {
  const { subject, version } = await performAct(sealingActDeps, create, request);
  const dossier = enrolmentView(z.parse(enrolmentSchema, subject));
  return { status: 201, body: dossier, version, location: `/v1/segur/dossiers/${dossier.id}` };
});
