import * as z from "zod/mini";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { receiptOf } from "../../shared/domain/segur/receipt.ts";
import { receiptPage, receiptStyle } from "../../shared/domain/segur/receipt-page.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { eventSchema, type RecordedEvent } from "../../shared/kernel/event.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces } from "./dossier-access.ts";

/** What was filed, from the record; in JSON, or as a page where one is asked for. */
export const handler = http({ body: noBody }, async (request) => {
  const { dossierId = "" } = request.path;
  const { open, proof } = await openForReading(records, request, dossierPlaces(request), (snapshot, standing) =>
    authoriseOnDossier("receipt.read", request, snapshot, standing),
  );
  const dossier = open(places.dossier(dossierId), enrolmentSchema);
  if (dossier === undefined) throw notFound();
  if (dossier.submittedAt === undefined) {
    throw new Problem("illegal-transition", "Rien n'a été déposé : un dossier a un reçu de dépôt une fois déposé.");
  }
  const organisation = await filerOf(proof, dossier.owner, dossier.siret);
  const body = receiptOf(dossier, organisation, await eventsOf(proof, dossierId, dossier.seq));
  const page = request.page && { page: { html: receiptPage(body), style: receiptStyle } };
  return { status: 200, body, version: dossier.seq, ...page };
});

async function filerOf(proof: Proof, id: string, siret: string) {
  const place = places.organisation(id);
  const name = (await records.load([place])).reveal(proof, place, organisationSchema)?.name;
  return { id, name: name ?? "", siret };
}

/** The events of the chain up to that one, as they were recorded. */
async function eventsOf(proof: Proof, chain: string, last: number): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = 0; after < last; after = events.length) {
    const page = await records.events(proof, chain, { limit: last - after, after });
    if (page.length === 0) throw new Error("the chain is shorter than its head");
    events.push(...page.map(({ event }) => z.parse(eventSchema, event)));
  }
  return events;
}
