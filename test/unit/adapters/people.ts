import { randomUUID } from "node:crypto";
import { foundation } from "../../../functions/directory/foundation.ts";
import { organisationAccess } from "../../../shared/domain/directory/access.ts";
import type { OrganisationKind, Role } from "../../../shared/domain/directory/roles.ts";
import type { OrganisationState } from "../../../shared/domain/directory/states.ts";
import { authorise } from "../../../shared/kernel/access.ts";
import { type Instant, instantSchema } from "../../../shared/kernel/time.ts";
import type { Act, ApiRequest } from "../../../shared/lambda/act.ts";
import { performAct } from "../../../shared/lambda/perform-act.ts";
import { loginDigest, memberIdOf, places } from "../../../shared/ports/places.ts";
import { httpEvent } from "../lambda/http-requests.ts";
import type { Store } from "./store.ts";

export const openedAt = "2032-03-04T05:06:07.089Z";
const siret = "73282932000074";

interface Founded {
  readonly kind: OrganisationKind;
  readonly state: OrganisationState;
  readonly roles: readonly Role[];
  readonly name: string;
  readonly person: { readonly displayName: string; readonly mail: string };
}

const founding: Founded = {
  kind: "supplier",
  state: "active",
  roles: ["administrator", "filer"],
  name: "Labonova",
  person: { displayName: "Camille Morel", mail: "camille@labonova.example" },
};

/** A person, and how they ask the functions of the product for something on behalf of the organisation they founded. */
export class Founder {
  readonly subject = randomUUID();
  readonly login = loginDigest("https://issuer.example", this.subject);
  readonly changes: Partial<Founded>;
  organisation = "";

  constructor(changes: Partial<Founded> = {}) {
    this.changes = changes;
  }

  get memberId(): string {
    return memberIdOf(this.organisation, this.login);
  }

  /** Founds the organisation through the act path itself, with keys of this process in the place of KMS. */
  async found(store: Store, at: Instant = instantSchema.parse(openedAt)): Promise<this> {
    const act: Act<Founded> = {
      acting: "person",
      places: ({ caller }) => [places.person(caller.login)],
      authorise: (_request, _snapshot, { roles }) =>
        authorise(organisationAccess, { roles, action: "organisation.register", relation: "none", state: "none" }),
      decide: ({ body, caller }, open, _standing, fresh) =>
        foundation({ ...body, siret, at, login: caller.login }, open, fresh),
    };
    const request: ApiRequest<Founded> = {
      route: "POST /v1/organisations",
      body: { ...founding, ...this.changes },
      path: {},
      query: {},
      at,
      caller: { issuer: "https://issuer.example", subject: this.subject, login: this.login, client: "portal" },
      idempotencyKey: randomUUID(),
    };
    this.organisation = String((await performAct(store.deps, act, request)).subject.id);
    store.operations();
    return this;
  }

  /** A request of this person as the front door hands it over. */
  asking(route: string, { at = openedAt, key, version, path, query, json }: Asking = {}) {
    const { requestContext } = httpEvent();
    return httpEvent({
      json,
      routeKey: route,
      headers: {
        "content-type": "application/json",
        "guichet-organisation": this.organisation,
        "idempotency-key": key ?? randomUUID(),
        ...(version === undefined ? {} : { "if-match": `"${version}"` }),
      },
      ...(path && { pathParameters: path }),
      ...(query && { queryStringParameters: query }),
      requestContext: {
        ...requestContext,
        timeEpoch: Date.parse(at),
        authorizer: { jwt: { claims: { iss: "https://issuer.example", sub: this.subject, client_id: "portal" } } },
      },
    });
  }
}

interface Asking {
  readonly at?: string;
  readonly key?: string;
  readonly version?: number;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any answer
  readonly json: any;
  readonly text: string;
  readonly etag: string | undefined;
}

/** Calls the handler of a function as Lambda does. */
export async function call(handler: unknown, event: unknown): Promise<Answered> {
  const invoke = handler as (
    event: unknown,
    context: unknown,
  ) => Promise<{
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  }>;
  const { statusCode, headers, body } = await invoke(event, { awsRequestId: "invocation" });
  return { status: statusCode, json: JSON.parse(body), text: body, etag: headers.etag };
}
