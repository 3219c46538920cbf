import { describe, expect, it } from 'vitest';
import type { StoreReader } from '../../src/core/ports.ts';
import type { UsagePlace, UsageRange, UsageRow } from '../../src/core/rows.ts';
import { sampleId, sampleRows } from '../support/sample-rows.ts';
import { codeOf, migrated, type StorePlace } from './store-place.ts';

const EVERYTHING = { clientId: null, fromDay: '2026-01-01', toDay: '2026-12-31', limit: 2 };

/** Usage of two clients on two days over two routes, in an order of its own. */
const ROWS: readonly UsageRow[] = [
  [4, 1, '2026-11-21', '/b'],
  [3, 2, '2026-11-20', '/a'],
  [6, 1, '2026-11-20', '/b'],
  [1, 1, '2026-11-20', '/a'],
  [5, 1, '2026-11-20', '/b'],
  [2, 2, '2026-11-21', '/a'],
].map(([number, client, day, route]) => ({
  ...sampleRows.usage(Number(number), Number(client)),
  day: String(day),
  route: String(route),
  created_at: `${String(day)}T0${String(number)}:00:00.000Z`,
}));

async function filledStore(place: StorePlace): ReturnType<typeof migrated> {
  const store = await migrated(place);
  store.transaction((tx) => {
    for (const row of ROWS) tx.insert('usage_records', row);
  });
  return store;
}

/** Walks page by page; returns the ends of the ids. */
function walk(store: StoreReader, range: Omit<UsageRange, 'after'>): number[][] {
  const pages: number[][] = [];
  let after: UsagePlace | null = null;
  do {
    const page = store.usagePage({ ...range, after });
    pages.push(page.rows.map(({ id }) => Number(id.slice(-1))));
    after = page.last;
  } while (after !== null);
  return pages;
}

/** What core may rely on of the usage's rows. `newPlace` is called inside a running test. */
export function usageContract(subject: string, newPlace: () => StorePlace): void {
  describe(`${subject}: usage`, () => {
    it('gives every row of the tables of access back as it was written', async () => {
      const store = await migrated(newPlace());
      store.transaction((tx) => {
        tx.insert('clients', sampleRows.client());
        tx.insert('api_keys', sampleRows.apiKey());
        tx.insert('plans', sampleRows.plan());
        tx.insert('session_tokens', sampleRows.sessionToken());
        tx.insert('sessions', sampleRows.session());
        tx.insert('session_activity', sampleRows.sessionActivity());
        tx.insert('quotas', sampleRows.quota());
        tx.insert('usage_records', sampleRows.usage());
      });
      expect(store.get('plans', 'team')).toStrictEqual(sampleRows.plan());
      expect([...store.scan('session_tokens')]).toStrictEqual([sampleRows.sessionToken()]);
      expect([...store.scan('sessions')]).toStrictEqual([sampleRows.session()]);
      expect([...store.scan('session_activity')]).toStrictEqual([sampleRows.sessionActivity()]);
      expect([...store.scan('quotas')]).toStrictEqual([sampleRows.quota()]);
      expect([...store.scan('usage_records')]).toStrictEqual([sampleRows.usage()]);
      await store.close();
    });

    it('gives all of it by day, route and the order of writing, in pages', async () => {
      const store = await filledStore(newPlace());
      expect(walk(store, EVERYTHING)).toEqual([[3, 1], [6, 5], [2, 4], []]);
      expect(walk(store, { ...EVERYTHING, limit: 4 })).toEqual([
        [3, 1, 6, 5],
        [2, 4],
      ]);
      expect(walk(store, { ...EVERYTHING, toDay: '2026-11-20', limit: 9 })).toEqual([[3, 1, 6, 5]]);
      expect(walk(store, { ...EVERYTHING, fromDay: '2026-11-22' })).toEqual([[]]);
      const [first] = store.usagePage({ ...EVERYTHING, after: null }).rows;
      expect(first).toStrictEqual(ROWS[1]);
      await store.close();
    });

    it('gives one client’s by day and the order of writing, in pages', async () => {
      const store = await filledStore(newPlace());
      const clientId = `cli_${sampleId(1)}`;
      expect(walk(store, { ...EVERYTHING, clientId })).toEqual([[6, 1], [5, 4], []]);
      const range = { ...EVERYTHING, clientId, fromDay: '2026-11-21', limit: 3 };
      expect(walk(store, range)).toEqual([[4]]);
      expect(walk(store, { ...EVERYTHING, clientId: `cli_${sampleId(9)}` })).toEqual([[]]);
      await store.close();
    });

    it('removes one client’s, or the oldest from before an instant, at most so many', async () => {
      const store = await filledStore(newPlace());
      const left = (): number[] =>
        walk(store, { ...EVERYTHING, limit: 99 })
          .flat()
          .sort();
      const before = '2026-11-20T06:00:00.000Z';
      expect(store.transaction((tx) => tx.removeUsage({ before }, 2))).toBe(2);
      expect(left()).toEqual([2, 4, 5, 6]);
      expect(store.transaction((tx) => tx.removeUsage({ before }, 9))).toBe(1);
      expect(store.transaction((tx) => tx.removeUsage({ before }, 9))).toBe(0);
      const clientId = `cli_${sampleId(1)}`;
      expect(store.transaction((tx) => tx.removeUsage({ clientId }, 1))).toBe(1);
      const all = Number.MAX_SAFE_INTEGER;
      expect(store.transaction((tx) => tx.removeUsage({ clientId }, all))).toBe(1);
      expect(left()).toEqual([2]);
      await store.close();
    });

    it('keeps what was used with a key that is no more', async () => {
      const store = await filledStore(newPlace());
      const keyId = `key_${sampleId(2)}`;
      expect(store.transaction((tx) => tx.forgetUsageKey(keyId))).toBe(2);
      expect(store.find('usage_records', 'key_id', keyId)).toEqual([]);
      const [row] = store.find('usage_records', 'client_id', `cli_${sampleId(2)}`);
      expect(row).toStrictEqual({ ...ROWS[5], key_id: null });
      expect(store.count('usage_records')).toBe(ROWS.length);
      await store.close();
    });

    it('is empty, and refuses a removal, where the schema has none', async () => {
      const store = newPlace().open();
      expect(store.usagePage({ ...EVERYTHING, after: null })).toEqual({ rows: [], last: null });
      const remove = (): number => store.transaction((tx) => tx.removeUsage({ before: '2027' }, 1));
      expect(codeOf(remove)).toBe('internal');
      await store.close();
    });
  });
}
