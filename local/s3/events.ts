import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type BusEvent, busEvent } from "../events/bus-event.ts";

type ObjectEventKind = "Object Created" | "Object Deleted" | "Object Tags Added" | "Object Tags Deleted";

/** The detail of an event as S3 sends it to the event bus. */
interface ObjectEventDetail {
  readonly version: "0";
  readonly bucket: { readonly name: string };
  readonly object: {
    readonly key: string;
    readonly size?: number;
    readonly etag?: string;
    readonly "version-id"?: string;
    readonly sequencer?: string;
  };
  readonly "request-id": string;
  readonly requester: string;
  readonly "source-ip-address": string;
  /** Which operation, e.g. `PutObject` or `POST Object`. */
  readonly reason?: string;
  readonly "deletion-type"?: "Permanently Deleted" | "Delete Marker Created";
}

/** Receives events at least once each, in their order; a failure leaves the event for the next time. */
export type ObjectEventSink = (event: BusEvent) => Promise<void> | void;

/** What varies from one event to the next. */
export interface Happening {
  readonly kind: ObjectEventKind;
  /** UTC ms. */
  readonly at: number;
  readonly bucket: string;
  readonly requestId: string;
  readonly object: ObjectEventDetail["object"];
  readonly reason?: string;
  readonly deletionType?: ObjectEventDetail["deletion-type"];
}

const SCHEMA = "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL) STRICT;";

/**
 * Events on their way out: each is written in the transaction of what it tells, and taken out once it was received, so that
 * none is lost with the process.
 */
export class ObjectEvents {
  readonly #place: { readonly account: string; readonly region: string };
  readonly #sink: ObjectEventSink;
  readonly #statements: Readonly<Record<"insert" | "first" | "remove", StatementSync>>;
  #delivery: Promise<void> = Promise.resolve();

  constructor(database: DatabaseSync, place: { account: string; region: string }, sink: ObjectEventSink) {
    database.exec(SCHEMA);
    this.#place = place;
    this.#sink = sink;
    this.#statements = {
      insert: database.prepare("INSERT INTO events (event) VALUES (?)"),
      first: database.prepare("SELECT id, event FROM events ORDER BY id LIMIT 1"),
      remove: database.prepare("DELETE FROM events WHERE id = ?"),
    };
  }

  /** To be called in the transaction of what happened. */
  record({ kind, at, bucket, object, requestId, reason, deletionType }: Happening): void {
    const detail: ObjectEventDetail = {
      version: "0",
      bucket: { name: bucket },
      object,
      "request-id": requestId,
      requester: this.#place.account,
      "source-ip-address": "127.0.0.1",
      ...(reason !== undefined && { reason }),
      ...(deletionType !== undefined && { "deletion-type": deletionType }),
    };
    const resources = [`arn:aws:s3:::${bucket}`];
    const event = busEvent({ source: "aws.s3", detailType: kind, resources, at, detail }, this.#place);
    this.#statements.insert.run(JSON.stringify(event));
  }

  /** Hands over all that waits, one after the other; resolves once none is under way. */
  deliver(): Promise<void> {
    this.#delivery = this.#delivery.then(() => this.#deliverAll()).catch((error: unknown) => console.error(error));
    return this.#delivery;
  }

  /** Resolves once no event is under way. */
  settled(): Promise<void> {
    return this.#delivery;
  }

  async #deliverAll(): Promise<void> {
    for (let row = this.#statements.first.get(); row !== undefined; row = this.#statements.first.get()) {
      await this.#sink(JSON.parse(String(row.event)));
      this.#statements.remove.run(Number(row.id));
    }
  }
}
