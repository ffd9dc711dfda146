import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { IAlias } from "aws-cdk-lib/aws-lambda";
import type { BucketName } from "../buckets.ts";
import type { QueueName } from "../queues.ts";
import type { DataClass, TableName } from "../tables.ts";
import type { WorkflowName } from "../workflows.ts";
import type { DocumentBucket } from "./bucket.ts";
import type { MailRoad } from "./mail.ts";
import type { ConcernQueue } from "./queue.ts";
import type { Reminders } from "./reminders.ts";
import type { Workflow } from "./workflow.ts";

/** What the data stack offers to functions. */
export interface Stores {
  readonly tables: Readonly<Record<TableName, TableV2>>;
  readonly keys: Readonly<Record<DataClass, Key>>;
  readonly buckets: Readonly<Record<BucketName, DocumentBucket>>;
}

/** What the messaging stack offers to functions. */
export interface Roads {
  readonly bus: IEventBus;
  readonly queues: Readonly<Record<QueueName, ConcernQueue>>;
  readonly mail: MailRoad;
  readonly reminders: Reminders;
}

/** All that a function may be given a right to, or be run by. */
export interface Surroundings {
  readonly stores: Stores;
  readonly roads: Roads;
  /** Alias `live` of a worker, by file. */
  workerNamed(entry: string): IAlias;
  workflowNamed(name: WorkflowName): Workflow;
}
