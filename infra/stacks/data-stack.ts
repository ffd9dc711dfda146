import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { custodians } from "../buckets.ts";
import { rolePaths, type StageConfig } from "../config.ts";
import { DocumentBucket, LogBucket } from "../constructs/bucket.ts";
import { keepFor } from "../constructs/custody.ts";
import { ClassKey, type KeyUse } from "../constructs/key.ts";
import { MalwareScan } from "../constructs/malware-scan.ts";
import type { Stores } from "../constructs/surroundings.ts";
import { RecordTable } from "../constructs/table.ts";
import { UploadsBucket } from "../constructs/uploads.ts";
import { workflowKeyUse } from "../constructs/workflow.ts";
import { type TableName, tables } from "../tables.ts";

interface DataStackProps extends StackProps {
  readonly config: StageConfig;
}

/** Everything that must survive: keys, tables, buckets. */
export class DataStack extends Stack implements Stores {
  readonly keys: Stores["keys"];
  readonly tables: Stores["tables"];
  readonly buckets: Stores["buckets"];

  constructor(scope: Construct, id: string, { config, ...props }: DataStackProps) {
    super(scope, id, props);
    this.keys = this.declareKeys();
    this.tables = this.declareTables();
    this.buckets = this.declareBuckets(config);
  }

  private declareKeys(): Stores["keys"] {
    return {
      business: this.key("Business", "Records, documents and executions of the procedures", {
        throughTables: true,
        throughBuckets: true,
        ...workflowKeyUse,
      }),
      payment: this.key("Payment", "Payment details", { throughTables: true }),
      identity: this.key("Identity", "Identity papers", { throughBuckets: true }),
      token: this.key("Token", "Task tokens of suspended executions", { throughTables: true }),
      logs: this.key("Logs", "Technical logs", { logs: true }),
      personal: this.key("Personal", "Personal fields; wraps the key of each person", {
        throughTables: true,
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

  private declareBuckets({ portalOrigin }: StageConfig): Stores["buckets"] {
    const logs = new LogBucket(this, "AccessLogs");
    const { business, identity } = this.keys;
    const uploads = new UploadsBucket(this, "Uploads", { key: business, logs, portalOrigin });
    new MalwareScan(this, "MalwareScan", uploads);
    const kept = {
      vault: new DocumentBucket(this, "Vault", { key: business, logs, lockable: true }),
      identity: new DocumentBucket(this, "Identity", { key: identity, logs }),
    };
    for (const bucket of Object.values(kept)) keepFor(bucket, custodians.promotes);
    return { uploads, ...kept };
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
