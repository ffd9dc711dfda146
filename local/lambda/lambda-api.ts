import type { AwsResponse, AwsService, Iam, SignedRequest } from "../contracts.ts";
import type { AsyncInvocations } from "./async-invocations.ts";
import { LambdaException } from "./lambda-exception.ts";
import type { PlayedLambda } from "./played-lambda.ts";

const INVOKE = /^\/2015-03-31\/functions\/(?<name>[^/]+)\/invocations$/;

type Invocations = Pick<AsyncInvocations, "add">;

/** The Lambda API behind the AWS door: Invoke, synchronous or not. */
export function lambdaApi(lambda: PlayedLambda, iam: Iam, invocations: Invocations): AwsService {
  return {
    name: "lambda",
    handle: async (request) => {
      try {
        return await invoke(lambda, { iam, invocations }, request);
      } catch (error) {
        if (error instanceof LambdaException) return refusal(error, request.requestId);
        throw error;
      }
    },
  };
}

async function invoke(
  lambda: PlayedLambda,
  { iam, invocations }: { readonly iam: Iam; readonly invocations: Invocations },
  request: SignedRequest,
): Promise<AwsResponse> {
  const reference = functionOf(request);
  const type = typeOf(request);
  const target = lambda.registry.target(reference);
  const answer = iam.authorize({
    principal: request.principal,
    action: "lambda:InvokeFunction",
    resource: target.invokedArn,
    resourcePolicy: lambda.registry.policy(reference),
  });
  if (!answer.allowed) throw new LambdaException("AccessDeniedException", 403, answer.message);
  const payload = checkedJson(request.body.length === 0 ? "{}" : request.body.toString("utf8"));
  if (type === "Event") {
    if (Buffer.byteLength(payload) > ASYNCHRONOUS_LIMIT) throw tooLarge();
    invocations.add(target.invokedArn, payload);
    return { status: 202, headers: { "x-amzn-RequestId": request.requestId }, body: "" };
  }
  const within = request.principal.kind === "role";
  const result = await lambda.invoke({ functionArn: target.invokedArn, payload, within });
  return {
    status: 200,
    headers: {
      "Content-Type": "application/json",
      "x-amzn-RequestId": request.requestId,
      "X-Amz-Executed-Version": target.version,
      ...(result.functionError === undefined ? {} : { "X-Amz-Function-Error": result.functionError }),
    },
    body: result.payload,
  };
}

/** What an asynchronous invocation may send. */
const ASYNCHRONOUS_LIMIT = 1_048_576;

function tooLarge(): LambdaException {
  const message = `Request must be smaller than ${ASYNCHRONOUS_LIMIT} bytes for the InvokeFunction operation`;
  return new LambdaException("RequestEntityTooLargeException", 413, message);
}

function typeOf({ headers }: SignedRequest): "RequestResponse" | "Event" {
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type === "RequestResponse" || type === "Event") return type;
  throw new LambdaException("InvalidParameterValueException", 400, `Invocation type ${type} is not played here.`);
}

function functionOf({ method, path, query }: SignedRequest): string {
  const name = method === "POST" ? INVOKE.exec(path)?.groups?.name : undefined;
  if (name === undefined)
    throw new LambdaException("UnknownOperationException", 404, `${method} ${path} is not played here.`);
  const qualifier = query.get("Qualifier");
  return qualifier === null ? decodeURIComponent(name) : `${decodeURIComponent(name)}:${qualifier}`;
}

function checkedJson(payload: string): string {
  try {
    JSON.parse(payload);
    return payload;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LambdaException(
      "InvalidRequestContentException",
      400,
      `Could not parse request body into json: ${reason}`,
    );
  }
}

function refusal({ code, status, message }: LambdaException, requestId: string): AwsResponse {
  const headers = { "Content-Type": "application/json", "x-amzn-RequestId": requestId, "x-amzn-ErrorType": code };
  return {
    status,
    headers,
    body: JSON.stringify({ Type: status < 500 ? "User" : "Service", Message: message, message }),
  };
}
