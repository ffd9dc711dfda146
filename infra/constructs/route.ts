import { Stack } from "aws-cdk-lib";
import { CfnIntegration, CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { type Alias, CfnPermission } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { RouteSpec } from "../function-spec.ts";
import { acknowledge } from "./acknowledge.ts";

interface RouteProps {
  readonly spec: Pick<RouteSpec, "route" | "access">;
  readonly apiId: string;
  readonly authorizerId: string;
  readonly live: Alias;
}

/**
 * One route of the front door: a token of the trusted issuer with the route's scope, or public for a written reason.
 * The front door may invoke alias `live` of this one function, for this one route.
 */
export class Route extends Construct {
  constructor(scope: Construct, id: string, { spec, apiId, authorizerId, live }: RouteProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, "Integration", {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: live.functionArn,
      payloadFormatVersion: "2.0",
    });
    const route = new CfnRoute(this, "Route", {
      apiId,
      routeKey: spec.route,
      target: `integrations/${integration.ref}`,
      ...("scope" in spec.access
        ? { authorizationType: "JWT", authorizerId, authorizationScopes: [spec.access.scope] }
        : { authorizationType: "NONE" }),
    });
    if ("publicBecause" in spec.access) {
      acknowledge(route, "AwsSolutions-APIG4", spec.access.publicBecause);
    }
    const [method, path] = spec.route.split(" ");
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      functionName: live.functionArn,
      sourceArn: Stack.of(this).formatArn({
        service: "execute-api",
        resource: apiId,
        resourceName: `*/${method}${path}`,
      }),
    });
  }
}
