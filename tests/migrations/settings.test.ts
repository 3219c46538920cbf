import { describe, expect, it } from 'vitest';
import { sampleRows } from '../support/sample-rows.ts';
import { expectSound, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

describe('migration 3, settings', () => {
  it('adds the table and takes it back; secrets and their versions survive up, down and up', async () => {
    const { store: first, file } = await storeAt(2);
    first.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('secret_versions', sampleRows.secretVersion());
    });
    await first.close();
    expect(tablesIn(file)).not.toContain('settings');

    const store = reopen(file, 3);
    expect(await store.migrateUp(nothing)).toEqual([3]);
    store.transaction((tx) => tx.insert('settings', sampleRows.setting()));
    expect(await store.migrateDown(2, nothing)).toEqual([3]);
    await store.close();
    expect(tablesIn(file)).not.toContain('settings');
    expectSound(file, 2);

    const again = reopen(file, 3);
    expect(await again.migrateUp(nothing)).toEqual([3]);
    expect([...again.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    expect([...again.scan('secret_versions')]).toStrictEqual([sampleRows.secretVersion()]);
    expect(again.count('settings')).toBe(0);
    await again.close();
    expectSound(file, 3);
  });
});
