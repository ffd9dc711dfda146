import { z } from "zod";

const Stub = z.looseObject({
  resource: z.string().optional(),
  resourceType: z.string().optional(),
  expectArguments: z.json().optional(),
  expectArgumentsAny: z.array(z.string()).default([]),
  outcome: z.enum(["succeed", "fail", "never"]),
  result: z.json().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  submitted: z.json().optional(),
  callbackAfterSeconds: z.number().default(0),
  heartbeatsAtSeconds: z.array(z.number()).default([]),
  timeoutInSeconds: z.number().optional(),
  heartbeatInSeconds: z.number().optional(),
});

const ApiCall = z.looseObject({
  atSeconds: z.number().default(0),
  op: z.string(),
  tokenOf: z.string().optional(),
  tokenIndex: z.number().default(0),
  token: z.string().optional(),
  output: z.json().optional(),
  outputText: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  expectError: z.string().optional(),
  expectMessage: z.string().optional(),
});

const Expected = z.looseObject({
  status: z.string(),
  output: z.json().optional(),
  outputAny: z.array(z.string()).default([]),
  error: z.string().nullish(),
  errorSoft: z.boolean().default(false),
  cause: z.string().nullish(),
  causeAny: z.boolean().default(false),
  statesEntered: z.array(z.string()).optional(),
  statesEnteredUnordered: z.boolean().default(false),
  events: z.array(z.string()).optional(),
  evaluationFailed: z.array(z.record(z.string(), z.json())).optional(),
  elapsedSeconds: z.number().optional(),
  elapsedSecondsMin: z.number().optional(),
  elapsedSecondsMax: z.number().optional(),
  distinctTokens: z.number().optional(),
  eventCount: z.number().optional(),
});

/** An execution with what its services answer and what must come of it. */
const RunCase = z.looseObject({
  name: z.string(),
  definition: z.unknown(),
  input: z.json(),
  clock: z.looseObject({ startTime: z.string() }).optional(),
  lambdaStubs: z.record(z.string(), z.array(Stub)).default({}),
  driver: z.array(ApiCall).default([]),
  expected: Expected,
});

/** A definition, and whether AWS takes it. */
const ValidatorCase = z.looseObject({
  name: z.string(),
  kind: z.enum(["validate", "validate-state"]),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  definition: z.unknown(),
  definitionText: z.string().nullish(),
  valid: z.boolean(),
  awsMessage: z.string().nullish(),
});

export const Case = z.union([ValidatorCase, RunCase]);
export type Stub = z.infer<typeof Stub>;
export type ApiCall = z.infer<typeof ApiCall>;
export type Expected = z.infer<typeof Expected>;
export type RunCase = z.infer<typeof RunCase>;
export type ValidatorCase = z.infer<typeof ValidatorCase>;
