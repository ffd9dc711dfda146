import * as z from "zod/mini";
import { mailSchema, mailTroubleLine } from "../../shared/domain/segur/mail-record.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { cursorAfter, pageParameters, readPage } from "../../shared/lambda/page.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { mailTroubleList } from "../../shared/ports/places.ts";
import { actingPlace, authoriseOnOwn } from "./dossier-access.ts";

const position = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[0-9a-f]{64}$/;
const listedSchema = z.extend(mailSchema, { gsk: z.string() });

/** The mails that did not reach their reader, newest first. */
export const handler = http({ body: noBody, query: pageParameters }, async (request) => {
  const { limit, position: before } = readPage(request.query, 100, position);
  const { proof } = await openForReading(records, request, [actingPlace(request.caller)], (snapshot, standing) =>
    authoriseOnOwn("mail-trouble.list", request.caller, snapshot, standing),
  );
  // One more than asked: its presence says that there is a next page.
  const page = { limit: limit + 1, order: "newest", ...(before === undefined ? {} : { after: before }) } as const;
  const found = await records.listed(proof, mailTroubleList, page);
  const mails = found.slice(0, limit).map((item) => z.parse(listedSchema, item));
  const last = mails.at(-1);
  const next = found.length > limit && last !== undefined ? { next: cursorAfter(last.gsk) } : {};
  return { status: 200, body: { items: mails.map(mailTroubleLine), ...next } };
});
