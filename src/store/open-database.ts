import Sqlite, { type Database } from 'better-sqlite3';
import { isAbsolute } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';
import { preparePlace } from './data-folder.ts';
import { guarded } from './driver-error.ts';
import { APPLICATION_ID, applyPragmas, pragmaNumber } from './pragmas.ts';

const DEFAULT_BUSY_TIMEOUT_MS = 5000;

export interface OpenDatabaseOptions {
  /** Absolute path of the vault file. */
  readonly file: string;
  /** Make the folder and the file if they are missing. */
  readonly create: boolean;
  /** The last schema this program knows. */
  readonly latest: number;
  readonly busyTimeoutMs?: number | undefined;
}

function holdsPassword(db: Database): boolean {
  const name = "SELECT count(*) FROM sqlite_master WHERE name = 'auth_config'";
  return db.prepare(name).pluck().get() !== 0;
}

/** Returns whether the file is a new one that has nothing in it yet. */
function identify(db: Database, options: OpenDatabaseOptions): boolean {
  const application = pragmaNumber(db, 'application_id');
  const version = pragmaNumber(db, 'user_version');
  if (application === APPLICATION_ID) {
    if (version > options.latest) throw new VaultError('newer_format');
    // Version 0 is a file whose setup has not begun; with a password in it the number is what is wrong.
    if (version < 0 || (version === 0 && holdsPassword(db))) throw new VaultError('db_corrupt');
    return false;
  }
  const objects = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
  if (application !== 0 || version !== 0 || objects !== 0) throw new VaultError('db_corrupt');
  if (!options.create) throw new VaultError('not_initialized');
  return true;
}

/**
 * Opens the vault file as its only owner. An existing vault's content is not written.
 * Throws `not_initialized`, `vault_in_use`, `db_corrupt`, `newer_format`, or `internal` with a hint.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  // better-sqlite3 trims names, and SQLite reads "file:" as a URI with options of its own.
  if (!isAbsolute(options.file) || options.file !== options.file.trim()) {
    throw new VaultError('invalid_input', { hint: 'The path of the vault file is not usable.' });
  }
  return guarded('reading', () => {
    preparePlace(options.file, options.create);
    const db = new Sqlite(options.file, {
      fileMustExist: true,
      timeout: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS,
    });
    try {
      const isNew = applyPragmas(db, () => identify(db, options));
      if (isNew) db.pragma(`application_id = ${APPLICATION_ID}`);
      if (pragmaNumber(db, 'application_id') !== APPLICATION_ID) throw new VaultError('db_corrupt');
      return db;
    } catch (thrown) {
      db.close();
      throw thrown;
    }
  });
}
