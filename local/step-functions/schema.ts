/** Tables of Step Functions in the store's database. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sfn_definitions (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sfn_executions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, started_as TEXT NOT NULL,
    definition TEXT NOT NULL, status TEXT NOT NULL, run TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sfn_by_machine ON sfn_executions (machine, seq);
  CREATE TABLE IF NOT EXISTS sfn_events (
    arn TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, at INTEGER NOT NULL, events TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sfn_events_of ON sfn_events (arn, first);
  CREATE TABLE IF NOT EXISTS sfn_signals (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL, at INTEGER NOT NULL, signal TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sfn_signals_of ON sfn_signals (arn, seq);
  CREATE TABLE IF NOT EXISTS sfn_calls (
    token TEXT PRIMARY KEY, arn TEXT NOT NULL, visit INTEGER NOT NULL, state TEXT NOT NULL, call TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sfn_calls_of ON sfn_calls (arn, visit);
  CREATE TABLE IF NOT EXISTS sfn_timers (
    arn TEXT NOT NULL, visit INTEGER NOT NULL, timer TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (arn, visit, timer)
  ) STRICT, WITHOUT ROWID;`;
