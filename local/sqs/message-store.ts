import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Message, NewMessage } from "./queue.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sender TEXT NOT NULL, trace TEXT, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0, firstReceivedAt INTEGER, receipt TEXT, deadLetterOf TEXT, holder TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sqs_order ON sqs_messages (queue, visibleAt, seq);`;

const attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const optionalText = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

const row = z.object({
  seq: z.number(),
  id: z.string(),
  body: z.string(),
  attributes: z.string().transform((text) => z.record(z.string(), attribute).parse(JSON.parse(text))),
  sender: z.string(),
  trace: optionalText,
  sentAt: z.number(),
  receives: z.number(),
  firstReceivedAt: z.number().nullable().transform(Number),
  receipt: z.string().nullable().transform(String),
  deadLetterOf: optionalText,
});

/** Messages of a queue: those to receive now, those that wait, those that a receiver holds. */
export interface Counts {
  readonly visible: number;
  readonly delayed: number;
  readonly held: number;
}

/** A message put into a queue, visible from `visibleAt` (UTC ms). */
export interface Put extends NewMessage {
  readonly queue: string;
  readonly sentAt: number;
  readonly visibleAt: number;
}

/** The messages of all queues, durable in the database of the local cloud; queues are named by ARN. */
export function openMessages(database: DatabaseSync) {
  database.exec(SCHEMA);
  const statements = prepare(database);
  return {
    put: (put: Put): string => {
      const id = randomUUID();
      const { queue, body, attributes = {}, sender, trace = null, sentAt, visibleAt } = put;
      statements.insert.run(queue, id, body, JSON.stringify(attributes), sender, trace, sentAt, visibleAt);
      return id;
    },
    /** Those to receive at `now`, oldest first. */
    visible: (queue: string, now: number, limit: number): readonly Message[] =>
      statements.visible.all(queue, now, limit).map((found) => row.parse(found)),
    /** What was received oftener than a queue allows. */
    exhausted: (queue: string, now: number, most: number): readonly number[] =>
      statements.exhausted.all(queue, now, most).map(({ seq }) => Number(seq)),
    /** Hides a message from other receivers, and gives it as this one sees it. */
    hold: (
      seq: number,
      by: { readonly now: number; readonly until: number; readonly holder: string | null },
    ): Message => row.parse(statements.hold.get(by.until, by.now, randomUUID(), by.holder, seq)),
    /** Gives up a message to the dead-letter queue, as old as it is. */
    moveTo: (seq: number, queue: string, now: number): void => {
      statements.giveUp.run(queue, now, seq);
    },
    /** Deletes what a receipt stands for; one of an earlier receive deletes nothing. */
    delete: (queue: string, receipt: string): void => {
      statements.delete.run(queue, receipt);
    },
    /** Deletes one message by its place. */
    remove: (seq: number): void => {
      statements.remove.run(seq);
    },
    /** Says whether the receipt stood for a message that was still held at `now`. */
    setVisibility: (queue: string, receipt: string, at: { readonly now: number; readonly until: number }): boolean =>
      statements.setVisibility.run(at.until, queue, receipt, at.now).changes === 1,
    /** What a consumer of an earlier run held is as if it had not been received. */
    release: (queue: string, holder: string, now: number): void => {
      statements.release.run(now, queue, holder);
    },
    expire: (queue: string, sentBefore: number): void => {
      statements.expire.run(queue, sentBefore);
    },
    clear: (queue: string): void => {
      statements.clear.run(queue);
    },
    /** First instant after `now` at which a hidden message shows. */
    nextVisibleAt: (queue: string, now: number): number | undefined =>
      z.number().nullable().parse(statements.next.get(queue, now)?.at) ?? undefined,
    counts: (queue: string, now: number): Counts =>
      z
        .object({ visible: z.number(), delayed: z.number(), held: z.number() })
        .parse(statements.counts.get({ ":queue": queue, ":now": now })),
  };
}

export type Messages = ReturnType<typeof openMessages>;

function prepare(database: DatabaseSync) {
  const of = (text: string) => database.prepare(text);
  return {
    insert: of(
      "INSERT INTO sqs_messages (queue, id, body, attributes, sender, trace, sentAt, visibleAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ),
    visible: of("SELECT * FROM sqs_messages WHERE queue = ? AND visibleAt <= ? ORDER BY seq LIMIT ?"),
    exhausted: of("SELECT seq FROM sqs_messages WHERE queue = ? AND visibleAt <= ? AND receives >= ? ORDER BY seq"),
    hold: of(
      "UPDATE sqs_messages SET visibleAt = ?, receives = receives + 1, firstReceivedAt = coalesce(firstReceivedAt, ?), receipt = ?, holder = ? WHERE seq = ? RETURNING *",
    ),
    giveUp: of(
      "UPDATE sqs_messages SET deadLetterOf = queue, queue = ?, visibleAt = ?, receipt = NULL, holder = NULL WHERE seq = ?",
    ),
    delete: of("DELETE FROM sqs_messages WHERE queue = ? AND receipt = ?"),
    remove: of("DELETE FROM sqs_messages WHERE seq = ?"),
    setVisibility: of("UPDATE sqs_messages SET visibleAt = ? WHERE queue = ? AND receipt = ? AND visibleAt > ?"),
    release: of(
      "UPDATE sqs_messages SET visibleAt = ?, receives = receives - 1, receipt = NULL, holder = NULL WHERE queue = ? AND holder = ?",
    ),
    expire: of("DELETE FROM sqs_messages WHERE queue = ? AND sentAt <= ?"),
    clear: of("DELETE FROM sqs_messages WHERE queue = ?"),
    next: of("SELECT min(visibleAt) AS at FROM sqs_messages WHERE queue = ? AND visibleAt > ?"),
    counts: of(
      `SELECT count(*) FILTER (WHERE visibleAt <= :now) AS visible,
         count(*) FILTER (WHERE visibleAt > :now AND receipt IS NULL) AS delayed,
         count(*) FILTER (WHERE visibleAt > :now AND receipt IS NOT NULL) AS held
       FROM sqs_messages WHERE queue = :queue`,
    ),
  };
}
