import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * What only counts or is sealed by itself (sessions, quotas, usage) refers to nothing: it is not covered, and a planted
 * row that dangles would make foreign_key_check refuse every later step.
 */
const OBJECTS = [
  `CREATE INDEX clients_plan ON clients (plan)`,
  `CREATE TABLE plans (
  name TEXT NOT NULL PRIMARY KEY,
  per_minute INTEGER,
  per_hour INTEGER,
  per_day INTEGER,
  per_month INTEGER,
  items INTEGER,
  bytes INTEGER,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  `CREATE TABLE session_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  key_id TEXT NOT NULL REFERENCES api_keys (id),
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  `CREATE INDEX session_tokens_client ON session_tokens (client_id)`,
  `CREATE INDEX session_tokens_key ON session_tokens (key_id)`,
  `CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT NOT NULL,
  status TEXT NOT NULL,
  encrypted_details BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE INDEX sessions_client ON sessions (client_id, status)`,
  `CREATE INDEX sessions_status ON sessions (status)`,
  `CREATE TABLE session_activity (
  session_id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  last_activity_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  turn_count INTEGER NOT NULL
) STRICT`,
  `CREATE INDEX session_activity_client ON session_activity (client_id, last_activity_at)`,
  `CREATE TABLE quotas (
  client_id TEXT NOT NULL PRIMARY KEY,
  day TEXT NOT NULL,
  day_requests INTEGER NOT NULL,
  month TEXT NOT NULL,
  month_requests INTEGER NOT NULL,
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE TABLE usage_records (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  key_id TEXT,
  route TEXT NOT NULL,
  status INTEGER NOT NULL,
  day TEXT NOT NULL,
  created_at TEXT NOT NULL,
  encrypted_record BLOB NOT NULL
) STRICT`,
  `CREATE INDEX usage_records_client ON usage_records (client_id, day)`,
  `CREATE INDEX usage_records_key ON usage_records (key_id)`,
  `CREATE INDEX usage_records_day ON usage_records (day, route)`,
  `CREATE INDEX usage_records_created ON usage_records (created_at)`,
];

/** Plans, session tokens, sessions, quotas and usage. Going down loses them: they live on in the copy made before. */
export class Access1795255200000 implements MigrationInterface {
  readonly name = 'Access1795255200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const object of OBJECTS) await runner.query(object);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE usage_records');
    await runner.query('DROP TABLE quotas');
    await runner.query('DROP TABLE session_activity');
    await runner.query('DROP TABLE sessions');
    await runner.query('DROP TABLE session_tokens');
    await runner.query('DROP TABLE plans');
    await runner.query('DROP INDEX clients_plan');
  }
}
