import type { z } from "zod";
import type { Authorizer } from "./authorizer.ts";
import type { Cors, IntegrationProperties, StageProperties } from "./declarations.ts";
import type { RouteKey } from "./routing.ts";

export type Integration = z.infer<typeof IntegrationProperties>;
export type Stage = z.infer<typeof StageProperties>;

export interface Route {
  readonly key: RouteKey;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
}

/** One HTTP API as its resources declared it. */
export interface HttpApi {
  readonly id: string;
  readonly port: number;
  readonly cors: Cors | undefined;
  readonly disabled: boolean;
  readonly stages: Map<string, Stage>;
  readonly routes: Route[];
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
}

/** The APIs of a run, by id. */
export type Registry = Map<string, HttpApi>;

/** The API that a resource belongs to; throws when the template names one that does not exist. */
export function apiOf(registry: Registry, apiId: string): HttpApi {
  const api = registry.get(apiId);
  if (api === undefined) throw new Error(`No HTTP API has the id ${apiId}.`);
  return api;
}
