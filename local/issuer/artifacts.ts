import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Adapter, AdapterPayload } from "oidc-provider";

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS artifact (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, uid TEXT, grant_id TEXT, expires_at INTEGER,
    PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS artifact_uid ON artifact (model, uid);
  CREATE INDEX IF NOT EXISTS artifact_grant ON artifact (model, grant_id);`;

/** Sessions, grants, codes and tokens of the issuer: they outlive a restart and end in virtual time. */
export interface Artifacts {
  adapter(model: string): Adapter;
  close(): void;
}

/** Opens `issuer.sqlite` in the data directory. */
export function openArtifacts(dataDir: string): Artifacts {
  const database = new DatabaseSync(join(dataDir, "issuer.sqlite"));
  database.exec(SCHEMA);
  database.prepare("DELETE FROM artifact WHERE expires_at <= ?").run(Date.now());
  return { adapter: (model) => adapterOf(database, model), close: () => database.close() };
}

function adapterOf(database: DatabaseSync, model: string): Adapter {
  const upsert = database.prepare("INSERT OR REPLACE INTO artifact VALUES (?, ?, ?, ?, ?, ?)");
  const byId = database.prepare(
    "SELECT payload FROM artifact WHERE model = ? AND id = ? AND ifnull(expires_at > ?, 1)",
  );
  const byUid = database.prepare(
    "SELECT payload FROM artifact WHERE model = ? AND uid = ? AND ifnull(expires_at > ?, 1)",
  );
  const consume = database.prepare(
    "UPDATE artifact SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
  );
  const destroy = database.prepare("DELETE FROM artifact WHERE model = ? AND id = ?");
  const revoke = database.prepare("DELETE FROM artifact WHERE model = ? AND grant_id = ?");
  return {
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? null : Date.now() + expiresIn * 1000;
      upsert.run(model, id, JSON.stringify(payload), payload.uid ?? null, payload.grantId ?? null, expiresAt);
    },
    find: async (id) => payloadOf(byId.get(model, id, Date.now())),
    findByUid: async (uid) => payloadOf(byUid.get(model, uid, Date.now())),
    // User codes belong to the device flow, which is not enabled.
    findByUserCode: async () => undefined,
    async consume(id) {
      consume.run(Math.floor(Date.now() / 1000), model, id);
    },
    async destroy(id) {
      destroy.run(model, id);
    },
    async revokeByGrantId(grantId) {
      revoke.run(model, grantId);
    },
  };
}

function payloadOf(row: Record<string, unknown> | undefined): AdapterPayload | undefined {
  if (row === undefined) return undefined;
  const payload: unknown = JSON.parse(String(row.payload));
  if (!isPayload(payload)) throw new Error("An artifact of the issuer is not an object.");
  return payload;
}

/** Every member of a payload is optional; the issuer wrote it itself. */
function isPayload(value: unknown): value is AdapterPayload {
  return typeof value === "object" && value !== null;
}
