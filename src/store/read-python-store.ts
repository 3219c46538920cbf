import type { Database } from 'better-sqlite3';
import { damaged, plainColumns, readForeign, refuse } from './foreign-sqlite.ts';

/** What an older Python store holds, as core's importer takes it. */
export interface PythonStoreContent {
  readonly passwordHash: string;
  readonly fernetSalt: string;
  readonly secrets: readonly {
    readonly keyName: string;
    readonly encryptedValue: string;
    readonly description: string | null;
    readonly createdAt: string | null;
    readonly updatedAt: string | null;
  }[];
}

/** Refuses a file without the two tables; views and virtual tables of these names are not tables. */
function checkTables(db: Database): void {
  const columns = plainColumns(db);
  const needed = [
    'auth_config.password_hash',
    'auth_config.fernet_salt',
    'secrets_metadata.key_name',
    'secrets_metadata.encrypted_value',
    'secrets_metadata.description',
  ];
  if (!needed.every((column) => columns.includes(column))) {
    refuse('This SQLite file is not a store of the older Python program.');
  }
  if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') damaged();
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

type Cells = Readonly<Record<string, unknown>>;

function readRows(db: Database): PythonStoreContent {
  checkTables(db);
  const config = db.prepare('SELECT * FROM auth_config ORDER BY 1 LIMIT 1').get() as
    Cells | undefined;
  const passwordHash = textOrNull(config?.['password_hash']);
  const fernetSalt = textOrNull(config?.['fernet_salt']);
  if (passwordHash === null || fernetSalt === null) refuse('The store has no password.');
  const rows = db.prepare('SELECT * FROM secrets_metadata ORDER BY 1').all() as Cells[];
  return {
    passwordHash,
    fernetSalt,
    // A cell that is no text becomes an empty one: no name, no token, and so a problem of that row.
    secrets: rows.map((row) => ({
      keyName: textOrNull(row['key_name']) ?? '',
      encryptedValue: textOrNull(row['encrypted_value']) ?? '',
      description: textOrNull(row['description']),
      createdAt: textOrNull(row['created_at']),
      updatedAt: textOrNull(row['updated_at']),
    })),
  };
}

/**
 * Reads an older Python store without touching the file or its folder. Nothing is decrypted here. Throws VaultError
 * `invalid_input` for what is not such a store or cannot be read, `db_corrupt` for a damaged one, `too_large` beyond
 * 256 MiB.
 */
export function readPythonStoreFile(path: string): PythonStoreContent {
  return readForeign(path, readRows);
}
