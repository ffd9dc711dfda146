import { randomUUID } from "node:crypto";
import type { AccessQuestion, Clock, Iam, LambdaService, Principal, SessionCredentials } from "../contracts.ts";
import { LambdaException } from "../lambda/lambda-exception.ts";
import type { Call, Run, Signal } from "./engine/run.ts";
import { isObject, type Json, parseJson } from "./json.ts";
import type { CallService } from "./runner.ts";

/** Sends a message as `by`; the answer of SQS. Throws what SQS refuses. */
export type SendMessage = (argument: Json, by: Principal) => Json;

export interface ServiceParts {
  readonly lambda: LambdaService;
  /** What a reference to a function names, with the policy of the function. */
  readonly functions: {
    target(reference: string): { readonly invokedArn: string; readonly version: string };
    policy(reference: string): unknown;
  };
  readonly iam: {
    assumeForService(
      roleArn: string,
      service: string,
      sessionName: string,
      context?: AccessQuestion["context"],
    ): SessionCredentials;
    lookup: Iam["lookup"];
    authorize: Iam["authorize"];
  };
  readonly clock: Clock;
  readonly sendMessage?: SendMessage;
}

/** A role session lives 12 hours: a new one is taken well before. */
const RENEWED_AFTER_MILLIS = 6 * 60 * 60 * 1000;

/** The integrations that are played, besides the bare ARN of a function. */
const LAMBDA = /^arn:aws:states:::lambda:invoke(?:\.waitForTaskToken)?$/;
const SQS = /^arn:aws:states:::sqs:sendMessage(?:\.waitForTaskToken)?$/;
const FUNCTION = /^arn:aws:lambda:/;

/** Whether a Resource of a Task is played here. */
export function isPlayed(resource: string, { queues }: { readonly queues: boolean }): boolean {
  return LAMBDA.test(resource) || FUNCTION.test(resource) || (queues && SQS.test(resource));
}

/** Calls services for executions, each with the role of its machine. */
export function callServices(parts: ServiceParts): CallService {
  const roleOf = rolesOf(parts);
  return async (call, run) => {
    const refused = (error: unknown): Signal => ({ kind: "failed", visit: call.visit, ...refusal(call, error) });
    try {
      const principal = roleOf(run);
      if (SQS.test(call.resource)) return () => sent(parts, call, principal, refused);
      const signal = await invoked(parts, call, principal);
      return () => signal;
    } catch (error) {
      return () => refused(error);
    }
  };
}

/** The machine's role, assumed as Step Functions does; a session serves for a while. */
function rolesOf({ iam, clock }: ServiceParts): (run: Run) => Principal {
  const sessions = new Map<string, { readonly since: number; readonly principal: Principal }>();
  return ({ machine: { id, name, roleArn } }) => {
    const held = sessions.get(id);
    if (held !== undefined && clock.now() - held.since < RENEWED_AFTER_MILLIS) return held.principal;
    const session = name.slice(-64);
    const { accessKeyId } = iam.assumeForService(roleArn, "states.amazonaws.com", session, { "aws:SourceArn": id });
    const principal = iam.lookup(accessKeyId)?.principal;
    if (principal === undefined) throw new Error(`Step Functions holds no session of ${roleArn}`);
    sessions.set(id, { since: clock.now(), principal });
    return principal;
  };
}

function sent(
  parts: ServiceParts,
  { argument, resource, visit }: Call,
  by: Principal,
  refused: (error: unknown) => Signal,
) {
  if (parts.sendMessage === undefined) return refused(new Error(`${resource} is not played here`));
  try {
    return answered(resource, visit, withMetadata(parts.sendMessage(argument, by), randomUUID()));
  } catch (error) {
    return refused(error);
  }
}

/** The answer of a service: the result itself, or the beginning of a wait for the token. */
function answered(resource: string, visit: number, output: Json): Signal {
  return { kind: resource.endsWith(".waitForTaskToken") ? "submitted" : "succeeded", visit, output };
}

async function invoked(parts: ServiceParts, call: Call, principal: Principal): Promise<Signal> {
  const { visit, resource, argument } = call;
  const bare = FUNCTION.test(resource);
  const { reference, payload } = bare ? { reference: resource, payload: argument } : invocationOf(argument);
  const target = parts.functions.target(reference);
  const resourcePolicy = parts.functions.policy(reference);
  const question = { principal, action: "lambda:InvokeFunction", resource: target.invokedArn, resourcePolicy };
  const answer = parts.iam.authorize(question);
  if (!answer.allowed) throw new LambdaException("AWSLambdaException", 403, answer.message);
  const result = await parts.lambda.invoke({ functionArn: target.invokedArn, payload: JSON.stringify(payload) });
  if (result.functionError !== undefined) return { kind: "failed", visit, ...functionError(result.payload) };
  const Payload = parseJson(result.payload === "" ? "null" : result.payload);
  if (bare) return { kind: "succeeded", visit, output: Payload };
  const output = withMetadata({ ExecutedVersion: target.version, Payload, StatusCode: 200 }, randomUUID());
  return answered(resource, visit, output);
}

function invocationOf(argument: Json): { readonly reference: string; readonly payload: Json } {
  const { FunctionName, Qualifier, Payload = {} } = isObject(argument) ? argument : {};
  if (typeof FunctionName !== "string") throw new Error("The field 'FunctionName' is required but was missing");
  const reference = typeof Qualifier === "string" ? `${FunctionName}:${Qualifier}` : FunctionName;
  return { reference, payload: Payload };
}

/** The error that a function threw, by its type; the cause is the whole of it. */
function functionError(payload: string) {
  const thrown = parseJson(payload);
  const { errorType } = isObject(thrown) ? thrown : {};
  return { error: typeof errorType === "string" ? errorType : "Unhandled", cause: payload };
}

/** What AWS adds to the answer of a service. */
function withMetadata(answer: Json, requestId: string): Json {
  const metadata = { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: requestId } };
  return { ...(isObject(answer) ? answer : {}), ...metadata };
}

/** The refusal of a service, named as Step Functions names it. */
function refusal({ resource }: Call, error: unknown) {
  const service = SQS.test(resource) ? "Sqs" : "Lambda";
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof LambdaException || hasCode(error) ? error.code : `AWS${service}Exception`;
  const status = error instanceof LambdaException ? error.status : 400;
  const cause = `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${randomUUID()})`;
  return { error: `${service}.${code}`, cause };
}

function hasCode(error: unknown): error is { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
