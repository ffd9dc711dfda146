import { z } from "zod";
import { parsePattern } from "../patterns/event-pattern.ts";

/** What the template says of the resource types of Lambda; a value that is not played is refused where it is parsed. */
export const FunctionProperties = z.object({
  FunctionName: z.string().optional(),
  // Inline code and images are not played.
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Runtime: z.string(),
  Role: z.string(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Timeout: z.coerce.number().int().min(1).max(900).default(3),
  MemorySize: z.coerce.number().int().default(128),
  PackageType: z.literal("Zip").optional(),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
});

export const VersionProperties = z.object({ FunctionName: z.string() });

export const AliasProperties = z.object({ FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() });

export const PermissionProperties = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** CloudFormation takes a truth as a boolean or as its text. */
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

/** Lambda says "without limit" by -1. */
const limit = z.coerce
  .number()
  .int()
  .default(-1)
  .transform((value) => (value === -1 ? Number.POSITIVE_INFINITY : value));

const filterCriteria = z
  .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string().transform(readPattern) })) })
  .optional();
/** Where what fails to the end goes. */
export const destinationConfig = z
  .strictObject({
    OnFailure: z
      .strictObject({ Destination: z.string().startsWith("arn:aws:sqs:", "only queues are played") })
      .optional(),
  })
  .optional();
const responseTypes = z.array(z.literal("ReportBatchItemFailures")).default([]);

export const EventSourceMappingProperties = z.object({
  EventSourceArn: z
    .string()
    .regex(/^arn:aws:dynamodb:.+\/stream\/.+/, "only streams of DynamoDB and queues are played"),
  FunctionName: z.string(),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(100),
  BisectBatchOnFunctionError: flag.default(false),
  MaximumRetryAttempts: limit,
  MaximumRecordAgeInSeconds: limit,
  FunctionResponseTypes: responseTypes,
  FilterCriteria: filterCriteria,
  DestinationConfig: destinationConfig,
  Enabled: flag.default(true),
});
export type EventSourceMapping = z.infer<typeof EventSourceMappingProperties>;

/** A mapping on a queue; what belongs to streams alone is refused by its name. */
export const QueueMappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: z.unknown().optional(),
  FunctionResponseTypes: responseTypes,
  FilterCriteria: filterCriteria,
  // Lambda begins with five batches at a time.
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().int().min(2).default(5) }).prefault({}),
  Enabled: flag.default(true),
  Tags: z.unknown().optional(),
});
export type QueueMapping = z.infer<typeof QueueMappingProperties>;

function readPattern(text: string, context: z.RefinementCtx) {
  try {
    return parsePattern(JSON.parse(text));
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
}
