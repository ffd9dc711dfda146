import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, CfnOutput, CfnParameter, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { AttributeType, StreamViewType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  Alias,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { buildSync } from "esbuild";

/** The lending desk of a library: an app that the local cloud was not written for. */
const app = new App();
const here = dirname(fileURLToPath(import.meta.url));
const bundles = mkdtempSync(join(tmpdir(), "library-"));
buildSync({
  entryPoints: ["lend", "remind", "open-desk"].map((name) => ({
    in: join(here, "functions", `${name}.ts`),
    out: `${name}/index`,
  })),
  outdir: bundles,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
});

const holdings = new Stack(app, "Holdings");
const key = new Key(holdings, "BorrowerKey", { removalPolicy: RemovalPolicy.DESTROY });
const loans = new TableV2(holdings, "Loans", {
  partitionKey: { name: app.node.tryGetContext("loanKey") ?? "loan", type: AttributeType.STRING },
  dynamoStream: StreamViewType.NEW_IMAGE,
});
const reminders = new TableV2(holdings, "Reminders", { partitionKey: { name: "loan", type: AttributeType.STRING } });
new Bucket(holdings, "Covers");

const desk = new Stack(app, "Desk");
const openingHours = new CfnParameter(desk, "OpeningHours", { default: "9-17" });

function deskFunction(id: string, directory: string, environment: Record<string, string>): LambdaFunction {
  return new LambdaFunction(desk, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromAsset(join(bundles, directory)),
    environment,
  });
}

const lend = deskFunction("Lend", "lend", {
  LOANS: loans.tableName,
  REMINDERS: reminders.tableName,
  KEY: key.keyArn,
  HOURS: openingHours.valueAsString,
});
loans.grantReadWriteData(lend);
if (app.node.tryGetContext("withoutGrant") === undefined) reminders.grantReadData(lend);
key.grantEncryptDecrypt(lend);
const live = new Alias(desk, "LendLive", { aliasName: "live", version: lend.currentVersion });

const remind = deskFunction("Remind", "remind", { REMINDERS: reminders.tableName });
reminders.grantWriteData(remind);
loans.grantStreamRead(remind);
new EventSourceMapping(desk, "LoansToRemind", {
  target: remind,
  eventSourceArn: loans.tableStreamArn ?? "",
  startingPosition: StartingPosition.TRIM_HORIZON,
  batchSize: 10,
  bisectBatchOnError: true,
  retryAttempts: 3,
});

const openDesk = deskFunction("OpenDesk", "open-desk", { REMINDERS: reminders.tableName });
reminders.grantWriteData(openDesk);
new CfnOutput(desk, "OpenDeskArn", { value: openDesk.functionArn });

const api = new CfnApi(desk, "Api", { name: "desk", protocolType: "HTTP" });
new CfnStage(desk, "Stage", { apiId: api.ref, stageName: "$default", autoDeploy: true });
const integration = new CfnIntegration(desk, "Integration", {
  apiId: api.ref,
  integrationType: "AWS_PROXY",
  integrationUri: live.functionArn,
  payloadFormatVersion: "2.0",
});
for (const [id, routeKey] of [
  ["LendRoute", "POST /loans"],
  ["ReadRoute", "GET /loans/{loan}"],
] as const) {
  new CfnRoute(desk, id, { apiId: api.ref, routeKey, target: `integrations/${integration.ref}` });
}
live.addPermission("FromApi", {
  principal: new ServicePrincipal("apigateway.amazonaws.com"),
  sourceArn: `arn:aws:execute-api:${desk.region}:${desk.account}:${api.ref}/*`,
});
app.synth();
rmSync(bundles, { recursive: true });
