import { describe, expect, it } from 'vitest';
import { WALKS } from '../../src/core/rows.ts';
import { sampleRows } from '../support/sample-rows.ts';
import { expectSound, fromOutside, nothing, reopen, storeAt, tablesIn } from './migration-bench.ts';

const TABLES = [
  'conversation_activity',
  'conversations',
  'profile_versions',
  'profiles',
  'retentions',
  'turn_chunks',
  'turns',
];

function planOf(file: string, sql: string, values: readonly unknown[]): string {
  const plan = fromOutside(file, (db) =>
    db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values),
  ) as { detail: string }[];
  return plan.map(({ detail }) => detail).join('; ');
}

describe('migration 6, conversations', () => {
  it('adds its tables and takes them back; older rows survive up, down and up', async () => {
    const { store: first, file } = await storeAt(5);
    first.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('clients', sampleRows.client());
      tx.insert('api_keys', sampleRows.apiKey());
    });
    await first.close();
    const before = tablesIn(file);

    const store = reopen(file, 6);
    expect(await store.migrateUp(nothing)).toEqual([6]);
    store.transaction((tx) => {
      tx.insert('conversations', sampleRows.conversation());
      tx.insert('conversation_activity', sampleRows.conversationActivity());
      tx.insert('turns', sampleRows.turn());
      tx.insert('turn_chunks', sampleRows.turnChunk());
      tx.insert('profiles', sampleRows.profile());
      tx.insert('profile_versions', sampleRows.profileVersion());
      tx.insert('retentions', sampleRows.retention());
    });
    expect(await store.migrateDown(5, nothing)).toEqual([6]);
    await store.close();
    expect(tablesIn(file)).toEqual(before);
    expectSound(file, 5);

    const again = reopen(file, 6);
    expect(await again.migrateUp(nothing)).toEqual([6]);
    expect([...again.scan('clients')]).toStrictEqual([sampleRows.client()]);
    expect([...again.scan('api_keys')]).toStrictEqual([sampleRows.apiKey()]);
    expect(again.count('turns') + again.count('conversations') + again.count('profiles')).toBe(0);
    await again.close();
    expectSound(file, 6);
    expect(tablesIn(file)).toEqual([...before, ...TABLES].sort());
  });

  it.each(Object.entries(WALKS))(
    'walks %s through one index, from any place, in both directions, and sorts nothing',
    async (_name, { table, of, by }) => {
      const { store, file } = await storeAt(6);
      await store.close();
      const conditions = of.map((column) => `${column} IS ?`);
      const behind = (sign: string): string =>
        [...conditions, `(${by.join(', ')}) ${sign} (${by.map(() => '?').join(', ')})`].join(
          ' AND ',
        );
      const places = by.map((column) => (column === 'sequence' || column === 'chunk' ? 1 : 'x'));
      const values = [...of.map(() => null), ...places, 10];
      for (const [sign, order] of [
        ['>', ''],
        ['<', ' DESC'],
      ] as const) {
        const sorted = by.map((column) => `${column}${order}`).join(', ');
        const plan = planOf(
          file,
          `SELECT * FROM ${table} WHERE ${behind(sign)} ORDER BY ${sorted} LIMIT ?`,
          values,
        );
        expect(plan).toMatch(
          new RegExp(`^SEARCH ${table} USING (COVERING )?INDEX \\S+ \\([^;]*\\)$`),
        );
        for (const column of of) expect(plan).toContain(`${column}=?`);
        expect(plan).toMatch(sign === '<' ? /<\(?\?/ : />\(?\?/);
      }
    },
  );

  it('finds the conversations of a client through an index', async () => {
    const { store, file } = await storeAt(6);
    await store.close();
    expect(planOf(file, 'SELECT * FROM conversations WHERE client_id = ? ORDER BY id', ['x'])).toBe(
      'SEARCH conversations USING INDEX conversations_client (client_id=?)',
    );
  });

  it('goes on with rows planted into the tables that nothing covers', async () => {
    const { store, file } = await storeAt(6);
    await store.close();
    fromOutside(file, (db) => {
      db.exec("INSERT INTO turn_chunks VALUES ('nobody', 1, x'00')");
      db.exec("INSERT INTO conversation_activity VALUES ('nobody', NULL, 'a', 1, 0)");
      db.exec("INSERT INTO turns VALUES ('a', 1, 'nobody', 'none', NULL, 1, 'a', x'00')");
    });
    expectSound(file, 6);
  });
});
