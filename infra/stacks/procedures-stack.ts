import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { IAlias } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Bundles } from "../bundles.ts";
import { alarmAtFirst, alarmPeriod } from "../constructs/alarm.ts";
import { HouseFunction } from "../constructs/function.ts";
import { hookupOf } from "../constructs/hookup.ts";
import type { Roads, Stores, Surroundings } from "../constructs/surroundings.ts";
import { Workflow } from "../constructs/workflow.ts";
import { constructId, entryOf, triggersOf, type WorkerSpec } from "../function-spec.ts";
import { countedForAPerson } from "../metrics.ts";
import { type WorkflowName, workflowNames, workflows } from "../workflows.ts";

interface ProceduresStackProps extends StackProps {
  readonly stores: Stores;
  readonly roads: Roads;
  readonly bundles: Bundles;
  readonly workers: readonly WorkerSpec[];
}

/** What functions count in their logs. */
const counted = (metricName: string) =>
  new Metric({ namespace: "Guichet", metricName, statistic: "Sum", period: alarmPeriod });

/**
 * What goes on without a client: the workflows, the functions that they call, and those which queues, streams and
 * schedules run. Each is built when the first part that names it is, so that the order of their list does not matter.
 */
export class ProceduresStack extends Stack implements Surroundings {
  readonly stores: Stores;
  readonly roads: Roads;
  private readonly specs: readonly WorkerSpec[];
  private readonly bundles: Bundles;
  private readonly built = new Map<string, IAlias>();
  private readonly machines = new Map<WorkflowName, Workflow>();

  constructor(scope: Construct, id: string, props: ProceduresStackProps) {
    super(scope, id, props);
    this.stores = props.stores;
    this.roads = props.roads;
    this.specs = props.workers;
    this.bundles = props.bundles;
    for (const name of workflowNames) this.workflowNamed(name);
    for (const spec of props.workers) this.workerNamed(entryOf(spec));
    for (const [metric, { alarm, says }] of Object.entries(countedForAPerson)) {
      alarmAtFirst(this, alarm, counted(metric), says);
    }
    const founder = this.workerNamed("directory/bootstrap-operator");
    new CfnOutput(this, "BootstrapOperatorFunction", { value: founder.functionArn });
  }

  workerNamed(entry: string): IAlias {
    const known = this.built.get(entry);
    if (known !== undefined) return known;
    const spec = this.specs.find((one) => entryOf(one) === entry);
    if (spec === undefined) throw new Error(`No function ${entry} is declared with a trigger.`);
    const { further, connect } = hookupOf(this, spec, this);
    const bundle = this.bundles.directoryOf(spec);
    const { live } = new HouseFunction(this, constructId(spec), { spec, bundle, around: this, further });
    connect(live);
    this.built.set(entry, live);
    return live;
  }

  workflowNamed(name: WorkflowName): Workflow {
    const known = this.machines.get(name);
    if (known !== undefined) return known;
    const tasks = this.specs.filter((spec) =>
      triggersOf(spec).some((trigger) => "machine" in trigger && trigger.machine === name),
    );
    const workflow = new Workflow(this, constructId({ name }), {
      definition: new URL(`../../workflows/${workflows[name]}/${name}.asl.json`, import.meta.url),
      functions: Object.fromEntries(tasks.map((spec) => [constructId(spec), this.workerNamed(entryOf(spec))])),
      key: this.stores.keys.business,
      logsKey: this.stores.keys.logs,
    });
    this.machines.set(name, workflow);
    return workflow;
  }
}
