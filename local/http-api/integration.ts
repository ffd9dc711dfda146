import type { Cloud } from "../contracts.ts";
import type { Answer } from "./answer.ts";
import { functionAnswer, gatewayAnswer, integrationFailure } from "./answer.ts";
import type { HttpApi, Integration, Route } from "./registry.ts";

const TIMED_OUT = Symbol("timed out");

/** Calls the function of a route under the API's own right to call it, and makes an answer of what it returns. */
export async function callFunction(
  cloud: Cloud,
  integration: Integration,
  sourceArn: string,
  event: Record<string, unknown>,
): Promise<Answer> {
  const invocation = cloud.lambda.invoke({
    functionArn: integration.IntegrationUri,
    payload: JSON.stringify(event),
    service: { principal: "apigateway.amazonaws.com", sourceArn },
  });
  try {
    const result = await within(invocation, integration.TimeoutInMillis);
    if (result === TIMED_OUT) return gatewayAnswer(503, "Service Unavailable");
    return result.functionError === undefined ? functionAnswer(result.payload) : integrationFailure();
  } catch (error) {
    // The client learns no more than on AWS: what went wrong is told where the local cloud runs.
    console.error(`HTTP API: ${integration.IntegrationUri} could not be called:`, error);
    return integrationFailure();
  }
}

/** The ARN by which an API names itself when it calls a function, with the path as the route declares it. */
export function sourceArnOf(cloud: Cloud, api: HttpApi, stage: string, route: Route, method: string): string {
  const [, path] = route.key.text.split(" ");
  const resource = path === undefined ? route.key.text : `${method}${path}`;
  return `arn:aws:execute-api:${cloud.region}:${cloud.account}:${api.id}/${stage}/${resource}`;
}

async function within<T>(promise: Promise<T>, millis: number): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), millis);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
