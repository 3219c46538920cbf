import Sqlite, { type Database } from 'better-sqlite3';
import { readFileSync, statSync } from 'node:fs';
import { VaultError } from '../shared/vault-error.ts';

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

const MAX_BYTES = 256 * 1024 * 1024;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** "File format write version" and "read version": 1 is a rollback journal, 2 is WAL. */
const JOURNAL_VERSIONS = [18, 19];

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * The file's bytes. SQLite never sees the file itself: it would leave a lock, a -wal or a -shm beside it, and would
 * roll back a journal that is another program's.
 */
function readBytes(path: string): Buffer {
  try {
    if (!statSync(path).isFile()) refuse('The store to import is not a file.');
    if (sizeOf(path) > MAX_BYTES) throw new VaultError('too_large');
    if (sizeOf(`${path}-wal`) > 0 || sizeOf(`${path}-journal`) > 0) {
      refuse(
        'The store is in use or was not closed: close the program that wrote it and try again.',
      );
    }
    return readFileSync(path);
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('invalid_input', { hint: 'The store to import cannot be read.' });
  }
}

function pageSize(bytes: Buffer): number {
  const size = bytes.readUInt16BE(16);
  return size === 1 ? 65_536 : Math.max(size, 512);
}

function openCopy(path: string): Database {
  const bytes = readBytes(path);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) refuse('This is not a SQLite file.');
  // SQLite reads what is missing of a last page as zeroes.
  if (bytes.length < 100 || bytes.length % pageSize(bytes) !== 0) damaged();
  // A database in memory cannot be in WAL mode; without a -wal both modes hold the same pages.
  for (const at of JOURNAL_VERSIONS) if (bytes[at] === 2) bytes[at] = 1;
  const db = new Sqlite(bytes);
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  return db;
}

/** Refuses a file without the two tables; views and virtual tables of these names are not tables. */
function checkTables(db: Database): void {
  const columns = db
    .prepare(
      `SELECT s.name || '.' || c.name FROM sqlite_master s, pragma_table_info(s.name) c
       WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%'`,
    )
    .pluck()
    .all();
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

function damaged(): never {
  throw new VaultError('db_corrupt', { hint: 'The damaged file is the one to import.' });
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
  let db: Database | null = null;
  try {
    db = openCopy(path);
    return readRows(db);
  } catch (thrown) {
    // A driver's message can quote the schema; only our own errors go on.
    if (thrown instanceof VaultError) throw thrown;
    return damaged();
  } finally {
    db?.close();
  }
}
