import Sqlite, { type Database } from 'better-sqlite3';
import { readFileSync, statSync } from 'node:fs';
import { VaultError } from '../shared/vault-error.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** "File format write version" and "read version": 1 is a rollback journal, 2 is WAL. */
const JOURNAL_VERSIONS = [18, 19];

/** @throws VaultError `invalid_input` with this hint. */
export function refuse(hint: string): never {
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
  db.pragma('query_only = ON');
  return db;
}

/** @throws VaultError `db_corrupt`. */
export function damaged(): never {
  throw new VaultError('db_corrupt', { hint: 'The damaged file is the one to import.' });
}

/** `table.column` of every column that is stored as it is: no view, no virtual table, nothing that is computed. */
export function plainColumns(db: Database): readonly unknown[] {
  return db
    .prepare(
      `SELECT s.name || '.' || c.name FROM sqlite_master s, pragma_table_info(s.name) c
       WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%'`,
    )
    .pluck()
    .all();
}

/**
 * Reads a SQLite file of another program from a copy in memory: neither the file nor its folder is touched, and its
 * triggers and views have nothing to run on. Throws VaultError `invalid_input` for what is not SQLite or cannot be read,
 * `db_corrupt` for a damaged file, `too_large` beyond 256 MiB, and what `read` throws as such.
 */
export function readForeign<R>(path: string, read: (db: Database) => R): R {
  let db: Database | null = null;
  try {
    db = openCopy(path);
    return read(db);
  } catch (thrown) {
    // A driver's message can quote the schema; only our own errors go on.
    if (thrown instanceof VaultError) throw thrown;
    return damaged();
  } finally {
    db?.close();
  }
}
