import { describe, expect, it } from 'vitest';
import { sampleId, sampleRows } from '../support/sample-rows.ts';
import { expectSound, fromOutside, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

describe('migration 2, secret_versions', () => {
  it('adds the table and takes it back; secrets survive up, down and up', async () => {
    const { store: first, file } = await storeAt(1);
    const secrets = [1, 2, 3].map(sampleRows.secret);
    first.transaction((tx) => secrets.forEach((row) => tx.insert('secrets_metadata', row)));
    await first.close();
    expect(tablesIn(file)).not.toContain('secret_versions');

    const store = reopen(file, 2);
    expect(await store.migrateUp(nothing)).toEqual([2]);
    store.transaction((tx) => tx.insert('secret_versions', sampleRows.secretVersion()));
    expect(await store.migrateDown(1, nothing)).toEqual([2]);
    expect([...store.scan('secret_versions')]).toEqual([]);
    expect([...store.scan('secrets_metadata')]).toStrictEqual(secrets);
    await store.close();
    expect(tablesIn(file)).not.toContain('secret_versions');
    expectSound(file, 1);

    const again = reopen(file, 2);
    expect(await again.migrateUp(nothing)).toEqual([2]);
    expect([...again.scan('secrets_metadata')]).toStrictEqual(secrets);
    expect(again.count('secret_versions')).toBe(0);
    await again.close();
    expectSound(file, 2);
  });

  it('ties versions to a secret without a cascade', async () => {
    const { store, file } = await storeAt(2);
    store.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('secret_versions', sampleRows.secretVersion());
    });
    expect(() => store.transaction((tx) => tx.remove('secrets_metadata', sampleId(1)))).toThrow();
    expect(store.count('secret_versions')).toBe(1);
    await store.close();
    const keys = fromOutside(file, (db) => db.pragma('foreign_key_list(secret_versions)'));
    expect(keys).toMatchObject([{ table: 'secrets_metadata', to: 'id', on_delete: 'NO ACTION' }]);
  });
});
