import type * as z from "zod/mini";
import { isProof, type Proof } from "../kernel/access.ts";
import type { RecordedEvent } from "../kernel/event.ts";
import type { Problem } from "../kernel/problem.ts";

export type TableName = "cases" | "directory" | "person-keys" | "sealed" | "tokens";

/** Where an item lives: the table and its whole key. */
export interface Place {
  readonly table: TableName;
  readonly pk: string;
  readonly sk?: string;
}

/** An item as it goes into a table: plain JSON values. */
export type Item = Readonly<Record<string, unknown>>;

/** What must still be true of the item at a place when the transaction is written. */
export type Condition =
  | { readonly kind: "absent" }
  /** Absent, or an item that ended: its `expiresAt` (epoch seconds) is past. */
  | { readonly kind: "absent-or-expired"; readonly nowSeconds: number }
  | { readonly kind: "equal"; readonly attributes: Readonly<Record<string, string | number>> };

export interface Put {
  readonly place: Place;
  readonly item: Item;
  readonly condition: Condition;
  /** For a business key: what to answer when it is the only condition that failed, for reading again changes nothing. */
  readonly ifTaken?: () => Problem;
}

export interface Check {
  readonly place: Place;
  readonly condition: Condition;
}

/** All that one act writes, in one transaction: the event if it leaves one, the heads and whatever must hold beside them. */
export interface ActWrite {
  readonly event?: RecordedEvent;
  /** Procedure of the event's chain, kept beside it: whoever follows the record learns it without reading the case. */
  readonly procedure?: string;
  readonly puts: readonly Put[];
  readonly checks: readonly Check[];
}

/**
 * `lost` means that a condition failed, that another transaction was under way or that a table was throttled: read again
 * and decide again. A problem means that a business key was taken.
 */
export type CommitOutcome = "committed" | "lost" | Problem;

/** Refuses whatever `authorise` did not make. */
export const demandProof = (proof: Proof): void => {
  if (!isProof(proof)) throw new TypeError("a repository was called without the proof that the access table said yes");
};

/**
 * The items of one consistent read. `asking` may be read by anybody: it is how the question to the access table is
 * put; everything else opens on its answer alone.
 */
export interface Snapshot {
  /** Reads an item that authorisation itself rests on: memberships, and owner and state of heads. */
  asking<T>(place: Place, schema: z.core.$ZodType<T>): T | undefined;
  reveal<T>(proof: Proof, place: Place, schema: z.core.$ZodType<T>): T | undefined;
}

/** An event at its place in the chain; whatever is stored there, which need not be the event that was written. */
export interface StoredEvent {
  readonly seq: number;
  readonly event: unknown;
}

/** Reads and writes of the record. One `load` and one `commit` are one AWS request each. */
export interface Records {
  load(places: readonly Place[]): Promise<Snapshot>;
  commit(proof: Proof, write: ActWrite): Promise<CommitOutcome>;
  /** Items of a list: newest first or oldest first by their position, strictly past `after` (a position) when given. */
  listed(
    proof: Proof,
    list: string,
    page: { readonly limit: number; readonly after?: string; readonly order: "newest" | "oldest" },
  ): Promise<readonly Item[]>;
  /**
   * At most `limit` events of a chain in order of `seq`, from `after` (exclusive), exactly as stored: what was altered must be shown
   * altered, so nothing is parsed or mended here.
   */
  events(
    proof: Proof,
    chain: string,
    page: { readonly limit: number; readonly after: number },
  ): Promise<readonly StoredEvent[]>;
  /** Items of the partition of `after`, in order of their sort keys, strictly past it. */
  listPartition(
    proof: Proof,
    after: Place,
    limit: number,
  ): Promise<readonly { readonly sk: string; readonly item: Item }[]>;
}
