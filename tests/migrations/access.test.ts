import { describe, expect, it } from 'vitest';
import { filled, sampleRows } from '../support/sample-rows.ts';
import { expectSound, fromOutside, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

const TABLES = [
  'plans',
  'quotas',
  'session_activity',
  'session_tokens',
  'sessions',
  'usage_records',
];

/** How SQLite goes about a query, in the schema of this step. */
async function planOf(sql: string, ...values: unknown[]): Promise<readonly string[]> {
  const { store, file } = await storeAt(5);
  await store.close();
  const steps = fromOutside(file, (db) =>
    db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values),
  ) as { detail: string }[];
  return steps.map(({ detail }) => detail);
}

describe('migration 5, access', () => {
  it('adds its tables and takes them back; older rows survive up, down and up', async () => {
    const { store: first, file } = await storeAt(4);
    first.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('settings', sampleRows.setting());
      tx.insert('clients', sampleRows.client());
      tx.insert('api_keys', sampleRows.apiKey());
      tx.insert('grants', sampleRows.grant());
    });
    await first.close();
    const before = tablesIn(file);

    const store = reopen(file, 5);
    expect(await store.migrateUp(nothing)).toEqual([5]);
    store.transaction((tx) => {
      tx.insert('plans', sampleRows.plan());
      tx.insert('session_tokens', sampleRows.sessionToken());
      tx.insert('sessions', sampleRows.session());
      tx.insert('session_activity', sampleRows.sessionActivity());
      tx.insert('quotas', sampleRows.quota());
      tx.insert('usage_records', sampleRows.usage());
    });
    expect(await store.migrateDown(4, nothing)).toEqual([5]);
    await store.close();
    expect(tablesIn(file)).toEqual(before);
    expectSound(file, 4);

    const again = reopen(file, 5);
    expect(await again.migrateUp(nothing)).toEqual([5]);
    expect([...again.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    expect([...again.scan('settings')]).toStrictEqual([sampleRows.setting()]);
    expect([...again.scan('clients')]).toStrictEqual([sampleRows.client()]);
    expect([...again.scan('api_keys')]).toStrictEqual([sampleRows.apiKey()]);
    expect([...again.scan('grants')]).toStrictEqual([sampleRows.grant()]);
    expect(again.count('plans') + again.count('usage_records') + again.count('sessions')).toBe(0);
    await again.close();
    expectSound(file, 5);
    expect(tablesIn(file)).toEqual([...before, ...TABLES].sort());
  });

  it.each([
    ['session_tokens', 'token_hash'],
    ['session_tokens', 'client_id'],
    ['session_tokens', 'key_id'],
    ['sessions', 'client_id'],
    ['sessions', 'status'],
    ['usage_records', 'client_id'],
    ['usage_records', 'key_id'],
    ['clients', 'plan'],
  ])('finds rows of %s by %s through an index', async (table, column) => {
    const value = column === 'token_hash' ? filled(32, 1) : 'x';
    const [detail] = await planOf(`SELECT * FROM ${table} WHERE ${column} = ? ORDER BY id`, value);
    expect(detail).toMatch(new RegExp(`^SEARCH ${table} USING INDEX \\S+ \\(${column}=\\?\\)$`));
  });

  it.each([
    [
      'a client’s keys that are in force',
      'SELECT id FROM api_keys WHERE client_id = ? AND revoked_at IS NULL',
      'SEARCH api_keys USING INDEX api_keys_client (client_id=? AND revoked_at=?)',
    ],
    [
      'a key by its hash',
      'SELECT * FROM api_keys WHERE key_hash = ?',
      'SEARCH api_keys USING INDEX sqlite_autoindex_api_keys_2 (key_hash=?)',
    ],
    [
      'a client’s usage of a day',
      'SELECT * FROM usage_records WHERE client_id = ? AND day = ?',
      'SEARCH usage_records USING INDEX usage_records_client (client_id=? AND day=?)',
    ],
    [
      'the usage of a route on a day',
      'SELECT * FROM usage_records WHERE day = ? AND route = ?',
      'SEARCH usage_records USING INDEX usage_records_day (day=? AND route=?)',
    ],
    [
      'usage from before an instant',
      'SELECT * FROM usage_records WHERE created_at < ? ORDER BY created_at',
      'SEARCH usage_records USING INDEX usage_records_created (created_at<?)',
    ],
    [
      'a client’s sessions by their last activity',
      'SELECT * FROM session_activity WHERE client_id = ? AND last_activity_at > ? ORDER BY last_activity_at',
      'SEARCH session_activity USING INDEX session_activity_client (client_id=? AND last_activity_at>?)',
    ],
    [
      'a client’s sessions of a status',
      'SELECT * FROM sessions WHERE client_id = ? AND status = ?',
      'SEARCH sessions USING INDEX sessions_client (client_id=? AND status=?)',
    ],
  ])('finds %s through one index, in its order', async (_what, sql, plan) => {
    expect(await planOf(sql, ...(sql.match(/\?/g) ?? []).map(() => 'x'))).toEqual([plan]);
  });

  it('goes on with rows planted into the tables that only count or are sealed by themselves', async () => {
    const { store, file } = await storeAt(5);
    await store.close();
    fromOutside(file, (db) => {
      db.exec("INSERT INTO quotas VALUES ('nobody', 'a', -1, 'b', -1, 0, 0, 'c')");
      db.exec("INSERT INTO session_activity VALUES ('none', 'nobody', 'a', 'b', 0)");
      db.exec("INSERT INTO sessions VALUES ('none', 1, 'nobody', 'active', x'00', 'a', 'b')");
      db.exec("INSERT INTO usage_records VALUES ('u', 'nobody', 'k', '/', 0, 'd', 'a', x'00')");
    });
    const again = reopen(file, 5);
    expect(await again.migrateDown(4, nothing)).toEqual([5]);
    expect(await again.migrateUp(nothing)).toEqual([5]);
    await again.close();
    expectSound(file, 5);
  });
});
