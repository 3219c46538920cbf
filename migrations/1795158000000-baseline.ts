import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
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
  `CREATE TABLE key_slots (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  type INTEGER NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 12),
  wrap BLOB NOT NULL CHECK (length(wrap) = 48),
  created_at TEXT NOT NULL,
  row_mac BLOB NOT NULL CHECK (length(row_mac) = 32)
) STRICT`,
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
  `CREATE TABLE audit_chains (
  chain_id BLOB NOT NULL PRIMARY KEY CHECK (length(chain_id) = 16),
  seed BLOB NOT NULL
) STRICT`,
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
];

export class Baseline1795158000000 implements MigrationInterface {
  readonly name = 'Baseline1795158000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE secrets_metadata');
    await runner.query('DROP TABLE audit_chains');
    await runner.query('DROP TABLE vault_manifest');
    await runner.query('DROP TABLE key_slots');
    await runner.query('DROP TABLE auth_config');
  }
}
