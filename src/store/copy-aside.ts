import Sqlite, { type Database } from 'better-sqlite3';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { VaultError } from '../shared/vault-error.ts';
import { createPrivateFile, syncFolder } from './data-folder.ts';
import { guarded } from './driver-error.ts';
import { pragmaNumber } from './pragmas.ts';
import { hasSchema, isIntact } from './structure.ts';
import type { SchemaObject } from '../../migrations/migration.ts';

export type CopyLabel = 'tampered' | 'before-migration';

const KEPT_BEFORE_MIGRATION = 5;
const TIME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z(-\d{1,3})?$/;
const NAME_ATTEMPTS = 999;

/** UTC by SQLite's clock, without the colons that Windows refuses in names. */
function timeForName(db: Database): string {
  const text = db.prepare("SELECT strftime('%Y-%m-%dT%H-%M-%fZ', 'now')").pluck().get();
  if (typeof text !== 'string') throw new VaultError('internal');
  return text;
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
}

/** Makes an empty file under the first free name. */
export function reserveName(folder: string, wanted: string): string {
  for (let attempt = 1; attempt <= NAME_ATTEMPTS; attempt += 1) {
    const name = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      createPrivateFile(join(folder, name));
      return name;
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
    }
  }
  throw new VaultError('internal', { cause: new Error('NO_FREE_NAME') });
}

function rowCounts(db: Database): string {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const counts = tables.map((table) => [
    table,
    db
      .prepare(`SELECT count(*) FROM "${table.replaceAll('"', '""')}"`)
      .pluck()
      .get(),
  ]);
  return JSON.stringify(counts);
}

/**
 * Opens the copy and compares it with its original. VACUUM INTO leaves a file in rollback mode; switched to WAL
 * here, a copy that is put back is not written when it is opened.
 */
export function verifyCopy(original: Database, path: string): void {
  const copy = new Sqlite(path, { fileMustExist: true });
  try {
    copy.pragma('locking_mode = EXCLUSIVE');
    copy.pragma('journal_mode = WAL');
    copy.pragma('trusted_schema = OFF');
    copy.pragma('cell_size_check = ON');
    const same =
      isIntact(copy) &&
      pragmaNumber(copy, 'user_version') === pragmaNumber(original, 'user_version') &&
      pragmaNumber(copy, 'application_id') === pragmaNumber(original, 'application_id') &&
      hasSchema(
        copy,
        original.prepare<[], SchemaObject>('SELECT type, name, sql FROM sqlite_master').all(),
      ) &&
      rowCounts(copy) === rowCounts(original);
    if (!same) throw new VaultError('db_corrupt');
  } finally {
    copy.close();
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes all but the newest copies made before migrations; the one just made always stays. */
function dropOldCopies(folder: string, prefix: string, made: string): void {
  const older = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && TIME.test(name.slice(prefix.length)))
    .filter((name) => name !== made && lstatSync(join(folder, name)).isFile())
    .sort()
    .reverse();
  for (const name of older.slice(KEPT_BEFORE_MIGRATION - 1)) rmSync(join(folder, name));
}

/** A rebuilt copy that is the same in every row: what a migration can be stepped back to. */
function copyRows(db: Database, path: string): void {
  db.prepare('VACUUM INTO ?').run(path);
}

/**
 * The pages as they are, damage included: evidence, and a copy that a damaged table cannot refuse. The file itself is
 * not read, because closing it again would drop the locks that SQLite holds on it.
 */
export function copyPages(db: Database, path: string): void {
  const pages = db.serialize();
  writeFileSync(path, pages);
  if (!readFileSync(path).equals(pages)) throw new VaultError('db_corrupt');
}

/**
 * A consistent copy of the open database beside it, readable by the owner only, durable and verified; a copy that
 * does not verify is removed. Before a migration it is rebuilt and compared row by row; of a tampered vault it is page for
 * page what was found. Returns its name.
 */
export function copyAside(
  db: Database,
  label: CopyLabel,
  verify: (original: Database, path: string) => void = label === 'tampered'
    ? () => undefined
    : verifyCopy,
): string {
  const folder = dirname(db.name);
  const prefix = `${basename(db.name)}.${label}-`;
  if (db.inTransaction) throw new VaultError('internal', { cause: new Error('IN_TRANSACTION') });
  const name = guarded('writing', () => reserveName(folder, `${prefix}${timeForName(db)}`));
  const path = join(folder, name);
  try {
    guarded('writing', () => {
      if (label === 'tampered') copyPages(db, path);
      else copyRows(db, path);
      verify(db, path);
      syncFile(path);
      syncFolder(folder);
    });
  } catch (thrown) {
    rmSync(path, { force: true });
    throw thrown;
  }
  if (label === 'before-migration') guarded('writing', () => dropOldCopies(folder, prefix, name));
  return name;
}
