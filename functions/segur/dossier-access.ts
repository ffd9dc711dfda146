import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { enrolmentAccess } from "../../shared/domain/segur/access.ts";
import type { EnrolmentAction, EnrolmentRelation } from "../../shared/domain/segur/access-words.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { type Authorisation, authorise } from "../../shared/kernel/access.ts";
import type { ActDecision, ApiRequest, Caller, Standing } from "../../shared/lambda/act.ts";
import { demandOrganisation } from "../../shared/lambda/demand.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place, Snapshot } from "../../shared/ports/records.ts";

/** The head of the organisation that the caller acts for. */
export const actingPlace = ({ organisation }: Caller): Place => places.organisation(demandOrganisation(organisation));

/** The acting organisation and the dossier that the path names. */
export const dossierPlaces = (request: ApiRequest<unknown>, id = request.path.dossierId): readonly Place[] => [
  actingPlace(request.caller),
  places.dossier(id ?? ""),
];

/** May the caller open a dossier, or list those of the organisation it acts for? */
export function authoriseOnOwn(
  action: EnrolmentAction,
  caller: Caller,
  snapshot: Snapshot,
  standing: Standing,
): Authorisation {
  const acting = snapshot.asking(actingPlace(caller), organisationSchema);
  const owner = acting?.organisationKind === "supplier" && acting.state === "active" ? "owner" : "none";
  const relation: EnrolmentRelation = acting?.organisationKind === "operator" ? "operator" : owner;
  return authorise(enrolmentAccess, { roles: standing.roles, action, relation, state: "none" });
}

/** May the caller do this to an existing dossier? Unknown and foreign ones are hidden alike. */
export function authoriseOnDossier(
  action: EnrolmentAction,
  request: ApiRequest<unknown>,
  snapshot: Snapshot,
  standing: Standing,
  id = request.path.dossierId,
): Authorisation {
  const dossier = snapshot.asking(places.dossier(id ?? ""), enrolmentSchema);
  if (dossier === undefined) return { answer: "hide" };
  const { caller } = request;
  const acting = snapshot.asking(actingPlace(caller), organisationSchema);
  const foreign: EnrolmentRelation = acting?.organisationKind === "operator" ? "operator" : "none";
  const relation = dossier.owner === caller.organisation ? "owner" : foreign;
  return authorise(enrolmentAccess, { roles: standing.roles, action, relation, state: dossier.state });
}

/** The platform acts on a dossier by itself: an execution, a queue or a schedule called it. */
export function authoriseProceeding(dossierId: string, snapshot: Snapshot): Authorisation {
  const dossier = snapshot.asking(places.dossier(dossierId), enrolmentSchema);
  if (dossier === undefined) return { answer: "hide" };
  const question = { roles: ["platform"], action: "dossier.proceed", relation: "platform" } as const;
  return authorise(enrolmentAccess, { ...question, state: dossier.state });
}

/** The next head of a dossier and the chain that it continues. */
export function headOf(dossier: Enrolment, changes: Partial<Enrolment> = {}): Pick<ActDecision, "chain" | "head"> {
  const { id, seq, hash, owner } = dossier;
  return {
    chain: { id, procedure: "enrolment", seq, hash },
    head: { place: places.dossier(id), item: { ...dossier, ...changes }, owner },
  };
}
