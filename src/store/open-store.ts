import { MIGRATIONS } from '../../migrations/index.ts';
import type { VaultMigration } from '../../migrations/migration.ts';
import type { VaultStore } from '../core/ports.ts';
import { openDatabase } from './open-database.ts';
import { SqliteStore } from './sqlite-store.ts';

export interface OpenStoreOptions {
  /** Absolute path of the vault file. */
  readonly file: string;
  /** Make the folder and the file if they are missing; else a missing file is `not_initialized`. */
  readonly create: boolean;
  /** How long another process may take to give the file up; 5000 if absent. */
  readonly busyTimeoutMs?: number;
  /** The steps of the schema; the product's own if absent. */
  readonly migrations?: readonly VaultMigration[];
}

/**
 * Opens the vault file and owns it until `close`. An existing vault is not written by this.
 * Throws VaultError `not_initialized`, `vault_in_use`, `db_corrupt`, `newer_format`, or `internal` with a hint.
 */
export function openStore(options: OpenStoreOptions): VaultStore {
  const migrations = options.migrations ?? MIGRATIONS;
  const { file, create, busyTimeoutMs } = options;
  const db = openDatabase({ file, create, busyTimeoutMs, latest: migrations.length });
  try {
    return new SqliteStore(db, migrations);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
