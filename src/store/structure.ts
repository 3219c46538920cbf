import type { Database } from 'better-sqlite3';
import type { SchemaObject, VaultMigration } from '../../migrations/migration.ts';
import { SCHEMA_0 } from '../../migrations/pinned-schema.ts';
import { COVERED_TABLES } from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import { guarded } from './driver-error.ts';
import { pragmaNumber } from './pragmas.ts';

function fingerprint(objects: readonly SchemaObject[]): string {
  return objects
    .map(({ type, name, sql }) => JSON.stringify([type, name, sql]))
    .sort()
    .join('\n');
}

function schemaOf(db: Database): readonly SchemaObject[] {
  return db.prepare<[], SchemaObject>('SELECT type, name, sql FROM sqlite_master').all();
}

/** Whether sqlite_master holds exactly these objects. */
export function hasSchema(db: Database, expected: readonly SchemaObject[]): boolean {
  return fingerprint(schemaOf(db)) === fingerprint(expected);
}

/** Names of the executed steps, oldest first. */
function executedSteps(db: Database): readonly string[] {
  return db.prepare<[], string>('SELECT name FROM migrations ORDER BY id').pluck().all();
}

function isSchemaOfVersion(db: Database, migrations: readonly VaultMigration[]): boolean {
  const version = pragmaNumber(db, 'user_version');
  // A new file has nothing at all; TypeORM makes its own tables before the first step's transaction.
  if (version === 0 && hasSchema(db, [])) return true;
  const done = migrations.slice(0, version);
  const schema = version === 0 ? SCHEMA_0 : done[version - 1]?.schema;
  if (schema === undefined || !hasSchema(db, schema)) return false;
  const names = done.map(({ migration }) => new migration().name);
  return JSON.stringify(executedSteps(db)) === JSON.stringify(names);
}

/** `PRAGMA integrity_check` of one table, or of the whole file. */
export function isIntact(db: Database, table?: string): boolean {
  const pragma = table === undefined ? 'integrity_check' : `integrity_check("${table}")`;
  return db.pragma(pragma, { simple: true }) === 'ok';
}

/** @throws VaultError `db_corrupt` if schema, executed steps or a covered table are not as they must be. */
export function checkStructure(db: Database, migrations: readonly VaultMigration[]): void {
  guarded('reading', () => {
    if (!isSchemaOfVersion(db, migrations)) throw new VaultError('db_corrupt');
    const present = new Set(schemaOf(db).map(({ name }) => name));
    for (const table of COVERED_TABLES) {
      if (present.has(table) && !isIntact(db, table)) throw new VaultError('db_corrupt');
    }
  });
}
