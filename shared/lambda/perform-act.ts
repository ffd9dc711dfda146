import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import { canonicalText } from "../kernel/canonical.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { epochMillis } from "../kernel/time.ts";
import { places } from "../ports/places.ts";
import type { Item, Place, Put, Records } from "../ports/records.ts";
import {
  type Act,
  type ActDecision,
  type ApiRequest,
  actorOf,
  type FreshIds,
  type Open,
  openWith,
  ownMembershipPlace,
  type Standing,
  type StepDecision,
  standingOf,
} from "./act.ts";
import type { SealDeps } from "./chain-event.ts";
import { demandAllowed, demandOrganisation } from "./demand.ts";
import { writingOf } from "./writing.ts";

/** What an act needs of the outside world. */
export interface ActDeps extends SealDeps {
  readonly records: Records;
  newId(): string;
  pause(attempt: number): Promise<void>;
}

/** The item that the answer shows, and the version of the head beside it. */
export interface ActResult {
  readonly subject: Item;
  readonly version: number;
}

const attempts = 5;
const idempotencyDays = 30;
const placeSchema = z.strictObject({ table: z.enum(["cases", "directory"]), pk: z.string(), sk: z.string() });
const idempotencySchema = z.object({
  digest: z.string(),
  subject: placeSchema,
  head: placeSchema,
  expiresAt: z.int(),
});
const versionSchema = z.looseObject({ seq: z.int() });
const anyItem = z.record(z.string(), z.unknown());

/**
 * The one path of an act: read once, authorise, decide, write once. A lost race (a condition that failed, another
 * transaction under way) is read and decided again, so that the loser gets the answer that the new state calls for.
 *
 * @throws Problem with the reason of a refusal; `try-again` when the race was lost five times
 */
export async function performAct<Body>(deps: ActDeps, act: Act<Body>, request: ApiRequest<Body>): Promise<ActResult> {
  const fresh = { subject: deps.newId(), person: deps.newId() };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await attemptAct(deps, act, request, fresh);
    if (result !== "lost") return result;
    if (attempt < attempts) await deps.pause(attempt);
  }
  throw new Problem(
    "try-again",
    "D'autres demandes modifient le même élément en ce moment. Envoyez de nouveau la même demande dans quelques secondes, avec la même clé d'idempotence ; rien n'a été enregistré.",
  );
}

async function attemptAct<Body>(
  deps: ActDeps,
  act: Act<Body>,
  request: ApiRequest<Body>,
  fresh: FreshIds,
): Promise<ActResult | "lost"> {
  const place = idempotencyPlace(act, request);
  const own = ownMembershipPlace(request.caller);
  const wanted = [place, ...(own ? [own] : []), ...act.places(request, fresh)];
  const snapshot = await deps.records.load(wanted);
  const standing = standingOf(request.caller, snapshot, request.at);
  const proof = demandAllowed(act.authorise(request, snapshot, standing), standing.roles);

  const key = { place, digest: digestOf(request, personOf(act, request, standing)) };
  const kept = snapshot.reveal(proof, place, idempotencySchema);
  if (kept !== undefined && kept.expiresAt > nowSeconds(request)) return replay(deps, proof, key.digest, kept);

  const open = openWith(snapshot, proof);
  demandVersion(act, request, open);
  const decision = act.decide(request, open, standing, fresh);
  const onBehalfOf = act.acting === "organisation" ? request.caller.organisation : undefined;
  const writing = await writingOf(deps, proof, decision, request.at, onBehalfOf);
  const outcome = await deps.records.commit(proof, {
    ...writing,
    puts: [...writing.puts, idempotencyPut(key, request, decision)],
    checks: [...writing.checks, ...membershipCheck(request, standing, decision)],
  });
  if (outcome === "lost") return "lost";
  if (outcome !== "committed") throw outcome;
  return { subject: writing.subject, version: writing.version };
}

