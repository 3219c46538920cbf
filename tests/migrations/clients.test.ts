import { describe, expect, it } from 'vitest';
import { filled, sampleRows } from '../support/sample-rows.ts';
import { expectSound, fromOutside, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

const TABLES = ['api_keys', 'client_activity', 'clients', 'grants', 'key_activity', 'pauses'];

describe('migration 4, clients', () => {
  it('adds its tables and takes them back; older rows survive up, down and up', async () => {
    const { store: first, file } = await storeAt(3);
    first.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('secret_versions', sampleRows.secretVersion());
      tx.insert('settings', sampleRows.setting());
    });
    await first.close();
    const before = tablesIn(file);

    const store = reopen(file, 4);
    expect(await store.migrateUp(nothing)).toEqual([4]);
    store.transaction((tx) => {
      tx.insert('clients', sampleRows.client());
      tx.insert('api_keys', sampleRows.apiKey());
      tx.insert('grants', sampleRows.grant());
      tx.insert('client_activity', { client_id: 'x', last_seen_at: 'y' });
      tx.insert('key_activity', { key_id: 'x', last_used_at: 'y' });
      tx.insert('pauses', { target: '*', paused_at: 'y' });
    });
    expect(await store.migrateDown(3, nothing)).toEqual([4]);
    await store.close();
    expect(tablesIn(file)).toEqual(before);
    expectSound(file, 3);

    const again = reopen(file, 4);
    expect(await again.migrateUp(nothing)).toEqual([4]);
    expect([...again.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    expect([...again.scan('secret_versions')]).toStrictEqual([sampleRows.secretVersion()]);
    expect([...again.scan('settings')]).toStrictEqual([sampleRows.setting()]);
    expect(again.count('clients') + again.count('api_keys') + again.count('pauses')).toBe(0);
    await again.close();
    expectSound(file, 4);
    expect(tablesIn(file)).toEqual([...before, ...TABLES].sort());
  });

  it('finds rows through an index in every look-up that there is', async () => {
    const { store, file } = await storeAt(4);
    await store.close();
    const lookUps = [
      ['clients', 'name_index'],
      ['clients', 'external_id_index'],
      ['clients', 'email_index'],
      ['api_keys', 'key_hash'],
      ['api_keys', 'client_id'],
      ['grants', 'client_id'],
      ['grants', 'object_id'],
    ];
    for (const [table = '', column = ''] of lookUps) {
      const plan = fromOutside(file, (db) =>
        db
          .prepare(`EXPLAIN QUERY PLAN SELECT * FROM ${table} WHERE ${column} = ? ORDER BY id`)
          .all(filled(1, 1)),
      ) as { detail: string }[];
      const [{ detail } = { detail: '' }] = plan;
      expect(detail).toMatch(new RegExp(`^SEARCH ${table} USING INDEX \\S+ \\(${column}=\\?\\)$`));
    }
  });

  it('finds the keys of a client that are in force through one index', async () => {
    const { store, file } = await storeAt(4);
    await store.close();
    const [plan] = fromOutside(file, (db) =>
      db
        .prepare(
          'EXPLAIN QUERY PLAN SELECT id FROM api_keys WHERE client_id = ? AND revoked_at IS NULL',
        )
        .all('x'),
    ) as { detail: string }[];
    expect(plan?.detail).toBe(
      'SEARCH api_keys USING INDEX api_keys_client (client_id=? AND revoked_at=?)',
    );
  });

  it('goes on with rows planted into the tables that only count', async () => {
    const { store, file } = await storeAt(4);
    store.transaction((tx) => tx.insert('clients', sampleRows.client()));
    await store.migrateDown(3, nothing);
    await store.migrateUp(nothing);
    await store.close();
    fromOutside(file, (db) => {
      db.pragma('foreign_keys = OFF');
      db.exec("INSERT INTO client_activity VALUES ('nobody', 'a')");
      db.exec("INSERT INTO key_activity VALUES ('nobody', 'a')");
      db.exec("INSERT INTO pauses VALUES ('nobody', 'a')");
    });
    expectSound(file, 4);
  });
});
