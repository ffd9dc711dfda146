import { type Member, personSchema } from "../../shared/domain/directory/items.ts";
import type { OrganisationKind, Role } from "../../shared/domain/directory/roles.ts";
import type { OrganisationState } from "../../shared/domain/directory/states.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { ActDecision, FreshIds, Open, PersonalValue } from "../../shared/lambda/act.ts";
import { memberIdOf, places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";
import { memberPut } from "./organisation-act.ts";

/** A new organisation and the person who brings it. */
export interface Founding {
  readonly name: string;
  readonly siret: string;
  readonly person: { readonly displayName: string; readonly mail: string };
  readonly kind: OrganisationKind;
  readonly state: OrganisationState;
  readonly roles: readonly Role[];
  readonly at: Instant;
  readonly login: string;
}

/** The first event of an organisation's chain: its head, its first membership, and that person's sealed name and mail. */
export function foundation(founding: Founding, open: Open, fresh: FreshIds): ActDecision {
  const { name, siret, kind, state, at } = founding;
  const id = fresh.subject;
  const joining = joinAs(founding, open, fresh, {
    organisationId: id,
    seq: 1,
    state: state === "active" ? "active" : "proposed",
  });
  const administrators = state === "active" ? 1 : 0;
  const place = places.organisation(id);
  return {
    chain: { id, procedure: "organisation", seq: 0, hash: "" },
    actor: joining.member.personId,
    event: {
      type: "organisation.registered",
      data: { kind, siret, name, state, member: joining.member.id, roles: [...founding.roles] },
      findings: [],
    },
    head: {
      place,
      item: { v: 1, id, owner: id, name, siret, organisationKind: kind, state, administrators, registeredAt: at },
      owner: id,
    },
    puts: joining.puts,
    personal: joining.personal,
    subject: place,
  };
}

interface Joining {
  readonly organisationId: string;
  readonly seq: number;
  readonly state: "proposed" | "active";
  /** A membership of the same person that has ended. */
  readonly former?: Member | undefined;
}

/** The membership of a person who joins, known to the platform or not, and the personal values to seal. */
export function joinAs(
  who: Pick<Founding, "person" | "roles" | "at" | "login">,
  open: Open,
  fresh: FreshIds,
  { organisationId, seq, state, former }: Joining,
): { readonly member: Member; readonly puts: readonly Put[]; readonly personal: readonly PersonalValue[] } {
  const known = open(places.person(who.login), personSchema);
  const personId = known?.personId ?? fresh.person;
  const id = memberIdOf(organisationId, who.login);
  const member: Member = {
    v: 1,
    id,
    personId,
    organisationId,
    roles: [...who.roles],
    state,
    from: who.at,
    identitySeq: seq,
  };
  const pointer: Put = {
    place: places.membership(who.login, organisationId),
    item: { v: 1, organisationId, memberId: id },
    condition: { kind: "absent" },
  };
  const personPut: Put = { place: places.person(who.login), item: { v: 1, personId }, condition: { kind: "absent" } };
  return {
    member,
    puts: [
      ...(former === undefined
        ? [{ place: places.member(organisationId, id), item: member, condition: { kind: "absent" as const } }, pointer]
        : [memberPut(former, member)]),
      ...(known === undefined ? [personPut] : []),
    ],
    personal: (["displayName", "mail"] as const).map((field) => ({
      subject: personId,
      known: known !== undefined,
      field,
      text: who.person[field],
    })),
  };
}
