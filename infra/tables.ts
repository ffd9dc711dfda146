/** Classes of data, one key each; `logs` is the class of technical logs. */
export type DataClass = "business" | "payment" | "personal" | "identity" | "token" | "logs";

export interface TableSpec {
  readonly dataClass: DataClass;
  /** The variable under which functions find its name. */
  readonly variable: string;
  readonly sortKey?: "text" | "number";
  /** Indexes on `gpk`, `gsk`. */
  readonly indexes?: readonly string[];
  /** Items carry `expiresAt` (seconds since the epoch) and go when it has passed. */
  readonly expires?: true;
  /** What the stream of its changes tells of each. */
  readonly streamed?: "keys" | "images";
}

/**
 * Every table. IAM sees a table and a partition key, never a sort key: what two roles may do differently lives in two
 * tables. The partition key is `pk`, the sort key `sk`.
 */
export const tables = {
  cases: {
    dataClass: "business",
    variable: "CASES_TABLE",
    sortKey: "text",
    indexes: ["byList"],
    expires: true,
    streamed: "keys",
  },
  events: { dataClass: "business", variable: "EVENTS_TABLE", sortKey: "number", streamed: "images" },
  sealed: { dataClass: "personal", variable: "SEALED_TABLE", sortKey: "text" },
  personKeys: { dataClass: "personal", variable: "PERSON_KEYS_TABLE" },
  tokens: { dataClass: "token", variable: "TOKENS_TABLE", expires: true },
  directory: { dataClass: "personal", variable: "DIRECTORY_TABLE", sortKey: "text" },
  paymentDetails: { dataClass: "payment", variable: "PAYMENT_DETAILS_TABLE", sortKey: "text" },
  incidents: { dataClass: "business", variable: "INCIDENTS_TABLE", sortKey: "text" },
} as const satisfies Readonly<Record<string, TableSpec>>;

export type TableName = keyof typeof tables;

export type StreamedTable = "cases" | "events";
