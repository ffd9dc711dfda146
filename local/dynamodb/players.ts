import { z } from "zod";
import type { DeclaredResource, PhysicalResource, ResourcePlayer } from "../contracts.ts";
import type { DynamodbLocal } from "./dynamodb-local.ts";
import type { Expiry } from "./expiry.ts";
import { ensureTable, type TableDefinition, tableShape } from "./tables.ts";

const accepted = z.unknown().optional();

/** What a replica says of an index beside its name: capacity and measures. */
const replicaIndex = z.strictObject({
  IndexName: z.string(),
  ContributorInsightsSpecification: accepted,
  ReadOnDemandThroughputSettings: accepted,
  ReadProvisionedThroughputSettings: accepted,
});

/** Members of a replica that change nothing on one machine; any other stops the boot. */
const replica = z.strictObject({
  Region: z.string(),
  ContributorInsightsSpecification: accepted,
  DeletionProtectionEnabled: accepted,
  GlobalSecondaryIndexes: z.array(replicaIndex).optional(),
  PointInTimeRecoverySpecification: accepted,
  ReadOnDemandThroughputSettings: accepted,
  ReadProvisionedThroughputSettings: accepted,
  SSESpecification: accepted,
  TableClass: accepted,
  Tags: accepted,
});

const globalTable = z.looseObject({ ...tableShape, Replicas: z.array(replica) });
const plainTable = z.looseObject(tableShape);

const CAPACITY = "the machine has no capacity to reserve or to run out of";
const ENCRYPTION = "DynamoDB Local keeps its file in clear, in a directory that only its owner reads";
const IGNORED_IN_BOTH = {
  BillingMode: CAPACITY,
  SSESpecification: ENCRYPTION,
  WarmThroughput: CAPACITY,
};

interface TablePlayersOptions {
  readonly local: Pick<DynamodbLocal, "call">;
  readonly expiry: Pick<Expiry, "watch">;
  readonly account: string;
  readonly region: string;
}

/** Plays tables in both their CloudFormation types; `TableV2` of CDK is a global table of one replica. */
export function dynamodbPlayers(options: TablePlayersOptions): ResourcePlayer[] {
  return [
    {
      type: "AWS::DynamoDB::GlobalTable",
      reads: Object.keys(globalTable.shape),
      ignores: {
        ...IGNORED_IN_BOTH,
        WriteOnDemandThroughputSettings: CAPACITY,
        WriteProvisionedThroughputSettings: CAPACITY,
      },
      replacedBy: ["KeySchema", "LocalSecondaryIndexes", "TableName"],
      create: async (resource) => {
        const { Replicas, ...properties } = globalTable.parse(resource.properties);
        const elsewhere = Replicas.filter(({ Region }) => Region !== options.region);
        if (elsewhere.length > 0) {
          throw new Error(
            `${resource.logicalId} has a replica in ${elsewhere[0]?.Region}; there is ${options.region} only`,
          );
        }
        return await play(options, resource, properties);
      },
    },
    {
      type: "AWS::DynamoDB::Table",
      reads: Object.keys(plainTable.shape),
      ignores: {
        ...IGNORED_IN_BOTH,
        ContributorInsightsSpecification: "a measure of AWS alone",
        DeletionProtectionEnabled: "the local cloud never deletes a table; `--reset` is a decision of its user",
        OnDemandThroughput: CAPACITY,
        PointInTimeRecoverySpecification: "there is no backup service on the machine",
        ProvisionedThroughput: CAPACITY,
        TableClass: "a price",
        Tags: "no policy played here reads tags",
      },
      replacedBy: ["KeySchema", "LocalSecondaryIndexes", "TableName"],
      create: async (resource) => await play(options, resource, plainTable.parse(resource.properties)),
    },
  ];
}

async function play(
  { local, expiry, account, region }: TablePlayersOptions,
  resource: DeclaredResource,
  properties: Omit<TableDefinition, "TableName"> & { readonly TableName?: string | undefined },
): Promise<PhysicalResource> {
  const name = properties.TableName ?? resource.generatedName;
  const streamLabel = await ensureTable(local, { ...properties, TableName: name });
  const { KeySchema, StreamSpecification, TimeToLiveSpecification } = properties;
  if (TimeToLiveSpecification?.Enabled) {
    const keys = KeySchema.map(({ AttributeName }) => AttributeName);
    const { AttributeName: attribute } = TimeToLiveSpecification;
    expiry.watch({ name, keys, attribute, streamed: StreamSpecification !== undefined });
  }
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
  return {
    ref: name,
    attributes: { Arn: arn, TableId: name, ...(streamLabel && { StreamArn: `${arn}/stream/${streamLabel}` }) },
  };
}
