import type { StoreTransaction } from '../core/ports.ts';
import type {
  LookUps,
  SecretRow,
  SecretVersionRow,
  TableName,
  Tables,
  WalkName,
  WalkPart,
  WalkRow,
  UsagePage,
  UsageRange,
  UsageToRemove,
} from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { SqliteTables } from './sqlite-tables.ts';

/** The tables inside one transaction. Kept beyond its end, it refuses: a late write would be one of its own. */
class SqliteTransaction implements StoreTransaction {
  readonly #tables: SqliteTables;
  #ended = false;

  constructor(tables: SqliteTables) {
    this.#tables = tables;
  }

  end(): void {
    this.#ended = true;
  }

  get<T extends TableName>(table: T, ...key: Tables[T]['key']): Tables[T]['row'] | null {
    return this.#live().get(table, key);
  }

  scan<T extends TableName>(table: T): Iterable<Tables[T]['row']> {
    return this.#live().scan(table);
  }

  secretByNameIndex(index: Uint8Array): SecretRow | null {
    return this.#live().secretByNameIndex(index);
  }

  versionsOf(secretId: string): readonly SecretVersionRow[] {
    return this.#live().versionsOf(secretId);
  }

  find<T extends keyof LookUps>(
    table: T,
    column: LookUps[T],
    value: string | Uint8Array,
  ): readonly Tables[T]['row'][] {
    return this.#live().find(table, column, value);
  }

  walk<W extends WalkName>(name: W, part: WalkPart): readonly WalkRow<W>[] {
    return this.#live().walk(name, part);
  }

  count(table: TableName): number {
    return this.#live().count(table);
  }

  usagePage(range: UsageRange): UsagePage {
    return this.#live().usage.page(range);
  }

  removeUsage(which: UsageToRemove, limit: number): number {
    return this.#live().usage.remove(which, limit);
  }

  forgetUsageKey(keyId: string): number {
    return this.#live().usage.forgetKey(keyId);
  }

  insert<T extends TableName>(table: T, row: Tables[T]['row']): void {
    this.#live().insert(table, row);
  }

  update<T extends TableName>(table: T, row: Tables[T]['row']): void {
    this.#live().update(table, row);
  }

  remove<T extends TableName>(table: T, ...key: Tables[T]['key']): boolean {
    return this.#live().remove(table, key);
  }

  #live(): SqliteTables {
    if (this.#ended) throw new VaultError('internal', { cause: new Error('TRANSACTION_ENDED') });
    return this.#tables;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Calls `write` with a transaction that is over when it returns; refuses a promise as a result. */
export function insideTransaction<R>(tables: SqliteTables, write: (tx: StoreTransaction) => R): R {
  const tx = new SqliteTransaction(tables);
  try {
    const result = write(tx);
    if (isThenable(result)) {
      // It goes on after the rollback and fails at its next access; nobody else would hear of that.
      Promise.resolve(result).catch(() => undefined);
      throw new VaultError('internal', { cause: new Error('ASYNC_TRANSACTION') });
    }
    return result;
  } finally {
    tx.end();
  }
}
