import type { DatabaseSync } from "node:sqlite";
import { Mail } from "./mail.ts";

/** The mails that were sent, newest first. */
export interface Inbox {
  add(mail: Mail): void;
  list(limit: number): readonly Mail[];
  find(id: string): Mail | undefined;
  count(): number;
}

/** Opens the inbox in the database of the local cloud: a mail is on disk when `add` returns. */
export function openInbox(database: DatabaseSync): Inbox {
  database.exec(
    "CREATE TABLE IF NOT EXISTS ses_mails (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, mail TEXT NOT NULL) STRICT",
  );
  const insert = database.prepare("INSERT INTO ses_mails (id, mail) VALUES (?, ?)");
  const newest = database.prepare("SELECT mail FROM ses_mails ORDER BY seq DESC LIMIT ?");
  const byId = database.prepare("SELECT mail FROM ses_mails WHERE id = ?");
  const counted = database.prepare("SELECT count(*) AS mails FROM ses_mails");
  const parsed = (row: Record<string, unknown>) => Mail.parse(JSON.parse(String(row.mail)));
  return {
    add: (mail) => {
      insert.run(mail.id, JSON.stringify(mail));
    },
    list: (limit) => newest.all(limit).map(parsed),
    find: (id) => {
      const row = byId.get(id);
      return row && parsed(row);
    },
    count: () => Number(counted.get()?.mails),
  };
}
