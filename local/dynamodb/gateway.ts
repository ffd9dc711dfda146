import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { AwsResponse, AwsService, Clock, Iam, Principal, SignedRequest } from "../contracts.ts";
import { passing } from "../kill-points.ts";
import type { DynamodbLocal, LocalAnswer } from "./dynamodb-local.ts";
import type { Expiry } from "./expiry.ts";
import { KeySchemas } from "./key-schemas.ts";
import { questionsOf } from "./questions.ts";
import { type DynamodbRequest, dynamodbRequest, item } from "./request.ts";

/** Where DynamoDB Local believes it is. */
const LOCAL_PREFIX = "arn:aws:dynamodb:ddblocal:000000000000:";

interface GatewayOptions {
  readonly local: Pick<DynamodbLocal, "call">;
  readonly expiry: Pick<Expiry, "written" | "describe" | "hasRemoved">;
  readonly iam: Pick<Iam, "authorize">;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
}

const TARGET = /^DynamoDB(?:Streams)?_20120810\.(?<operation>\w+)$/;
const PARTIQL_OPERATIONS = ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"];
const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"];
const TABLE_CHANGES = ["CreateTable", "DeleteTable", "UpdateTable"];
/** Answers that hold names of streams and tables, and no data of an item. */
const ANSWERS_WITH_ARNS = [...TABLE_CHANGES, "DescribeTable", "DescribeStream", "GetShardIterator", "ListStreams"];

const recordsAnswer = z.looseObject({
  NextShardIterator: z.string().optional(),
  Records: z.array(z.looseObject({ eventName: z.string(), dynamodb: z.looseObject({ Keys: item }) })),
});
/** What the record of a deletion by expiry says beside. */
const BY_EXPIRY = { userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } };

class DynamodbGateway implements AwsService {
  readonly name = "dynamodb";
  readonly #options: GatewayOptions;
  readonly #schemas: KeySchemas;
  readonly #arnPrefix: string;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#schemas = new KeySchemas(options.local);
    this.#arnPrefix = `arn:aws:dynamodb:${options.region}:${options.account}:`;
  }

  async handle({ headers, body, principal }: SignedRequest): Promise<AwsResponse> {
    const target = String(headers["x-amz-target"] ?? "");
    const operation = TARGET.exec(target)?.groups?.operation ?? target;
    const request = readRequest(body);
    await this.#authorise(operation, request, principal);
    if (PARTIQL_OPERATIONS.includes(operation)) {
      throw new AwsError("ValidationException", "The local cloud does not play PartiQL");
    }
    if (TABLE_CHANGES.includes(operation)) {
      this.#schemas.forget();
    }
    const answer = await this.#forward(target, operation, request);
    return {
      status: answer.status,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: this.#translate(operation, request, answer),
    };
  }

  async #forward(target: string, operation: string, request: DynamodbRequest): Promise<LocalAnswer> {
    const isWrite = WRITES.includes(operation);
    if (isWrite) passing("before-dynamodb-write");
    const answer = await this.#options.local.call(target, JSON.stringify(toLocal(request, this.#arnPrefix)));
    if (answer.status !== 200) return answer;
    await this.#options.expiry.written(operation, request);
    if (isWrite) passing("after-dynamodb-write");
    return answer;
  }

  #translate(operation: string, request: DynamodbRequest, { status, body }: LocalAnswer): string {
    if (status === 200 && operation === "GetRecords") {
      return JSON.stringify(this.#translateRecords(body, request.ShardIterator ?? ""));
    }
    if (status === 200 && operation === "DescribeTimeToLive") {
      return JSON.stringify({ TimeToLiveDescription: this.#options.expiry.describe(request.TableName ?? "") });
    }
    return ANSWERS_WITH_ARNS.includes(operation) ? body.replaceAll(LOCAL_PREFIX, this.#arnPrefix) : body;
  }

  /** Records carry the machine's clock; they are read as soon as they are written, so virtual now is their instant. */
  #translateRecords(body: string, iterator: string): object {
    const { clock, region, expiry } = this.#options;
    const { Records, NextShardIterator, ...rest } = recordsAnswer.parse(JSON.parse(body));
    const table = /:table\/(?<name>[^/]+)\/stream\//.exec(iterator)?.groups?.name ?? "";
    const createdAt = Math.floor(clock.now() / 1_000);
    return {
      ...rest,
      Records: Records.map((record) => ({
        ...record,
        awsRegion: region,
        dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: createdAt },
        ...(record.eventName === "REMOVE" && expiry.hasRemoved(table, record.dynamodb.Keys) && BY_EXPIRY),
      })),
      ...(NextShardIterator !== undefined && {
        NextShardIterator: NextShardIterator.replace(LOCAL_PREFIX, this.#arnPrefix),
      }),
    };
  }

  async #authorise(operation: string, request: DynamodbRequest, principal: Principal): Promise<void> {
    const questions = await questionsOf({ operation, request, schemas: this.#schemas, arnPrefix: this.#arnPrefix });
    if (questions === undefined) {
      throw new AwsError("UnknownOperationException", `The local cloud does not play '${operation}' of DynamoDB`);
    }
    for (const { action, resource, context } of questions) {
      const answer = this.#options.iam.authorize({ principal, action: `dynamodb:${action}`, resource, context });
      if (!answer.allowed) {
        throw new AwsError("AccessDeniedException", answer.message);
      }
    }
  }
}

/**
 * DynamoDB and its streams behind the AWS door: asks IAM for every item, then forwards to DynamoDB Local what was
 * authorised, ARNs translated.
 */
export function createDynamodbGateway(options: GatewayOptions): AwsService {
  return new DynamodbGateway(options);
}

/** What is forwarded is written again from what was read: no second parser may read another request in the bytes. */
function readRequest(body: Buffer): DynamodbRequest {
  try {
    return dynamodbRequest.parse(JSON.parse(body.toString("utf8")));
  } catch {
    throw new AwsError("SerializationException", "The request is not a JSON object of the form that DynamoDB reads");
  }
}

function toLocal(request: DynamodbRequest, arnPrefix: string): DynamodbRequest {
  const { StreamArn, ShardIterator } = request;
  return {
    ...request,
    ...(StreamArn !== undefined && { StreamArn: StreamArn.replace(arnPrefix, LOCAL_PREFIX) }),
    ...(ShardIterator !== undefined && { ShardIterator: ShardIterator.replace(arnPrefix, LOCAL_PREFIX) }),
  };
}
