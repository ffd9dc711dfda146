import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Bundles } from "../bundles.ts";
import type { StageConfig } from "../config.ts";
import { FrontDoor } from "../constructs/front-door.ts";
import { HouseFunction } from "../constructs/function.ts";
import { Route } from "../constructs/route.ts";
import type { Surroundings } from "../constructs/surroundings.ts";
import { constructId, type RouteSpec } from "../function-spec.ts";

interface ApiStackProps extends StackProps {
  readonly around: Surroundings;
  readonly bundles: Bundles;
  readonly config: StageConfig;
  readonly routes: readonly RouteSpec[];
}

/** The front door, its routes and the functions behind them. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { around, config, bundles, routes, ...props }: ApiStackProps) {
    super(scope, id, props);
    const { apiId, authorizerId, url } = new FrontDoor(this, "FrontDoor", config, around.stores.keys.logs);
    for (const spec of routes) {
      const { live } = new HouseFunction(this, constructId(spec), { spec, around, bundle: bundles.directoryOf(spec) });
      new Route(this, `${constructId(spec)}Route`, { spec, apiId, authorizerId, live });
    }
    new CfnOutput(this, "ApiUrl", { value: url });
  }
}
