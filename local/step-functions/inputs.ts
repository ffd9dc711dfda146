import { z } from "zod";

const taskToken = z.string().min(1).max(2048);
const error = z.string().max(256).optional();
const cause = z.string().max(32_768).optional();
const executionArn = z.string();
const stateMachineArn = z.string();
/** 0 stands for the default of AWS. */
const page = {
  maxResults: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(100)
    .transform((limit) => limit || 100),
  nextToken: z.string().optional(),
};

/** What each operation takes. */
export const inputs = {
  StartExecution: z.object({
    stateMachineArn,
    name: z.string().min(1).optional(),
    input: z.string().default("{}"),
    traceHeader: z.string().optional(),
  }),
  DescribeExecution: z.object({ executionArn }),
  ListExecutions: z.object({
    stateMachineArn,
    statusFilter: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]).optional(),
    ...page,
  }),
  StopExecution: z.object({ executionArn, error, cause }),
  GetExecutionHistory: z.object({
    executionArn,
    reverseOrder: z.boolean().default(false),
    includeExecutionData: z.boolean().default(true),
    ...page,
  }),
  SendTaskSuccess: z.object({ taskToken, output: z.string().max(262_144) }),
  SendTaskFailure: z.object({ taskToken, error, cause }),
  SendTaskHeartbeat: z.object({ taskToken }),
  DescribeStateMachine: z.object({ stateMachineArn }),
  ListStateMachines: z.object(page),
};

export type Inputs = { readonly [Name in keyof typeof inputs]: z.infer<(typeof inputs)[Name]> };
