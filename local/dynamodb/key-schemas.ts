import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { DynamodbLocal } from "./dynamodb-local.ts";

const keySchema = z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() }));
const index = z.looseObject({ IndexName: z.string(), KeySchema: keySchema });
const description = z.looseObject({
  Table: z.looseObject({
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.array(index).default([]),
    LocalSecondaryIndexes: z.array(index).default([]),
  }),
});

type KeySchema = z.infer<typeof keySchema>;

/** Which attribute is the partition key of a table or an index, asked once of DynamoDB Local. */
export class KeySchemas {
  readonly #hashKeys = new Map<string, string>();
  readonly #local: Pick<DynamodbLocal, "call">;

  constructor(local: Pick<DynamodbLocal, "call">) {
    this.#local = local;
  }

  /** Undefined for a table or an index that does not exist. */
  async hashKey(table: string, indexName = ""): Promise<string | undefined> {
    const key = `${table}/${indexName}`;
    if (!this.#hashKeys.has(key)) {
      await this.#describe(table);
    }
    return this.#hashKeys.get(key);
  }

  /** A table was created, changed or deleted. */
  forget(): void {
    this.#hashKeys.clear();
  }

  async #describe(table: string): Promise<void> {
    const answer = await this.#local.call("DynamoDB_20120810.DescribeTable", JSON.stringify({ TableName: table }));
    if (answer.status >= 500) {
      // Without its partition keys a question to IAM would be another question.
      throw new AwsError("InternalServerError", "DynamoDB Local could not describe the table; ask again", 500);
    }
    if (answer.status !== 200) {
      return;
    }
    const { Table } = description.parse(JSON.parse(answer.body));
    this.#keep(`${table}/`, Table.KeySchema);
    for (const { IndexName, KeySchema } of [...Table.GlobalSecondaryIndexes, ...Table.LocalSecondaryIndexes]) {
      this.#keep(`${table}/${IndexName}`, KeySchema);
    }
  }

  #keep(key: string, schema: KeySchema): void {
    const hash = schema.find(({ KeyType }) => KeyType === "HASH");
    if (hash !== undefined) {
      this.#hashKeys.set(key, hash.AttributeName);
    }
  }
}
