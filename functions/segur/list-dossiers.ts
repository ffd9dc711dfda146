import * as z from "zod/mini";
import { enrolmentLine, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandOrganisation } from "../../shared/lambda/demand.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { cursorAfter, pageParameters, readPage } from "../../shared/lambda/page.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { ownerList } from "../../shared/ports/places.ts";
import { actingPlace, authoriseOnOwn } from "./dossier-access.ts";

const position = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[0-9a-f-]{36}$/;

/** The dossiers of the organisation one acts for, newest first. */
export const handler = http({ body: noBody, query: pageParameters }, async (request) => {
  const { limit, position: before } = readPage(request.query, 100, position);
  const { caller } = request;
  const { proof } = await openForReading(records, request, [actingPlace(caller)], (snapshot, standing) =>
    authoriseOnOwn("dossier.list", caller, snapshot, standing),
  );
  // One more than asked: its presence says that there is a next page.
  const page = { limit: limit + 1, order: "newest", ...(before === undefined ? {} : { after: before }) } as const;
  const found = await records.listed(proof, ownerList(demandOrganisation(caller.organisation), "enrolment"), page);
  const heads = found.slice(0, limit).map((item) => z.parse(enrolmentSchema, item));
  const last = heads.at(-1);
  const next = found.length > limit && last !== undefined ? { next: cursorAfter(last.gsk) } : {};
  return { status: 200, body: { items: heads.map(enrolmentLine), ...next } };
});
