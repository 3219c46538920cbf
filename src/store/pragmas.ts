import type { Database } from 'better-sqlite3';
import { VaultError } from '../shared/vault-error.ts';

/** `application_id` of a vault file: "SRM1". */
export const APPLICATION_ID = 0x53524d31;

/*
 * The order matters. locking_mode after WAL takes hold only at the first write, and a second process could write
 * in between; journal_mode is the first statement that needs the lock, so it is where another owner shows.
 */
const LOCKING = 'locking_mode = EXCLUSIVE';
const AFTER_LOCKING = [
  'synchronous = FULL',
  'foreign_keys = ON',
  'secure_delete = ON',
  'temp_store = MEMORY',
  'trusted_schema = OFF',
  'cell_size_check = ON',
] as const;

/** The one number that a pragma answers. */
export function pragmaNumber(db: Database, name: 'application_id' | 'user_version'): number {
  const value: unknown = db.pragma(name, { simple: true });
  if (typeof value !== 'number') throw new VaultError('db_corrupt');
  return value;
}

/**
 * Makes this connection the only owner. `identify` looks at the file before anything can write it; what it finds is
 * returned.
 */
export function applyPragmas<R>(db: Database, identify: () => R): R {
  db.pragma(LOCKING);
  const found = identify();
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw new VaultError('db_corrupt');
  for (const pragma of AFTER_LOCKING) db.pragma(pragma);
  return found;
}
