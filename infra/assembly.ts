import { App, DefaultStackSynthesizer, type StackProps, Tags, Validations } from "aws-cdk-lib";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import { AwsSolutionsChecks } from "cdk-nag";
import { type Bundles, bundle } from "./bundles.ts";
import { accountOf, type Placement, placements, readConfig, region, type Slug, type StageConfig } from "./config.ts";
import { functions, routes, workers } from "./functions.ts";
import { ApiStack } from "./stacks/api-stack.ts";
import { DataStack } from "./stacks/data-stack.ts";
import { MessagingStack } from "./stacks/messaging-stack.ts";
import { ProceduresStack } from "./stacks/procedures-stack.ts";

interface SynthesisOptions {
  readonly outdir: string;
  /** Context beside what the CDK CLI passes in `CDK_CONTEXT_JSON`. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Called before synthesis, with all stacks in place. */
  readonly inspect?: (app: App) => void;
}

/**
 * Behaviours that a new CDK project starts with; here and not in cdk.json, so that every way to run agrees. Without
 * `minimizePolicies`, which sorts by numbers drawn during synthesis: the second synthesis of a process would differ.
 */
const behaviours = {
  "@aws-cdk/aws-lambda:recognizeLayerVersion": true,
  "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
  "@aws-cdk/core:defaultCrossStackReferences": "strong",
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/core:target-partitions": ["aws"],
};

/** Overrides what the CLI asks for: paths of this machine in the assembly would change its bytes from place to place. */
const nothingOfThisMachine = {
  "aws:cdk:disable-creation-stack-traces": true,
  "aws:cdk:enable-asset-metadata": false,
  "aws:cdk:enable-path-metadata": false,
};

/**
 * Synthesises the cloud of one stage into `outdir`: the same input gives the same bytes.
 * @throws ConfigurationFault, or Error when a function does not bundle or a policy check finds a fault
 */
export function synthesise({ outdir, context = {}, inspect }: SynthesisOptions): CloudAssembly {
  const app = new App({
    outdir,
    context: { ...behaviours, ...context },
    postCliContext: nothingOfThisMachine,
    stackTraces: false,
    analyticsReporting: false,
    treeMetadata: false,
    autoSynth: false,
  });
  const config = readConfig((key) => app.node.tryGetContext(key));
  using bundles = bundle(functions);
  for (const placement of new Set(Object.values(placements))) declareStacks(app, config, placement, bundles);
  Tags.of(app).add("stage", config.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  inspect?.(app);
  return app.synth();
}

function declareStacks(app: App, config: StageConfig, placement: Placement, bundles: Bundles): void {
  const env = { account: accountOf(config, placement), region };
  const props = (part: string): StackProps => ({
    stackName: `guichet-${config.stage}-${placement}-${part}`,
    env,
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    terminationProtection: config.stage !== "local",
  });
  const here = <T extends { readonly slug: Slug }>(specs: readonly T[]): readonly T[] =>
    specs.filter(({ slug }) => placements[slug] === placement);
  const workersHere = here(workers);
  const stores = new DataStack(app, `${placement}-data`, { ...props("data"), config });
  const roads = new MessagingStack(app, `${placement}-messaging`, {
    ...props("messaging"),
    config,
    stores,
    workers: workersHere,
  });
  const around = new ProceduresStack(app, `${placement}-procedures`, {
    ...props("procedures"),
    stores,
    roads,
    bundles,
    workers: workersHere,
  });
  new ApiStack(app, `${placement}-api`, { ...props("api"), config, around, bundles, routes: here(routes) });
}
