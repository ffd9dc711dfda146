import type { Cloud, ResourcePlayer } from "../contracts.ts";
import { openAuthorizer } from "./authorizer.ts";
import {
  ApiProperties,
  AuthorizerProperties,
  declared,
  IntegrationProperties,
  physicalId,
  RouteProperties,
  StageProperties,
} from "./declarations.ts";
import { openApiDoor } from "./door.ts";
import { apiOf, type Registry } from "./registry.ts";

const NAME_ONLY = "a label in the console of AWS";

/**
 * Plays HTTP APIs (payload 2.0, functions behind routes, JWT authorisers). The first API of the template answers on
 * `ports.api`, the next ones on `ports.api + 10`, `+ 11`… `start` of the API player opens the doors. None of these
 * resources holds data: nothing is lost when one is replaced.
 */
export function httpApiPlayers(cloud: Cloud): readonly ResourcePlayer[] {
  const registry: Registry = new Map();
  return [
    apiPlayer(cloud, registry),
    stagePlayer(cloud, registry),
    integrationPlayer(registry),
    authorizerPlayer(cloud, registry),
    routePlayer(registry),
  ];
}

function apiPlayer(cloud: Cloud, registry: Registry): ResourcePlayer {
  return {
    type: "AWS::ApiGatewayV2::Api",
    reads: ["ProtocolType", "CorsConfiguration", "DisableExecuteApiEndpoint", "Name"],
    ignores: { Description: NAME_ONLY, Tags: NAME_ONLY, IpAddressType: "the door is on 127.0.0.1 whatever is asked" },
    replacedBy: [],
    async create(resource) {
      const properties = declared(ApiProperties, resource);
      const port = registry.size === 0 ? cloud.ports.api : cloud.ports.api + 9 + registry.size;
      const id = physicalId(resource, 10);
      registry.set(id, {
        id,
        port,
        cors: properties.CorsConfiguration,
        disabled: properties.DisableExecuteApiEndpoint,
        stages: new Map(),
        routes: [],
        integrations: new Map(),
        authorizers: new Map(),
      });
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: `http://127.0.0.1:${port}` } };
    },
    async start() {
      for (const api of registry.values()) await openApiDoor(cloud, api);
    },
  };
}

function stagePlayer(cloud: Cloud, registry: Registry): ResourcePlayer {
  return {
    type: "AWS::ApiGatewayV2::Stage",
    reads: ["ApiId", "StageName", "AutoDeploy", "StageVariables"],
    ignores: {
      AccessLogSettings: "the calls are shown by the console page of the local cloud",
      DefaultRouteSettings: "one person's calls need no throttling, and metrics are those of the API",
      RouteSettings: "one person's calls need no throttling, and metrics are those of the API",
      Description: NAME_ONLY,
      Tags: NAME_ONLY,
    },
    replacedBy: [],
    async create(resource) {
      const stage = declared(StageProperties, resource);
      apiOf(registry, stage.ApiId).stages.set(stage.StageName, stage);
      const arn = `arn:aws:apigateway:${cloud.region}::/apis/${stage.ApiId}/stages/${stage.StageName}`;
      return { ref: stage.StageName, attributes: { Arn: arn } };
    },
  };
}

function integrationPlayer(registry: Registry): ResourcePlayer {
  return {
    type: "AWS::ApiGatewayV2::Integration",
    reads: [
      "ApiId",
      "IntegrationType",
      "IntegrationMethod",
      "IntegrationUri",
      "PayloadFormatVersion",
      "TimeoutInMillis",
    ],
    ignores: { Description: NAME_ONLY },
    replacedBy: [],
    async create(resource) {
      const integration = declared(IntegrationProperties, resource);
      const id = physicalId(resource, 7);
      apiOf(registry, integration.ApiId).integrations.set(id, integration);
      return { ref: id, attributes: { IntegrationId: id } };
    },
  };
}

function authorizerPlayer(cloud: Cloud, registry: Registry): ResourcePlayer {
  return {
    type: "AWS::ApiGatewayV2::Authorizer",
    reads: ["ApiId", "AuthorizerType", "IdentitySource", "JwtConfiguration"],
    ignores: { Name: NAME_ONLY },
    replacedBy: [],
    async create(resource) {
      const { ApiId, JwtConfiguration } = declared(AuthorizerProperties, resource);
      const id = physicalId(resource, 6);
      const settings = { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience, clock: cloud.clock };
      apiOf(registry, ApiId).authorizers.set(id, openAuthorizer(settings));
      return { ref: id, attributes: { AuthorizerId: id } };
    },
  };
}

function routePlayer(registry: Registry): ResourcePlayer {
  return {
    type: "AWS::ApiGatewayV2::Route",
    reads: ["ApiId", "RouteKey", "Target", "AuthorizationType", "AuthorizerId", "AuthorizationScopes"],
    ignores: { OperationName: NAME_ONLY },
    replacedBy: [],
    async create(resource) {
      const properties = declared(RouteProperties, resource);
      const id = physicalId(resource, 7);
      apiOf(registry, properties.ApiId).routes.push({
        key: properties.RouteKey,
        integrationId: properties.Target.replace("integrations/", ""),
        authorizerId: properties.AuthorizerId,
        scopes: properties.AuthorizationScopes,
      });
      return { ref: id, attributes: { RouteId: id } };
    },
  };
}
