import { CfnApi, CfnAuthorizer, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { retentionDays, type StageConfig, throttling } from "../config.ts";
import { alarmAtFirst, alarmPeriod } from "./alarm.ts";

/** What a line of the access log holds: the route, never a path, a header, an address or a body. */
const accessLogFields = {
  requestId: "$context.requestId",
  at: "$context.requestTimeEpoch",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationStatus: "$context.integrationStatus",
};

const headersOfCalls = ["authorization", "content-type", "guichet-organisation", "idempotency-key", "if-match"];

/** The one HTTP API of a placement, with its authoriser; nothing answers on it until a `Route` is added. */
export class FrontDoor extends Construct {
  readonly apiId: string;
  readonly authorizerId: string;
  readonly url: string;

  constructor(scope: Construct, id: string, config: StageConfig, logsKey: IKey) {
    super(scope, id);
    const api = new CfnApi(this, "Api", {
      name: `guichet-${config.stage}`,
      protocolType: "HTTP",
      ...(config.portalOrigin && { corsConfiguration: browserAccess(config.portalOrigin) }),
    });
    this.apiId = api.ref;
    this.url = api.attrApiEndpoint;
    this.authorizerId = new CfnAuthorizer(this, "Issuer", {
      apiId: api.ref,
      name: "issuer",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: config.issuer, audience: [config.audience] },
    }).ref;
    const logs = new LogGroup(this, "AccessLogs", { retention: retentionDays.logs, encryptionKey: logsKey });
    new CfnStage(this, "Stage", {
      apiId: api.ref,
      stageName: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(accessLogFields) },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: throttling.ratePerSecond,
        throttlingBurstLimit: throttling.burst,
      },
    });
    alarmAtFirst(this, "Failures", failures(api.ref), "The front door answered 5xx: see the errors of the functions.");
  }
}

function browserAccess(portalOrigin: string): CfnApi.CorsProperty {
  return {
    allowOrigins: [portalOrigin],
    allowMethods: ["GET", "POST"],
    allowHeaders: headersOfCalls,
    exposeHeaders: ["etag", "location", "retry-after"],
    maxAge: 600,
  };
}

function failures(apiId: string): Metric {
  return new Metric({
    namespace: "AWS/ApiGateway",
    metricName: "5xx",
    dimensionsMap: { ApiId: apiId },
    statistic: "Sum",
    period: alarmPeriod,
  });
}
