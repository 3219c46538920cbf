import Sqlite, { type Database } from 'better-sqlite3';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { VaultMigration } from '../../migrations/migration.ts';
import { MIGRATIONS } from '../../migrations/index.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const nothing = (): void => undefined;

/** A new vault file that knows the first `version` steps, and has run all but the last `pending` of them. */
export async function storeAt(
  version: number,
  file = join(tempFolder(), 'vault.db'),
): Promise<{ store: VaultStore; file: string }> {
  const store = openStore({ file, create: true, migrations: MIGRATIONS.slice(0, version) });
  await store.migrateUp(nothing);
  return { store, file };
}

/** Opens the same file with the first `version` steps. */
export function reopen(file: string, version = MIGRATIONS.length): VaultStore {
  return openStore({ file, create: false, migrations: MIGRATIONS.slice(0, version) });
}

/** Looks at a closed file from outside, as another program would. */
export function fromOutside<R>(file: string, act: (db: Database) => R): R {
  const db = new Sqlite(file);
  try {
    return act(db);
  } finally {
    db.close();
  }
}

/** Tables of a closed file in order of their names, without SQLite's own and TypeORM's. */
export function tablesIn(file: string): readonly string[] {
  return fromOutside(file, (db) =>
    db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'sqlite_sequence') ORDER BY name",
      )
      .pluck()
      .all(),
  );
}

/** What must hold for every file that migrations leave behind. */
export function expectSound(file: string, version: number): void {
  fromOutside(file, (db) => {
    expect(db.pragma('user_version', { simple: true })).toBe(version);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const objects = db.prepare<[], string>('SELECT DISTINCT type FROM sqlite_master').pluck().all();
    expect(objects.every((type) => type === 'table' || type === 'index')).toBe(true);
    const tables = db.pragma('table_list') as { schema: string; name: string; strict: number }[];
    const ours = tables.filter(
      (table) => table.schema === 'main' && !/^(sqlite_|migrations$)/.test(table.name),
    );
    expect(ours.filter((table) => table.strict !== 1)).toEqual([]);
    const executed = db
      .prepare<[], string>('SELECT name FROM migrations ORDER BY id')
      .pluck()
      .all();
    expect(executed).toEqual(
      MIGRATIONS.slice(0, version).map(({ migration }) => new migration().name),
    );
  });
}

/** The product's steps and one more. */
export function withExtraStep(
  up: (run: (sql: string) => Promise<unknown>) => Promise<unknown>,
  down: (run: (sql: string) => Promise<unknown>) => Promise<unknown>,
  schema: VaultMigration['schema'],
): readonly VaultMigration[] {
  class Extra1795345200000 {
    readonly name = 'Extra1795345200000';
    async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await up((sql) => runner.query(sql));
    }
    async down(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await down((sql) => runner.query(sql));
    }
  }
  return [...MIGRATIONS, { number: MIGRATIONS.length + 1, migration: Extra1795345200000, schema }];
}
