import type { Statement } from 'better-sqlite3';
import type { UsagePage, UsageRange, UsageRow, UsageToRemove } from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import { guarded } from './driver-error.ts';
import { LAYOUTS, rowFromDriver } from './row-mapping.ts';

type Raw = Record<string, unknown>;

const { columns } = LAYOUTS.usage_records;
const NAMES = columns.map(({ name }) => `"${name}"`).join(', ');
const SELECT = `SELECT ${NAMES}, rowid AS number FROM usage_records`;
/** Each walks along an index, the pages from the place of the last row on: a call costs what it reads. */
export const USAGE_QUERIES = {
  pageOfAll: `${SELECT} WHERE day BETWEEN ? AND ? AND (day, route, rowid) > (?, ?, ?) ORDER BY day, route, rowid LIMIT ?`,
  pageOfClient: `${SELECT} WHERE client_id = ? AND day BETWEEN ? AND ? AND (day, rowid) > (?, ?) ORDER BY day, rowid LIMIT ?`,
  removeOfClient:
    'DELETE FROM usage_records WHERE rowid IN (SELECT rowid FROM usage_records WHERE client_id = ? LIMIT ?)',
  removeBefore:
    'DELETE FROM usage_records WHERE rowid IN (SELECT rowid FROM usage_records WHERE created_at < ? ORDER BY created_at LIMIT ?)',
  forgetKey: 'UPDATE usage_records SET key_id = NULL WHERE key_id = ?',
} as const;

/** `usage_records`, which grows by a row with every request: pages along its indexes, and removals by many rows. */
export class UsageTable {
  readonly #statement: (sql: string) => Statement<unknown[], Raw> | null;

  /** @param statement prepares a statement, or gives null while the schema has no such table */
  constructor(statement: (sql: string) => Statement<unknown[], Raw> | null) {
    this.#statement = statement;
  }

  page({ clientId, fromDay, toDay, after, limit }: UsageRange): UsagePage {
    const { day = '', route = '', number = -1 } = after ?? {};
    const raws = guarded('reading', () =>
      clientId === null
        ? this.#statement(USAGE_QUERIES.pageOfAll)?.all(fromDay, toDay, day, route, number, limit)
        : this.#statement(USAGE_QUERIES.pageOfClient)?.all(
            clientId,
            fromDay,
            toDay,
            day,
            number,
            limit,
          ),
    );
    const rows = (raws ?? []).map((raw) => rowFromDriver(columns, raw) as unknown as UsageRow);
    const last = rows.at(-1);
    const at = raws?.at(-1)?.['number'];
    if (last === undefined || rows.length < limit) return { rows, last: null };
    return { rows, last: { day: last.day, route: last.route, number: Number(at) } };
  }

  remove(which: UsageToRemove, limit: number): number {
    return which.clientId === undefined
      ? this.#write(USAGE_QUERIES.removeBefore, which.before, limit)
      : this.#write(USAGE_QUERIES.removeOfClient, which.clientId, limit);
  }

  forgetKey(keyId: string): number {
    return this.#write(USAGE_QUERIES.forgetKey, keyId);
  }

  #write(sql: string, ...values: unknown[]): number {
    return guarded('writing', () => {
      const statement = this.#statement(sql);
      if (statement === null) throw new VaultError('internal', { cause: new Error('NO_TABLE') });
      return statement.run(...values).changes;
    });
  }
}
