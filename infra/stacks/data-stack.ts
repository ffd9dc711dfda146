import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { rolePaths } from "../config.ts";
import { DocumentBucket, LogBucket } from "../constructs/bucket.ts";
import { ClassKey, type KeyUse } from "../constructs/key.ts";
import type { Stores } from "../constructs/permissions.ts";
import { RecordTable } from "../constructs/table.ts";
import { type TableName, tables } from "../tables.ts";

/** Everything that must survive: keys, tables, buckets. */
export class DataStack extends Stack implements Stores {
  readonly keys: Stores["keys"];
  readonly tables: Stores["tables"];

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.keys = this.declareKeys();
    this.tables = this.declareTables();
    this.declareBuckets();
  }

  private declareKeys(): Stores["keys"] {
    return {
      business: this.key("Business", "Records and documents of the procedures", { through: ["dynamodb", "s3"] }),
      payment: this.key("Payment", "Payment details", { through: ["dynamodb"] }),
      identity: this.key("Identity", "Identity papers", { through: ["s3"] }),
      token: this.key("Token", "Task tokens of suspended executions", { through: ["dynamodb"] }),
      logs: this.key("Logs", "Technical logs", { logs: true }),
      personal: this.key("Personal", "Personal fields; wraps the key of each person", {
        through: ["dynamodb"],
        byRoles: { path: rolePaths.functions, actions: ["kms:Decrypt", "kms:GenerateDataKey"], context: "subject" },
      }),
    };
  }

  private declareTables(): Stores["tables"] {
    return {
      cases: this.table("cases"),
      events: this.table("events"),
      sealed: this.table("sealed"),
      personKeys: this.table("personKeys"),
      tokens: this.table("tokens"),
      directory: this.table("directory"),
      paymentDetails: this.table("paymentDetails"),
      incidents: this.table("incidents"),
    };
  }

  private declareBuckets(): void {
    const logs = new LogBucket(this, "AccessLogs");
    new DocumentBucket(this, "Uploads", { key: this.keys.business, logs });
    new DocumentBucket(this, "Vault", { key: this.keys.business, logs, lockable: true });
    new DocumentBucket(this, "Identity", { key: this.keys.identity, logs });
  }

  private key(name: string, description: string, use: KeyUse): ClassKey {
    return new ClassKey(this, `${name}Key`, { description, use });
  }

  private table(name: TableName): RecordTable {
    const spec = tables[name];
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`;
    const table = new RecordTable(this, title, this.keys[spec.dataClass], spec);
    new CfnOutput(this, `${title}Name`, { value: table.tableName });
    return table;
  }
}
