import Sqlite, { type Database } from 'better-sqlite3';
import { vaultPaths } from '../../src/runtime/paths.ts';

/** Edits a closed vault's file from outside, as an intruder or a failing disk would. */
export function editDatabase<R>(home: string, edit: (db: Database) => R): R {
  const db = new Sqlite(vaultPaths(home).database);
  try {
    return edit(db);
  } finally {
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  }
}

/** Flips one bit of a blob column of the one matching row. */
export function flipBit(
  home: string,
  place: { readonly table: string; readonly column: string; readonly byte: number },
): void {
  editDatabase(home, (db) => {
    const { table, column, byte } = place;
    const row = db.prepare(`SELECT rowid AS id, ${column} AS cell FROM ${table} LIMIT 1`).get() as {
      id: number;
      cell: Buffer;
    };
    row.cell[byte] = (row.cell[byte] ?? 0) ^ 1;
    db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run(row.cell, row.id);
  });
}
