import { describe, expect, it } from 'vitest';
import { sampleRows } from '../support/sample-rows.ts';
import { expectSound, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

const TABLES = ['audit_chains', 'auth_config', 'key_slots', 'secrets_metadata', 'vault_manifest'];

describe('migration 1, baseline', () => {
  it('makes the five tables from nothing and takes them back', async () => {
    const { store, file } = await storeAt(1);
    await store.close();
    expect(tablesIn(file)).toEqual(TABLES);
    expectSound(file, 1);
    const down = reopen(file, 1);
    expect(await down.migrateDown(0, nothing)).toEqual([1]);
    await down.close();
    expect(tablesIn(file)).toEqual([]);
    expectSound(file, 0);
    const up = reopen(file, 1);
    up.checkStructure();
    expect(await up.migrateUp(nothing)).toEqual([1]);
    up.checkStructure();
    await up.close();
    expectSound(file, 1);
  });

  it('is not taken back while a vault is in it', async () => {
    const { store, file } = await storeAt(1);
    store.transaction((tx) => tx.insert('auth_config', sampleRows.authConfig()));
    await expect(store.migrateDown(0, nothing)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(store.get('auth_config', 1)).toStrictEqual(sampleRows.authConfig());
    await store.close();
    expectSound(file, 1);
  });
});
