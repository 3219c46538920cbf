import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VaultError } from '../../../src/shared/vault-error.ts';
import {
  guarded,
  isDriverError,
  mapDriverError,
  type Doing,
} from '../../../src/store/driver-error.ts';
import { openDataSource } from '../../../src/store/data-source.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRows } from '../../support/sample-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CANARY = 'canary-7f3a';
const FULL = 'The disk is full.';
const NOT_WRITABLE = 'The data folder cannot be written.';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: ${CANARY}`), { code, path: CANARY });
}

describe('driver errors', () => {
  const rows: [string, Doing, string, string | undefined][] = [
    ['SQLITE_BUSY', 'reading', 'vault_in_use', undefined],
    ['SQLITE_BUSY_RECOVERY', 'writing', 'vault_in_use', undefined],
    ['SQLITE_CORRUPT', 'writing', 'db_corrupt', undefined],
    ['SQLITE_CORRUPT_INDEX', 'reading', 'db_corrupt', undefined],
    ['SQLITE_NOTADB', 'reading', 'db_corrupt', undefined],
    ['SQLITE_CANTOPEN', 'reading', 'db_corrupt', undefined],
    ['SQLITE_CANTOPEN', 'writing', 'internal', NOT_WRITABLE],
    ['SQLITE_IOERR_READ', 'writing', 'db_corrupt', undefined],
    ['SQLITE_IOERR_SHORT_READ', 'reading', 'db_corrupt', undefined],
    ['SQLITE_IOERR_WRITE', 'writing', 'internal', NOT_WRITABLE],
    ['SQLITE_IOERR_FSYNC', 'reading', 'internal', NOT_WRITABLE],
    ['SQLITE_READONLY', 'writing', 'internal', NOT_WRITABLE],
    ['SQLITE_FULL', 'writing', 'internal', FULL],
    ['SQLITE_CONSTRAINT_CHECK', 'writing', 'internal', undefined],
    ['SQLITE_ERROR', 'writing', 'internal', undefined],
    ['SQLITE_ERROR', 'reading', 'db_corrupt', undefined],
    ['SQLITE_NOMEM', 'reading', 'internal', undefined],
    ['ENOSPC', 'writing', 'internal', FULL],
    ['EDQUOT', 'reading', 'internal', FULL],
    ['EROFS', 'reading', 'internal', NOT_WRITABLE],
    ['EACCES', 'writing', 'internal', NOT_WRITABLE],
    ['ENOENT', 'reading', 'internal', undefined],
  ];

  it.each(rows)('%s while %s is %s', (driverCode, doing, code, hint) => {
    const thrown = driverCode.startsWith('SQLITE_')
      ? new Sqlite.SqliteError(CANARY, driverCode)
      : systemError(driverCode);
    const mapped = mapDriverError(thrown, doing);
    expect(isDriverError(thrown)).toBe(true);
    expect(mapped).toMatchObject({ code, hint });
    expect(mapped.cause).toEqual(new Error(driverCode));
    expect(inspect(mapped, { depth: 9, showHidden: true })).not.toContain(CANARY);
  });

  it('lets a VaultError through and hides everything else behind internal', () => {
    const known = new VaultError('not_found');
    expect(mapDriverError(known, 'reading')).toBe(known);
    for (const foreign of [new TypeError(CANARY), CANARY, { code: 'SQLITE_BUSY' }, null]) {
      const mapped = mapDriverError(foreign, 'reading');
      expect(mapped.code).toBe('internal');
      expect(isDriverError(foreign)).toBe(false);
      expect(inspect(mapped, { depth: 9 })).not.toContain(CANARY);
    }
  });

  it("hides a bind error of the driver's inside TypeORM's", () => {
    const outer = Object.assign(new Error(CANARY), { driverError: new TypeError(CANARY) });
    expect(mapDriverError(outer, 'writing').cause).toEqual(new Error('DRIVER'));
    const odd = Object.assign(new Error(CANARY), { driverError: CANARY });
    expect(mapDriverError(odd, 'writing').code).toBe('internal');
  });

  it('guards a call and returns its result', () => {
    expect(guarded('reading', () => 5)).toBe(5);
    expect(() =>
      guarded('reading', () => {
        throw new Sqlite.SqliteError('x', 'SQLITE_NOTADB');
      }),
    ).toThrow(expect.objectContaining({ code: 'db_corrupt' }));
  });

  it("carries no bound parameter of TypeORM's out, which its own error does", async () => {
    const db = new Sqlite(':memory:');
    db.exec('CREATE TABLE t (a TEXT UNIQUE)');
    const dataSource = await openDataSource(db, [], () => undefined);
    const insert = (): Promise<unknown> => dataSource.query('INSERT INTO t VALUES (?)', [CANARY]);
    await insert();
    const thrown: unknown = await insert().catch((error: unknown) => error);
    expect(JSON.stringify(thrown)).toContain(CANARY);
    const mapped = mapDriverError(thrown, 'writing');
    expect(mapped.code).toBe('internal');
    expect(mapped.cause).toEqual(new Error('SQLITE_CONSTRAINT_UNIQUE'));
    for (const text of [
      JSON.stringify(mapped),
      JSON.stringify(mapped.cause),
      inspect(mapped, { depth: 9, showHidden: true }),
      String(mapped.stack),
    ]) {
      expect(text).not.toContain(CANARY);
    }
    await dataSource.destroy();
  });

  it('of a real write carries neither the row nor the statement', async () => {
    const store = openStore({ file: join(tempFolder(), 'vault.db'), create: true });
    await store.migrateUp(() => undefined);
    const secret = { ...sampleRows.secret(), id: CANARY };
    store.transaction((tx) => tx.insert('secrets_metadata', secret));
    for (const again of [secret, { ...secret, id: `${CANARY}-2` }]) {
      let thrown: unknown;
      try {
        store.transaction((tx) => tx.insert('secrets_metadata', again));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(VaultError);
      expect(inspect(thrown, { depth: 9, showHidden: true })).not.toMatch(/canary|INSERT/);
    }
    await store.close();
  });
});
