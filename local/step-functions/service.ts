import type { z } from "zod";
import { AwsError, errorResponse } from "../aws-door/aws-error.ts";
import type { AwsResponse, AwsService, Iam, SignedRequest } from "../contracts.ts";
import { inputs } from "./inputs.ts";
import type { Desk } from "./operations.ts";
import * as operations from "./operations.ts";

type Operation = (desk: Desk, input: unknown) => object | Promise<object>;

/** Step Functions behind the AWS door (JSON 1.0, `AWSStepFunctions.*`). */
export function stepFunctionsService(
  parts: Omit<Desk, "authorise"> & { readonly iam: Pick<Iam, "authorize"> },
): AwsService {
  return {
    name: "states",
    handle: async (request) => {
      try {
        return answer(await play({ ...parts, authorise: authoriserOf(parts.iam, request) }, request));
      } catch (error) {
        if (error instanceof AwsError) return errorResponse(error);
        throw error;
      }
    },
  };
}

function authoriserOf(iam: Pick<Iam, "authorize">, { principal }: SignedRequest): Desk["authorise"] {
  return (action, resource) => {
    const decision = iam.authorize({ principal, action: `states:${action}`, resource });
    if (!decision.allowed) throw new AwsError("AccessDeniedException", decision.message);
  };
}

function play(desk: Desk, { headers, body }: SignedRequest): object | Promise<object> {
  const name = String(headers["x-amz-target"]).replace(/^AWSStepFunctions\./, "");
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) {
    throw new AwsError("UnknownOperationException", `The local cloud does not play '${name}' of Step Functions`);
  }
  return operation(desk, JSON.parse(body.toString("utf8")));
}

function answer(result: object): AwsResponse {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(result) };
}

function reading<T>(schema: z.ZodType<T>, run: (desk: Desk, input: T) => object | Promise<object>): Operation {
  return (desk, given) => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return run(desk, parsed.data);
    const issues = parsed.error.issues.map(({ path, message }) => `Value at '${path.join(".")}' failed: ${message}`);
    throw new AwsError("ValidationException", `${issues.length} validation error detected: ${issues.join("; ")}`);
  };
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  StartExecution: reading(inputs.StartExecution, operations.startExecution),
  DescribeExecution: reading(inputs.DescribeExecution, operations.describeExecution),
  ListExecutions: reading(inputs.ListExecutions, operations.listExecutions),
  StopExecution: reading(inputs.StopExecution, operations.stopExecution),
  GetExecutionHistory: reading(inputs.GetExecutionHistory, operations.getExecutionHistory),
  SendTaskSuccess: reading(inputs.SendTaskSuccess, operations.sendTaskSuccess),
  SendTaskFailure: reading(inputs.SendTaskFailure, operations.sendTaskFailure),
  SendTaskHeartbeat: reading(inputs.SendTaskHeartbeat, operations.sendTaskHeartbeat),
  DescribeStateMachine: reading(inputs.DescribeStateMachine, operations.describeStateMachine),
  ListStateMachines: reading(inputs.ListStateMachines, operations.listStateMachines),
};
