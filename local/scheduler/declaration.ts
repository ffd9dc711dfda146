import { z } from "zod";

const target = z.strictObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
  // Only of use with FIFO queues, which are not played.
  SqsParameters: z.strictObject({}).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  // Checked, and without effect: nothing lies between a schedule and its target that could fail for a while.
  RetryPolicy: z
    .strictObject({ MaximumEventAgeInSeconds: z.coerce.number(), MaximumRetryAttempts: z.coerce.number() })
    .partial()
    .optional(),
});

/** What the API and the template say alike of a schedule; dates in a form of their own. */
export const declaration = {
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal("OFF", "flexible time windows are not played") }),
  Description: z.string().optional(),
  Target: target,
};

/** A schedule as it is kept; instants are UTC ms. */
export const ScheduleRecord = z.object({
  name: z.string(),
  group: z.string(),
  ...declaration,
  startAt: z.number().optional(),
  endAt: z.number().optional(),
  deletedWhenCompleted: z.boolean(),
  /** Whether the template declares it, and may take it away. */
  fromTemplate: z.boolean(),
  clientToken: z.string().optional(),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
export type ScheduleRecord = z.infer<typeof ScheduleRecord>;
