import type * as z from "zod/mini";
import type { Asker } from "../domain/directory/access.ts";
import { type Member, memberSchema } from "../domain/directory/items.ts";
import type { Authorisation, Proof } from "../kernel/access.ts";
import type { EventData } from "../kernel/event.ts";
import type { Finding } from "../kernel/finding.ts";
import { notFound } from "../kernel/problem.ts";
import type { Instant } from "../kernel/time.ts";
import { memberIdOf, places } from "../ports/places.ts";
import type { Check, Item, Place, Put, Snapshot } from "../ports/records.ts";

/** Who is calling: a login (issuer and subject), the client program, and the organisation named in the request. */
export interface Caller {
  readonly issuer: string;
  readonly subject: string;
  /** Pseudonym of issuer and subject. */
  readonly login: string;
  readonly client: string;
  readonly organisation?: string;
}

/** A request once parsed: typed body, path and query parameters, and the instant at which the front door received it. */
export interface ApiRequest<Body> {
  readonly route: string;
  readonly body: Body;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly caller: Caller;
  readonly idempotencyKey?: string;
  /** Version of the head that the caller last read. */
  readonly ifMatch?: number;
  /** Asked for as a page to read, where there is one. */
  readonly page?: true;
}

/** What the caller may claim to be: the membership in force at the instant of the request, and the roles it gives. */
export interface Standing {
  readonly roles: readonly Asker[];
  readonly member?: Member;
}

/** What was read, open to a decision because the access table allowed it. */
export type Open = <T>(place: Place, schema: z.core.$ZodType<T>) => T | undefined;

/** A value about a person, sealed under the key of `subject` before it is written anywhere. */
export interface PersonalValue {
  readonly subject: string;
  /** Whether the subject already has a key. */
  readonly known: boolean;
  readonly field: string;
  readonly text: string;
}

/** Where a chain stands: its case, the procedure it was born under, its last event. */
interface ChainPosition {
  readonly id: string;
  readonly procedure: string;
  readonly seq: number;
  readonly hash: string;
}

interface Decided {
  readonly chain: ChainPosition;
  readonly puts?: readonly Put[];
  readonly checks?: readonly Check[];
  /** The item that the answer shows. */
  readonly subject: Place;
}

/** What an act decided: one event, the heads that it changes, and what must still hold when they are written. */
export interface ActDecision extends Decided {
  readonly actor: string;
  readonly event: {
    readonly type: string;
    readonly data: EventData;
    readonly findings: readonly Finding[];
    readonly role?: string;
    readonly rules?: string;
    readonly calendar?: string;
  };
  /** The new head but for `seq` and `hash`, which the event gives. */
  readonly head: { readonly place: Place; readonly item: Item; readonly owner: string };
  readonly personal?: readonly PersonalValue[];
}

/**
 * What a working step decided: items beside the record, which changes no right and leaves no event. The head must still be
 * the one that was read.
 */
export interface StepDecision extends Decided {
  readonly head: { readonly place: Place; readonly owner: string };
  readonly event?: never;
}

/** Random ids for what an act may create: its subject, and the person who acts when the platform meets them. */
export interface FreshIds {
  readonly subject: string;
  readonly person: string;
}

/** One kind of act. All acts take the same path: authorise, load, decide, one transaction. */
export interface Act<Body> {
  /** Acting for the organisation named in the request, or as a person who may belong to none. */
  readonly acting: "organisation" | "person";
  /** Items to read beside the caller's membership and the idempotency item. */
  places(request: ApiRequest<Body>, fresh: FreshIds): readonly Place[];
  authorise(request: ApiRequest<Body>, snapshot: Snapshot, standing: Standing): Authorisation;
  /** The head that the act changes, among `places`; absent where the act creates it. */
  head?(request: ApiRequest<Body>): Place;
  /** Decides on what was read; refuses by throwing a `Problem`. */
  decide(request: ApiRequest<Body>, open: Open, standing: Standing, fresh: FreshIds): ActDecision | StepDecision;
}

/** Where the caller's own membership in the acting organisation lives; undefined when no organisation was named. */
export function ownMembershipPlace(caller: Caller): Place | undefined {
  if (caller.organisation === undefined) return undefined;
  return places.member(caller.organisation, memberIdOf(caller.organisation, caller.login));
}

/** Roles at `at`: those of an active membership, `applicant` for one not yet confirmed, always `signed-in`. */
export function standingOf(caller: Caller, snapshot: Snapshot, at: Instant): Standing {
  const place = ownMembershipPlace(caller);
  const member = place === undefined ? undefined : snapshot.asking(place, memberSchema);
  if (member === undefined || member.state === "ended" || at < member.from) return { roles: ["signed-in"] };
  if (member.to !== undefined && at >= member.to) return { roles: ["signed-in"] };
  if (member.state === "proposed") return { roles: ["applicant", "signed-in"], member };
  return { roles: [...member.roles, "signed-in"], member };
}

/** Opens a snapshot for one proof. */
export function openWith(snapshot: Snapshot, proof: Proof): Open {
  return (place, schema) => snapshot.reveal(proof, place, schema);
}

/** The random id of the member who acts. */
export function actorOf({ member }: Standing): string {
  if (member === undefined) throw notFound();
  return member.personId;
}
