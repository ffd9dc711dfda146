import type { Member, Organisation } from "../../shared/domain/directory/items.ts";
import type { ActDecision, ApiRequest } from "../../shared/lambda/act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place, Put } from "../../shared/ports/records.ts";

/** The next head of an organisation and the chain that it continues. */
export function headOf(
  organisation: Organisation,
  changes: Partial<Organisation> = {},
): Pick<ActDecision, "chain" | "head"> {
  const { id, seq, hash, owner } = organisation;
  return {
    chain: { id, procedure: "organisation", seq, hash },
    head: { place: places.organisation(id), item: { ...organisation, ...changes }, owner },
  };
}

/** The head of the organisation that the path names. */
export function targetHead({ path }: ApiRequest<unknown>): Place {
  return places.organisation(path.organisationId ?? "");
}

/** The membership that the path names. */
export function targetMember({ path }: ApiRequest<unknown>): Place {
  return places.member(path.organisationId ?? "", path.memberId ?? "");
}

/** Writes a membership over the one that was read, and over no other. */
export function memberPut(read: Member, next: Member): Put {
  const { state, from } = read;
  return {
    place: places.member(read.organisationId, read.id),
    item: next,
    condition: { kind: "equal", attributes: { state, from } },
  };
}
