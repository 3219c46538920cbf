import type { SchemaObject } from './migration.ts';

/*
 * What sqlite_master must hold after each step, written out on purpose and not taken from the migrations: an edit
 * of a migration that has landed then shows as a difference in tests/migrations/pinned-schema.test.ts.
 * A file whose schema is anything else is refused (docs/format.md §10).
 */

export function table(name: string, sql: string): SchemaObject {
  return { type: 'table', name, sql };
}

export function index(name: string, sql: string): SchemaObject {
  return { type: 'index', name, sql };
}

export function automaticIndex(ofTable: string, number: number): SchemaObject {
  return { type: 'index', name: `sqlite_autoindex_${ofTable}_${number}`, sql: null };
}

/** What TypeORM's migration executor makes for itself; all there is when every step was taken back. */
export const SCHEMA_0: readonly SchemaObject[] = [
  table(
    'migrations',
    'CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL)',
  ),
  table('sqlite_sequence', 'CREATE TABLE sqlite_sequence(name,seq)'),
];

export const SCHEMA_1: readonly SchemaObject[] = [
  ...SCHEMA_0,
  table(
    'auth_config',
    `CREATE TABLE auth_config (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  password_hash TEXT NOT NULL,
  kdf_header BLOB NOT NULL CHECK (length(kdf_header) = 96),
  key_check BLOB NOT NULL CHECK (length(key_check) = 32),
  wrap_nonce BLOB NOT NULL CHECK (length(wrap_nonce) = 12),
  wrapped_vault_key BLOB NOT NULL CHECK (length(wrapped_vault_key) = 48),
  header_mac BLOB NOT NULL CHECK (length(header_mac) = 32),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ),
  table(
    'key_slots',
    `CREATE TABLE key_slots (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  type INTEGER NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 12),
  wrap BLOB NOT NULL CHECK (length(wrap) = 48),
  created_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('key_slots', 1),
  table(
    'vault_manifest',
    `CREATE TABLE vault_manifest (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  chain_id BLOB NOT NULL CHECK (length(chain_id) = 16),
  anchor_seq INTEGER NOT NULL,
  anchor_mac BLOB NOT NULL CHECK (length(anchor_mac) = 32),
  anchor_key BLOB NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  table(
    'audit_chains',
    `CREATE TABLE audit_chains (
  chain_id BLOB NOT NULL PRIMARY KEY CHECK (length(chain_id) = 16),
  seed BLOB NOT NULL
) STRICT`,
  ),
  automaticIndex('audit_chains', 1),
  table(
    'secrets_metadata',
    `CREATE TABLE secrets_metadata (
  id TEXT NOT NULL PRIMARY KEY,
  key_name_index BLOB NOT NULL UNIQUE CHECK (length(key_name_index) = 16),
  kind INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  encrypted_metadata BLOB NOT NULL,
  encrypted_value BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('secrets_metadata', 1),
  automaticIndex('secrets_metadata', 2),
];

export const SCHEMA_2: readonly SchemaObject[] = [
  ...SCHEMA_1,
  table(
    'secret_versions',
    `CREATE TABLE secret_versions (
  secret_id TEXT NOT NULL REFERENCES secrets_metadata (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  encrypted_value BLOB NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (secret_id, version)
) STRICT`,
  ),
  automaticIndex('secret_versions', 1),
];

export const SCHEMA_3: readonly SchemaObject[] = [
  ...SCHEMA_2,
  table(
    'settings',
    `CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('settings', 1),
];

export const SCHEMA_4: readonly SchemaObject[] = [
  ...SCHEMA_3,
  table(
    'clients',
    `CREATE TABLE clients (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  name_index BLOB NOT NULL UNIQUE CHECK (length(name_index) = 16),
  external_id_index BLOB UNIQUE CHECK (length(external_id_index) = 16),
  email_index BLOB UNIQUE CHECK (length(email_index) = 16),
  encrypted_profile BLOB NOT NULL,
  plan TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('clients', 1),
  automaticIndex('clients', 2),
  automaticIndex('clients', 3),
  automaticIndex('clients', 4),
  table(
    'client_activity',
    `CREATE TABLE client_activity (
  client_id TEXT NOT NULL PRIMARY KEY,
  last_seen_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('client_activity', 1),
  table(
    'api_keys',
    `CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT NOT NULL REFERENCES clients (id),
  key_hash BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
  prefix TEXT NOT NULL,
  encrypted_details BLOB NOT NULL,
  created_at TEXT NOT NULL,
  lifetime_seconds INTEGER CHECK (lifetime_seconds >= 1),
  expires_at TEXT,
  revoked_at TEXT,
  replaced_by TEXT,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('api_keys', 1),
  automaticIndex('api_keys', 2),
  index('api_keys_client', 'CREATE INDEX api_keys_client ON api_keys (client_id, revoked_at)'),
  table(
    'key_activity',
    `CREATE TABLE key_activity (
  key_id TEXT NOT NULL PRIMARY KEY,
  last_used_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('key_activity', 1),
  table(
    'grants',
    `CREATE TABLE grants (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT NOT NULL REFERENCES clients (id),
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  fence TEXT,
  encrypted_rules BLOB NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('grants', 1),
  index('grants_client', 'CREATE INDEX grants_client ON grants (client_id, object_id)'),
  index('grants_object', 'CREATE INDEX grants_object ON grants (object_id)'),
  table(
    'pauses',
    `CREATE TABLE pauses (
  target TEXT NOT NULL PRIMARY KEY,
  paused_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('pauses', 1),
];

export const SCHEMA_5: readonly SchemaObject[] = [
  ...SCHEMA_4,
  index('clients_plan', 'CREATE INDEX clients_plan ON clients (plan)'),
  table(
    'plans',
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
  ),
  automaticIndex('plans', 1),
  table(
    'session_tokens',
    `CREATE TABLE session_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  key_id TEXT NOT NULL REFERENCES api_keys (id),
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
  ),
  automaticIndex('session_tokens', 1),
  automaticIndex('session_tokens', 2),
  index(
    'session_tokens_client',
    'CREATE INDEX session_tokens_client ON session_tokens (client_id)',
  ),
  index('session_tokens_key', 'CREATE INDEX session_tokens_key ON session_tokens (key_id)'),
  table(
    'sessions',
    `CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  client_id TEXT NOT NULL,
  status TEXT NOT NULL,
  encrypted_details BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ),
  automaticIndex('sessions', 1),
  index('sessions_client', 'CREATE INDEX sessions_client ON sessions (client_id, status)'),
  index('sessions_status', 'CREATE INDEX sessions_status ON sessions (status)'),
  table(
    'session_activity',
    `CREATE TABLE session_activity (
  session_id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  last_activity_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  turn_count INTEGER NOT NULL
) STRICT`,
  ),
  automaticIndex('session_activity', 1),
  index(
    'session_activity_client',
    'CREATE INDEX session_activity_client ON session_activity (client_id, last_activity_at)',
  ),
  table(
    'quotas',
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
  ),
  automaticIndex('quotas', 1),
  table(
    'usage_records',
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
  ),
  automaticIndex('usage_records', 1),
  index(
    'usage_records_client',
    'CREATE INDEX usage_records_client ON usage_records (client_id, day)',
  ),
  index('usage_records_key', 'CREATE INDEX usage_records_key ON usage_records (key_id)'),
  index('usage_records_day', 'CREATE INDEX usage_records_day ON usage_records (day, route)'),
  index(
    'usage_records_created',
    'CREATE INDEX usage_records_created ON usage_records (created_at)',
  ),
];