/** Before the act is judged: whoever read an older version learns that first. */
function demandVersion<Body>(act: Act<Body>, request: ApiRequest<Body>, open: Open): void {
  const { ifMatch } = request;
  const current = (act.head && open(act.head(request), versionSchema)?.seq) ?? 0;
  if (ifMatch === undefined || ifMatch === current) return;
  throw new Problem(
    "version-changed",
    `La version ${ifMatch} que vous avez lue n'est plus la dernière : la version actuelle est la ${current}. Relisez avant de recommencer ; rien n'a été modifié.`,
  );
}

function idempotencyPlace<Body>(act: Act<Body>, request: ApiRequest<Body>): Place {
  const { caller } = request;
  const scope = act.acting === "organisation" ? demandOrganisation(caller.organisation) : caller.login;
  if (request.idempotencyKey === undefined) {
    throw new Problem(
      "missing-idempotency-key",
      "Ajoutez un en-tête Idempotency-Key (16 à 64 caractères, différent pour chaque demande) : il évite qu'un envoi répété compte deux fois.",
    );
  }
  return places.idempotency(scope, caller.client, request.route, request.idempotencyKey);
}

const nowSeconds = (request: { readonly at: ApiRequest<unknown>["at"] }): number =>
  Math.floor(epochMillis(request.at) / 1000);

/** The key of a request: where it is kept, and the digest of what was asked with it. */
interface Key {
  readonly place: Place;
  readonly digest: string;
}

/** Who asks: the key of one member of an organisation is not that of another. */
const personOf = <Body>({ acting }: Act<Body>, { caller }: ApiRequest<Body>, standing: Standing): string =>
  acting === "organisation" ? actorOf(standing) : caller.login;

/** Parsed bodies compare by their canonical form; the path, and the person who asks, are part of what was asked. */
function digestOf<Body>(request: ApiRequest<Body>, person: string): string {
  const text = canonicalText({ person, path: request.path, body: request.body ?? {} });
  if (!text.ok)
    throw new Problem("invalid-content", "La demande contient une valeur qui ne peut pas être enregistrée.");
  return createHash("sha256").update(text.value).digest("hex");
}

function idempotencyPut<Body>(key: Key, request: ApiRequest<Body>, decision: ActDecision | StepDecision): Put {
  const now = nowSeconds(request);
  return {
    place: key.place,
    item: {
      digest: key.digest,
      subject: decision.subject,
      head: decision.head.place,
      expiresAt: now + idempotencyDays * 86_400,
    },
    condition: { kind: "absent-or-expired", nowSeconds: now },
  };
}

/** What the repeated request changed, as it now stands. */
async function replay(
  deps: ActDeps,
  proof: Proof,
  digest: string,
  kept: z.infer<typeof idempotencySchema>,
): Promise<ActResult> {
  if (kept.digest !== digest) {
    throw new Problem(
      "key-reused",
      "Cette clé d'idempotence a déjà servi pour une demande différente, ou à une autre personne. Utilisez une nouvelle clé pour une nouvelle demande ; rien n'a été enregistré.",
    );
  }
  const snapshot = await deps.records.load([kept.head, ...(kept.subject.sk === kept.head.sk ? [] : [kept.subject])]);
  const subject = snapshot.reveal(proof, kept.subject, anyItem);
  const head = snapshot.reveal(proof, kept.head, versionSchema);
  if (subject === undefined || head === undefined) throw notFound();
  return { subject, version: head.seq };
}

/** The caller's right must still stand when the act is written, unless the act itself changes that membership. */
function membershipCheck<Body>(request: ApiRequest<Body>, standing: Standing, decision: ActDecision | StepDecision) {
  const place = ownMembershipPlace(request.caller);
  if (place === undefined || standing.member === undefined) return [];
  if (decision.puts?.some((put) => put.place.pk === place.pk && put.place.sk === place.sk)) return [];
  const { state, from } = standing.member;
  return [{ place, condition: { kind: "equal" as const, attributes: { state, from } } }];
}
