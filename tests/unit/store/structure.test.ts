import Sqlite, { type Database } from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRows } from '../../support/sample-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const nothing = (): void => undefined;

async function damaged(act: (db: Database) => void): Promise<string> {
  const file = join(tempFolder(), 'vault.db');
  const store = openStore({ file, create: true });
  await store.migrateUp(nothing);
  store.transaction((tx) => {
    for (let i = 1; i <= 20; i += 1) tx.insert('secrets_metadata', sampleRows.secret(i));
    tx.insert('key_slots', sampleRows.keySlot());
  });
  await store.close();
  const db = new Sqlite(file);
  db.unsafeMode(true);
  act(db);
  db.close();
  return file;
}

function rewriteSchema(name: string, from: string, to: string): (db: Database) => void {
  return (db) => {
    db.pragma('writable_schema = ON');
    const changed = db
      .prepare('UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?')
      .run(from, to, name);
    expect(changed.changes).toBe(1);
  };
}

function codeOfChecking(file: string): string {
  try {
    const store = openStore({ file, create: false });
    try {
      store.checkStructure();
    } finally {
      void store.close();
    }
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
  return 'sound';
}

describe('checkStructure', () => {
  it('passes a file that nobody touched', async () => {
    expect(codeOfChecking(await damaged(nothing))).toBe('sound');
  });

  const cases: [string, (db: Database) => void][] = [
    ['an added table', (db) => db.exec('CREATE TABLE planted (a)')],
    ['an added index', (db) => db.exec('CREATE INDEX planted ON secrets_metadata (kind)')],
    ['an added view', (db) => db.exec('CREATE VIEW planted AS SELECT 1')],
    [
      'an added trigger',
      (db) =>
        db.exec('CREATE TRIGGER planted AFTER INSERT ON settings BEGIN DELETE FROM key_slots; END'),
    ],
    ['a removed table', (db) => db.exec('DROP TABLE settings')],
    ['an added column', (db) => db.exec('ALTER TABLE secrets_metadata ADD COLUMN plain TEXT')],
    ['a changed constraint', rewriteSchema('settings', '= 32', '> 31')],
    ['a cascade', rewriteSchema('secret_versions', '(id)', '(id) ON DELETE CASCADE')],
    ['statistics', (db) => db.exec('ANALYZE')],
    ['a lower user_version', (db) => db.pragma('user_version = 2')],
    ['user_version 0', (db) => db.pragma('user_version = 0')],
    ['a removed migrations row', (db) => db.exec('DELETE FROM migrations WHERE id = 2')],
    ['an added migrations row', (db) => db.exec("INSERT INTO migrations VALUES (9, 1, 'x')")],
    ['a renamed migrations row', (db) => db.exec("UPDATE migrations SET name = 'x' WHERE id = 1")],
    [
      'a covered row whose index entry is gone',
      (db) => {
        db.pragma('writable_schema = ON');
        const master =
          'UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = ?) WHERE name = ?';
        db.prepare(master).run(
          'sqlite_autoindex_key_slots_1',
          'sqlite_autoindex_secrets_metadata_1',
        );
      },
    ],
    [
      'a covered row that breaks a constraint',
      (db) => {
        db.pragma('ignore_check_constraints = ON');
        db.exec("UPDATE key_slots SET row_mac = x'00'");
      },
    ],
  ];

  it.each(cases)('answers db_corrupt to %s', async (_, act) => {
    expect(codeOfChecking(await damaged(act))).toBe('db_corrupt');
  });
});

describe('reading a row that is not what its table says', () => {
  const planted: [string, string][] = [
    ['a REAL in an INTEGER', 'version = 1.5'],
    ['a REAL without a fraction', 'version = 2.0'],
    ['an unsafe integer', 'version = 9007199254740993'],
    ['a BLOB in a TEXT', "created_at = x'00'"],
    ['a TEXT in a BLOB', "encrypted_value = 'text'"],
    ['a NULL', 'encrypted_metadata = NULL'],
  ];

  it.each(planted)('answers db_corrupt to %s', async (_, assignment) => {
    const file = await damaged((db) => {
      // The same columns without STRICT and NOT NULL, so that SQLite takes what is planted.
      db.pragma('foreign_keys = OFF');
      const columns = [
        'id',
        'key_name_index',
        'kind',
        'version',
        'encrypted_metadata',
        'encrypted_value',
        'created_at',
        'updated_at',
      ];
      db.exec(`CREATE TABLE loose (${columns.join(', ')})`);
      db.exec('INSERT INTO loose SELECT * FROM secrets_metadata');
      db.exec('DROP TABLE secret_versions');
      db.exec('DROP TABLE secrets_metadata');
      db.exec('ALTER TABLE loose RENAME TO secrets_metadata');
      db.exec(`UPDATE secrets_metadata SET ${assignment} WHERE id LIKE '%01'`);
    });
    const store = openStore({ file, create: false });
    const corrupt = expect.objectContaining({ code: 'db_corrupt' });
    expect(() => store.scan('secrets_metadata')).toThrow(corrupt);
    expect(() => store.get('secrets_metadata', sampleRows.secret(1).id)).toThrow(corrupt);
    expect(store.get('secrets_metadata', sampleRows.secret(2).id)?.version).toBe(1);
    if (!assignment.endsWith('2.0') && !assignment.startsWith('encrypted_value')) {
      // A list reads no values, and TypeORM's driver reads 2.0 as 2: there integrity_check of the STRICT table notices.
      await expect(store.listSecrets()).rejects.toEqual(corrupt);
    }
    await store.close();
  });
});
