import type { Authorisation, Proof } from "../kernel/access.ts";
import type { Place, Records, Snapshot } from "../ports/records.ts";
import { type ApiRequest, type Open, openWith, ownMembershipPlace, type Standing, standingOf } from "./act.ts";
import { demandAllowed, demandOrganisation } from "./demand.ts";

/** A read that the access table allowed: the items it opened, and the proof for lists. */
export interface Reading {
  readonly proof: Proof;
  readonly open: Open;
  readonly standing: Standing;
}

/** The one path of a read: one consistent batch, then the access table, then the items. */
export async function openForReading(
  records: Records,
  request: ApiRequest<unknown>,
  places: readonly Place[],
  authorisation: (snapshot: Snapshot, standing: Standing) => Authorisation,
): Promise<Reading> {
  demandOrganisation(request.caller.organisation);
  const own = ownMembershipPlace(request.caller);
  const snapshot = await records.load([...(own ? [own] : []), ...places]);
  const standing = standingOf(request.caller, snapshot, request.at);
  const proof = demandAllowed(authorisation(snapshot, standing), standing.roles);
  return { proof, open: openWith(snapshot, proof), standing };
}
