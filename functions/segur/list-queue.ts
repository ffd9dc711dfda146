import { readFilter } from "../../shared/domain/segur/queue.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { pageParameters, readPage } from "../../shared/lambda/page.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { actingPlace, authoriseOnOwn } from "./dossier-access.ts";
import { mostLines, pageOf } from "./queue-pages.ts";

const position = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[0-9a-f-]{36}$/;

/** The operator's work, oldest reception first. */
export const handler = http({ body: noBody, query: [...pageParameters, "state"] }, async (request) => {
  const page = readPage(request.query, mostLines, position);
  const filter = readFilter(request.query);
  const { proof } = await openForReading(records, request, [actingPlace(request.caller)], (snapshot, standing) =>
    authoriseOnOwn("queue.list", request.caller, snapshot, standing),
  );
  return { status: 200, body: await pageOf(proof, request, page, filter) };
});
