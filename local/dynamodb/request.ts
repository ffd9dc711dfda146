import { z } from "zod";

const attributeValue = z.looseObject({
  S: z.string().optional(),
  N: z.string().optional(),
  B: z.string().optional(),
});
export const item = z.record(z.string(), attributeValue);

const itemOperation = z.looseObject({
  TableName: z.string(),
  Key: item.optional(),
  Item: item.optional(),
});

const batchGet = z.looseObject({ Keys: z.array(item) });
const batchWrite = z.array(
  z.looseObject({
    PutRequest: z.looseObject({ Item: item }).optional(),
    DeleteRequest: z.looseObject({ Key: item }).optional(),
  }),
);

const transactItem = z.strictObject({
  Get: itemOperation.optional(),
  Put: itemOperation.optional(),
  Update: itemOperation.optional(),
  Delete: itemOperation.optional(),
  ConditionCheck: itemOperation.optional(),
});

const partiqlStatement = z.looseObject({ Statement: z.string() });

/** What authorisation reads of a request to DynamoDB; DynamoDB itself judges the rest. */
export const dynamodbRequest = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  Key: item.optional(),
  Item: item.optional(),
  KeyConditionExpression: z.string().optional(),
  KeyConditions: z.record(z.string(), z.looseObject({ AttributeValueList: z.array(attributeValue) })).optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: item.optional(),
  ReturnConsumedCapacity: z.string().optional(),
  ReturnValues: z.string().optional(),
  Select: z.string().optional(),
  RequestItems: z.record(z.string(), z.union([batchGet, batchWrite])).optional(),
  TransactItems: z.array(transactItem).optional(),
  Statement: z.string().optional(),
  Statements: z.array(partiqlStatement).optional(),
  TransactStatements: z.array(partiqlStatement).optional(),
  StreamArn: z.string().optional(),
  ShardIterator: z.string().optional(),
});

export type DynamodbRequest = z.infer<typeof dynamodbRequest>;
export type Item = z.infer<typeof item>;
export type AttributeValue = z.infer<typeof attributeValue>;
export type BatchEntry = z.infer<typeof batchGet> | z.infer<typeof batchWrite>;
