import { Duration } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { retentionDays, rolePaths } from "../config.ts";
import { entryOf, type FunctionSpec, timeoutOf } from "../function-spec.ts";
import { acknowledgeStars } from "./acknowledge.ts";
import { alarmAtFirst, alarmPeriod } from "./alarm.ts";
import { givenTo } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

interface HouseFunctionProps {
  readonly spec: FunctionSpec;
  /** Directory of the bundle. */
  readonly bundle: string;
  readonly around: Surroundings;
  /** Rights of the role for what has the function run. */
  readonly further?: readonly PolicyStatement[];
}

/**
 * A function with the house's defaults: its own role, whose policy is written out (no managed policy); its own log
 * group; no secret in its environment; invoked through alias `live` only; rings at the first error.
 */
export class HouseFunction extends Construct {
  readonly live: lambda.Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { spec, bundle, around, further = [] }: HouseFunctionProps) {
    super(scope, id);
    const description = entryOf(spec);
    const { keys } = around.stores;
    const { statements, environment } = givenTo(spec, around);
    this.logGroup = new LogGroup(this, "Logs", { retention: retentionDays.logs, encryptionKey: keys.logs });
    const handler = new lambda.Function(this, "Handler", {
      description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: lambda.Code.fromAsset(bundle),
      role: this.role(description, [...statements, ...further]),
      logGroup: this.logGroup,
      memorySize: spec.memoryMb ?? 1024,
      timeout: Duration.seconds(timeoutOf(spec)),
      environment,
      ...(spec.reservedConcurrency !== undefined && { reservedConcurrentExecutions: spec.reservedConcurrency }),
    });
    this.live = new lambda.Alias(this, "Live", { aliasName: "live", version: handler.currentVersion });
    const errors = this.live.metricErrors({ period: alarmPeriod });
    alarmAtFirst(this, "Errors", errors, `${description} failed: see its log group.`);
  }

  private role(description: string, granted: readonly PolicyStatement[]): Role {
    const logs = new PolicyStatement({
      sid: "Logs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [this.logGroup.logGroupArn],
    });
    const role = new Role(this, "Role", {
      path: `${rolePaths.functions}${description}/`,
      description: `What ${description} may do`,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { granted: new PolicyDocument({ statements: [logs, ...granted] }) },
    });
    acknowledgeStars(role, granted);
    return role;
  }
}
