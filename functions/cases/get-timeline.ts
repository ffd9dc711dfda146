import * as z from "zod/mini";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { cursorAfter, pageParameters, readPage } from "../../shared/lambda/page.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { authoriseOnCase, casePlaces, headPlaceOf } from "./case-access.ts";

/** Events a page at most: each may be as large as a few hundred kilobytes. */
const most = 100;
const headSchema = z.looseObject({ seq: z.int(), hash: z.string() });

/** The chain of a case as it is stored, and the head that it must lead to: what `guichet verify` checks offline. */
export const handler = http({ body: noBody, query: pageParameters }, async (request) => {
  const { limit, position } = readPage(request.query, most, /^[1-9]\d{0,8}$/);
  const { proof, open } = await openForReading(records, request, casePlaces(request), (snapshot, standing) =>
    authoriseOnCase(request, snapshot, standing),
  );
  const { place, procedure } = headPlaceOf(request, open);
  const chain = request.path.caseId ?? "";
  const after = Number(position ?? "0");
  const events = await records.events(proof, chain, { limit, after });
  // Read after its events, the head stands at or past each of them: an act in between does not look like a forgery.
  const { seq, hash } = z.parse(headSchema, (await records.load([place])).reveal(proof, place, headSchema));
  const last = events.at(-1)?.seq ?? seq;
  const body = { chain, procedure, head: { seq, hash }, events: events.map(({ event }) => event) };
  return { status: 200, body: last < seq ? { ...body, next: cursorAfter(String(last)) } : body, version: seq };
});
