import * as z from "zod/mini";
import { organisationAccess } from "../../shared/domain/directory/access.ts";
import { memberView, organisationView } from "../../shared/domain/directory/api.ts";
import { memberSchema, membershipSchema, organisationSchema } from "../../shared/domain/directory/items.ts";
import { authorise } from "../../shared/kernel/access.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { cursorAfter, pageParameters, readPage } from "../../shared/lambda/page.ts";
import { places } from "../../shared/ports/places.ts";

/** Two items a membership: a page is one batch read. */
const most = 50;
const position = /^MEMBERSHIP#[0-9a-f-]{36}$/;

/** The organisations that the caller belongs to, or waits to join: how one learns for whom one may act. */
export const handler = http({ body: noBody, query: pageParameters }, async ({ caller, query }) => {
  const { limit, position: after } = readPage(query, most, position);
  const roles = ["signed-in"] as const;
  const proof = demandAllowed(
    authorise(organisationAccess, { roles, action: "membership.list", relation: "none", state: "none" }),
  );
  const first = { ...places.membership(caller.login, ""), sk: after ?? "MEMBERSHIP#" };
  const found = (await records.listPartition(proof, first, limit + 1)).filter(({ sk }) => position.test(sk));
  const shown = found.slice(0, limit).map(({ sk, item }) => ({ sk, ...z.parse(membershipSchema, item) }));
  const wanted = shown.flatMap(({ organisationId, memberId }) => [
    { organisation: places.organisation(organisationId), member: places.member(organisationId, memberId) },
  ]);
  const snapshot = await records.load(wanted.flatMap(({ organisation, member }) => [organisation, member]));
  const items = wanted.flatMap(({ organisation, member }) => {
    const head = snapshot.reveal(proof, organisation, organisationSchema);
    const own = snapshot.reveal(proof, member, memberSchema);
    return head && own && own.state !== "ended"
      ? [{ organisation: organisationView(head), member: memberView(own) }]
      : [];
  });
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? { next: cursorAfter(last.sk) } : {};
  return { status: 200, body: { items, ...next } };
});
