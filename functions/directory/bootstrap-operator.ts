import * as z from "zod/mini";
import { organisationAccess } from "../../shared/domain/directory/access.ts";
import { type FoundOperator, foundOperatorBody } from "../../shared/domain/directory/api.ts";
import { authorise } from "../../shared/kernel/access.ts";
import { Problem } from "../../shared/kernel/problem.ts";
import { instantFromEpochMillis } from "../../shared/kernel/time.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { loginDigest, places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";
import { foundation } from "./foundation.ts";

/** What the first person of each body may do. */
const firstRoles = { operator: ["administrator", "programme-admin"], ans: ["administrator", "ans"] } as const;

/** Founds the one operator of the platform, or its one ANS, with the first person who may confirm others. */
const foundOperator: Act<FoundOperator> = {
  acting: "person",
  places: ({ caller }) => [places.person(caller.login)],
  // Whoever could invoke this function was let in by the cloud account: no request over HTTP reaches it.
  authorise: ({ body }) =>
    authorise(organisationAccess, {
      roles: ["account-administrator"],
      action: `${body.kind}.found`,
      relation: "none",
      state: "none",
    }),
  decide: ({ body, at, caller }, open, _standing, fresh) => {
    const roles = firstRoles[body.kind];
    const founded = foundation({ ...body, state: "active", roles, at, login: caller.login }, open, fresh);
    const ifTaken = () => new Problem("already-exists", "Cet organisme existe déjà sur la plateforme.");
    const organisationId = fresh.subject;
    const taken = [places[body.kind](), places.siret(body.siret)].map(
      (place): Put => ({ place, item: { organisationId }, condition: { kind: "absent" }, ifTaken }),
    );
    return { ...founded, puts: [...(founded.puts ?? []), ...taken] };
  },
};

/** Invoked once for each body by an administrator of the account. Invoked again, it changes nothing and says so. */
export async function handler(
  payload: unknown,
): Promise<{ readonly founded: boolean; readonly organisation?: string }> {
  const body = z.parse(foundOperatorBody, payload);
  const { issuer, subject } = body;
  const caller = { issuer, subject, login: loginDigest(issuer, subject), client: "account-administrator" };
  const at = instantFromEpochMillis(Date.now());
  const idempotencyKey = `found-${body.kind}-once`;
  const request = { route: "found-operator", body, path: {}, query: {}, at, caller, idempotencyKey };
  try {
    const result = await performAct(sealingActDeps, foundOperator, request);
    return { founded: true, organisation: String(result.subject.id) };
  } catch (error) {
    // The second: founded already, in the last thirty days, by the same person with another name or SIRET.
    if (error instanceof Problem && ["already-exists", "key-reused"].includes(error.code)) return { founded: false };
    throw error;
  }
}
