import * as z from "zod/mini";
import { organisationAccess } from "../../shared/domain/directory/access.ts";
import {
  organisationView,
  type RegisterOrganisation,
  registerOrganisationBody,
} from "../../shared/domain/directory/api.ts";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { authorise } from "../../shared/kernel/access.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import { foundation } from "./foundation.ts";

/** Proposes an organisation with the caller as its first member, until the operator has seen evidence of powers. */
const registerOrganisation: Act<RegisterOrganisation> = {
  acting: "person",
  places: ({ caller }) => [places.person(caller.login)],
  authorise: (_request, _snapshot, { roles }) =>
    authorise(organisationAccess, { roles, action: "organisation.register", relation: "none", state: "none" }),
  decide: ({ body, at, caller }, open, _standing, fresh) =>
    foundation(
      { ...body, kind: "supplier", state: "proposed", roles: ["administrator", "filer"], at, login: caller.login },
      open,
      fresh,
    ),
};

export const handler = http({ body: registerOrganisationBody }, async (request) => {
  const { subject, version } = await performAct(sealingActDeps, registerOrganisation, request);
  const organisation = organisationView(z.parse(organisationSchema, subject));
  return { status: 201, body: organisation, version, location: `/v1/organisations/${organisation.id}` };
});
