import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { consoleState, signing } from "./account.ts";
import type { Product } from "./product.ts";

async function machineArn(product: Product): Promise<string> {
  const { resources } = await consoleState(product);
  const machine = resources.find(({ type }) => type === "AWS::StepFunctions::StateMachine");
  if (machine === undefined) throw new Error("the template declares no machine");
  return machine.ref;
}

/** The executions of a dossier. */
export async function executionsOf(product: Product, id: string) {
  const stateMachineArn = await machineArn(product);
  const { executions = [] } = await new SFNClient(signing(product)).send(
    new ListExecutionsCommand({ stateMachineArn }),
  );
  return executions.filter(({ name }) => name?.startsWith(id));
}

/** Ends what runs for a dossier, as an administrator of the account can. */
export async function stopExecutions(product: Product, id: string): Promise<void> {
  const client = new SFNClient(signing(product));
  for (const { executionArn } of await executionsOf(product, id)) {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === "RUNNING") await client.send(new StopExecutionCommand({ executionArn }));
  }
}

/** Starts one behind the back of the relay. */
export async function startExecution(product: Product, caseId: string): Promise<void> {
  const input = JSON.stringify({ v: 1, caseId });
  const stateMachineArn = await machineArn(product);
  await new SFNClient(signing(product)).send(new StartExecutionCommand({ stateMachineArn, input }));
}
