import { z } from "zod";
import type { Json } from "./json.ts";

const json: z.ZodType<Json> = z.json();
const QueryLanguageName = z.enum(["JSONPath", "JSONata"]);
/** A number, or an expression that gives one. */
const Numeric = z.union([z.number(), z.string()]);
const Path = z.string().nullable();

const Retrier = z.looseObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.number().default(3),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).default("NONE"),
});

const Catcher = z.looseObject({
  ErrorEquals: z.array(z.string()),
  Next: z.string(),
  ResultPath: Path.optional(),
  Output: json.optional(),
  Assign: z.record(z.string(), json).optional(),
});

const ChoiceRule = z.looseObject({
  Next: z.string().optional(),
  Condition: z.union([z.boolean(), z.string()]).optional(),
  Output: json.optional(),
  Assign: z.record(z.string(), json).optional(),
});

const StateSchema = z.looseObject({
  Type: z.enum(["Pass", "Task", "Choice", "Wait", "Parallel", "Map", "Succeed", "Fail"]),
  QueryLanguage: QueryLanguageName.optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  InputPath: Path.optional(),
  OutputPath: Path.optional(),
  ResultPath: Path.optional(),
  Parameters: json.optional(),
  ResultSelector: json.optional(),
  Result: json.optional(),
  Arguments: json.optional(),
  Output: json.optional(),
  Assign: z.record(z.string(), json).optional(),
  Resource: z.string().optional(),
  TimeoutSeconds: Numeric.optional(),
  TimeoutSecondsPath: z.string().optional(),
  HeartbeatSeconds: Numeric.optional(),
  HeartbeatSecondsPath: z.string().optional(),
  Retry: z.array(Retrier).default([]),
  Catch: z.array(Catcher).default([]),
  Choices: z.array(ChoiceRule).default([]),
  Default: z.string().optional(),
  Seconds: Numeric.optional(),
  SecondsPath: z.string().optional(),
  Timestamp: z.string().optional(),
  TimestampPath: z.string().optional(),
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
  get Branches() {
    return z.array(SubMachine).default([]);
  },
  get ItemProcessor() {
    return SubMachine.optional();
  },
  get Iterator() {
    return SubMachine.optional();
  },
  Items: json.optional(),
  ItemsPath: z.string().optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: Numeric.optional(),
  MaxConcurrencyPath: z.string().optional(),
  ToleratedFailureCount: Numeric.optional(),
  ToleratedFailureCountPath: z.string().optional(),
  ToleratedFailurePercentage: Numeric.optional(),
  ToleratedFailurePercentagePath: z.string().optional(),
});

const SubMachine = z.looseObject({
  StartAt: z.string(),
  get States(): z.ZodRecord<z.ZodString, typeof StateSchema> {
    return z.record(z.string(), StateSchema);
  },
});

const MachineSchema = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), StateSchema),
  QueryLanguage: QueryLanguageName.default("JSONPath"),
  TimeoutSeconds: z.number().optional(),
});

export type State = z.infer<typeof StateSchema>;
export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;
export type ChoiceRule = z.infer<typeof ChoiceRule>;
export type QueryLanguage = z.infer<typeof QueryLanguageName>;
/** A sequence of states: a machine, a branch of a Parallel or the processor of a Map. */
export type States = z.infer<typeof SubMachine>;
export type Machine = z.infer<typeof MachineSchema>;

/** The definition of a machine with the defaults of its fields. Throws a ZodError. */
export function parseMachine(definition: unknown): Machine {
  return MachineSchema.parse(definition);
}
