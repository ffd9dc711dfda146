import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { retentionDays } from "../config.ts";
import type { TableSpec } from "../tables.ts";

const sortTypes = { text: AttributeType.STRING, number: AttributeType.NUMBER } as const;
const streamViews = { keys: StreamViewType.KEYS_ONLY, images: StreamViewType.NEW_AND_OLD_IMAGES } as const;

/** A table with the house's protections: class key, 35 days of recovery, no deletion by accident or with the stack. */
export class RecordTable extends TableV2 {
  constructor(scope: Construct, id: string, key: IKey, spec: TableSpec) {
    super(scope, id, {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      ...(spec.sortKey && { sortKey: { name: "sk", type: sortTypes[spec.sortKey] } }),
      ...(spec.expires && { timeToLiveAttribute: "expiresAt" }),
      ...(spec.streamed && { dynamoStream: streamViews[spec.streamed] }),
      globalSecondaryIndexes: (spec.indexes ?? []).map((indexName) => ({
        indexName,
        partitionKey: { name: "gpk", type: AttributeType.STRING },
        sortKey: { name: "gsk", type: AttributeType.STRING },
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: retentionDays.recovery,
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
