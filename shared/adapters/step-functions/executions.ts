import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import type { ExecutionState, ExecutionStates, Executions } from "../../ports/executions.ts";

/** Executions on Step Functions. `arns`: alias of each machine by its name. */
export function stepFunctionsExecutions(client: SFNClient, arns: Readonly<Record<string, string>>): Executions {
  return {
    start: async (machine, name, input) => {
      const stateMachineArn = arns[machine];
      if (stateMachineArn === undefined) throw new Error(`no machine is called ${machine}`);
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        // The name is that of this line and of no other: whoever has it is the execution that was wanted.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    succeed: async (taskToken, output) => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return "answered";
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return "over";
        throw error;
      }
    },
  };
}

const states: ReadonlyMap<string, ExecutionState> = new Map([
  ["RUNNING", "running"],
  ["PENDING_REDRIVE", "running"],
  ["SUCCEEDED", "rested"],
]);

/** States of executions on Step Functions; `arns` as above. */
export function stepFunctionsStates(client: SFNClient, arns: Readonly<Record<string, string>>): ExecutionStates {
  return {
    stateOf: async (machine, name) => {
      const executionArn = executionArnOf(arns[machine] ?? "", name);
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return (status && states.get(status)) ?? "ended";
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return "unknown";
        throw error;
      }
    },
  };
}

/** `…:stateMachine:<machine>:live` → `…:execution:<machine>:<name>`. */
function executionArnOf(aliasArn: string, name: string): string {
  const [partition, service, region, account, machine] = [1, 2, 3, 4, 6].map((part) => aliasArn.split(":")[part]);
  return ["arn", partition, service, region, account, "execution", machine, name].join(":");
}
