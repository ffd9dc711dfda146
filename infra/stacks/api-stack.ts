import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Bundles } from "../bundles.ts";
import type { StageConfig } from "../config.ts";
import { FrontDoor } from "../constructs/front-door.ts";
import { HouseFunction } from "../constructs/function.ts";
import type { Stores } from "../constructs/permissions.ts";
import { Route } from "../constructs/route.ts";
import { bootstrapOperator, constructId, type FunctionSpec, type RouteSpec } from "../functions.ts";

export interface FunctionStackProps extends StackProps {
  readonly stores: Stores;
  readonly bundles: Bundles;
}

interface ApiStackProps extends FunctionStackProps {
  readonly config: StageConfig;
  readonly routes: readonly RouteSpec[];
}

/** The front door, its routes and the functions behind them. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { config, stores, bundles, routes } = props;
    const declare = (spec: FunctionSpec): HouseFunction =>
      new HouseFunction(this, constructId(spec), { spec, stores, bundle: bundles.directoryOf(spec) });

    const { apiId, authorizerId, url } = new FrontDoor(this, "FrontDoor", config, stores.keys.logs);
    for (const spec of routes) {
      const { live } = declare(spec);
      new Route(this, `${constructId(spec)}Route`, { spec, apiId, authorizerId, live });
    }
    const bootstrap = declare(bootstrapOperator);

    new CfnOutput(this, "ApiUrl", { value: url });
    new CfnOutput(this, "BootstrapOperatorFunction", { value: bootstrap.live.functionArn });
  }
}
