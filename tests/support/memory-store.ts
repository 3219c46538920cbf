import type { Reseal, SchemaState, StoreTransaction, VaultStore } from '../../src/core/ports.ts';
import {
  WALKS,
  type Cell,
  type LookUps,
  type Row,
  type SecretListRow,
  type SecretPage,
  type SecretRow,
  type SecretVersionRow,
  type TableName,
  type Tables,
  type WalkName,
  type WalkPart,
  type WalkRow,
  type UsagePage,
  type UsageRange,
  type UsageRow,
  type UsageToRemove,
} from '../../src/core/rows.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import {
  checkRow,
  KEYS,
  MEMORY_STEPS,
  REFERENCES,
  tablesOfVersion,
  UNIQUE,
} from './memory-tables.ts';
import { walkRows } from './memory-walk.ts';

type Rows = Map<string, Row>;

interface Content {
  version: number;
  readonly tables: Map<TableName, Rows>;
}

function cloneRow(row: Row): Row {
  const cells = Object.entries(row).map(([name, cell]): [string, Cell] => [
    name,
    cell instanceof Uint8Array ? new Uint8Array(cell) : cell,
  ]);
  return Object.fromEntries(cells);
}

function cloneContent(content: Content): Content {
  const tables = [...content.tables].map(([table, rows]): [TableName, Rows] => [
    table,
    new Map([...rows].map(([key, row]) => [key, cloneRow(row)])),
  ]);
  return { version: content.version, tables: new Map(tables) };
}

/** Text whose order by code unit is the order of the key's bytes in SQLite. */
function keyText(key: readonly unknown[]): string {
  return key
    .map((part) => {
      if (typeof part === 'number') return String(part).padStart(16, '0');
      if (part instanceof Uint8Array) return Buffer.from(part).toString('latin1');
      return Buffer.from(String(part), 'utf8').toString('latin1');
    })
    .join('\0');
}

function internal(reason: string): VaultError {
  return new VaultError('internal', { cause: new Error(reason) });
}

/** The tables of one open store; a transaction works on them directly and is undone from a copy. */
class MemoryTables {
  content: Content;

  constructor(content: Content) {
    this.content = content;
  }

  rows(table: TableName): Rows | null {
    return this.content.tables.get(table) ?? null;
  }

  get<T extends TableName>(table: T, key: readonly unknown[]): Tables[T]['row'] | null {
    const row = this.rows(table)?.get(keyText(key));
    return row === undefined ? null : (cloneRow(row) as unknown as Tables[T]['row']);
  }

  scan<T extends TableName>(table: T): Tables[T]['row'][] {
    const rows = [...(this.rows(table) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.map(([, row]) => cloneRow(row) as unknown as Tables[T]['row']);
  }

  insert(table: TableName, row: Row): void {
    const { rows, key } = this.#writable(table, row);
    if (rows.has(key)) throw internal('PRIMARY_KEY');
    this.#checkReferences(table, row);
    rows.set(key, cloneRow(row));
  }

  update(table: TableName, row: Row): void {
    const { rows, key } = this.#writable(table, row);
    if (!rows.has(key)) throw new VaultError('not_found');
    rows.set(key, cloneRow(row));
  }

  remove(table: TableName, key: readonly unknown[]): boolean {
    const rows = this.rows(table);
    if (rows === null) throw internal('NO_TABLE');
    for (const [from, { column, to }] of Object.entries(REFERENCES)) {
      const referring = [...(this.rows(from as TableName)?.values() ?? [])];
      if (table === to && referring.some((row) => row[column] === key[0])) {
        throw internal('FOREIGN_KEY');
      }
    }
    return rows.delete(keyText(key));
  }

  /** Rows of the usage with their numbers, in the order in which they were written. */
  usage(): { readonly row: UsageRow; readonly number: number }[] {
    const rows = [...(this.rows('usage_records')?.values() ?? [])];
    return rows.map((row, i) => ({ row: cloneRow(row) as unknown as UsageRow, number: i + 1 }));
  }

  #writable(table: TableName, row: Row): { rows: Rows; key: string } {
    const rows = this.rows(table);
    if (rows === null) throw internal('NO_TABLE');
    if (!checkRow(table, row)) throw internal('ROW_DOES_NOT_FIT');
    const key = keyText(KEYS[table].map((name) => row[name]));
    for (const [column, code] of Object.entries(UNIQUE[table] ?? {})) {
      const cell = row[column];
      if (cell === null) continue;
      for (const [otherKey, other] of rows) {
        if (otherKey === key || other[column] === null) continue;
        if (keyText([other[column]]) === keyText([cell])) throw new VaultError(code);
      }
    }
    return { rows, key };
  }

  #checkReferences(table: TableName, row: Row): void {
    const reference = REFERENCES[table];
    if (reference === undefined) return;
    if (this.rows(reference.to)?.has(keyText([row[reference.column]])) !== true) {
      throw internal('FOREIGN_KEY');
    }
  }
}

class MemoryReader {
  protected readonly tables: MemoryTables;
  #open = true;

  constructor(tables: MemoryTables) {
    this.tables = tables;
  }

  get<T extends TableName>(table: T, ...key: Tables[T]['key']): Tables[T]['row'] | null {
    return this.live().get(table, key);
  }

  scan<T extends TableName>(table: T): Iterable<Tables[T]['row']> {
    return this.live().scan(table);
  }

  secretByNameIndex(index: Uint8Array): SecretRow | null {
    const rows = this.live().scan('secrets_metadata');
    return rows.find((row) => Buffer.compare(row.key_name_index, index) === 0) ?? null;
  }

  versionsOf(secretId: string): readonly SecretVersionRow[] {
    const rows = this.live().scan('secret_versions');
    return rows.filter((row) => row.secret_id === secretId).reverse();
  }

  find<T extends keyof LookUps>(
    table: T,
    column: LookUps[T],
    value: string | Uint8Array,
  ): readonly Tables[T]['row'][] {
    const wanted = keyText([value]);
    return this.live()
      .scan(table)
      .filter((row) => keyText([(row as unknown as Row)[column]]) === wanted);
  }

  walk<W extends WalkName>(name: W, part: WalkPart): readonly WalkRow<W>[] {
    const rows = this.live().scan(WALKS[name].table);
    return walkRows(rows, name, part, keyText) as readonly WalkRow<W>[];
  }

  count(table: TableName): number {
    return this.live().rows(table)?.size ?? 0;
  }

  usagePage({ clientId, fromDay, toDay, after, limit }: UsageRange): UsagePage {
    const place = (at: { readonly day: string; readonly route: string; readonly number: number }) =>
      keyText(clientId === null ? [at.day, at.route, at.number] : [at.day, at.number]);
    const found = this.live()
      .usage()
      .map(({ row, number }) => ({ row, at: { day: row.day, route: row.route, number } }))
      .filter(({ row }) => clientId === null || row.client_id === clientId)
      .filter(({ row }) => fromDay <= row.day && row.day <= toDay)
      .filter(({ at }) => after === null || place(at) > place(after))
      .sort((a, b) => (place(a.at) < place(b.at) ? -1 : 1))
      .slice(0, limit);
    const last = found.length < limit ? null : (found.at(-1)?.at ?? null);
    return { rows: found.map(({ row }) => row), last };
  }

  end(): void {
    this.#open = false;
  }

  protected live(): MemoryTables {
    if (!this.#open) throw internal('ENDED');
    return this.tables;
  }
}

class MemoryTransaction extends MemoryReader implements StoreTransaction {
  insert<T extends TableName>(table: T, row: Tables[T]['row']): void {
    this.live().insert(table, row);
  }

  update<T extends TableName>(table: T, row: Tables[T]['row']): void {
    this.live().update(table, row);
  }

  remove<T extends TableName>(table: T, ...key: Tables[T]['key']): boolean {
    return this.live().remove(table, key);
  }

  removeUsage(which: UsageToRemove, limit: number): number {
    if (this.live().rows('usage_records') === null) throw internal('NO_TABLE');
    const rows = this.live()
      .usage()
      .map(({ row }) => row)
      .filter((row) =>
        which.clientId === undefined
          ? row.created_at < which.before
          : row.client_id === which.clientId,
      )
      .sort((a, b) => (which.clientId === undefined && a.created_at > b.created_at ? 1 : 0));
    const gone = rows.slice(0, limit);
    for (const { id } of gone) this.live().remove('usage_records', [id]);
    return gone.length;
  }

  forgetUsageKey(keyId: string): number {
    const rows = this.find('usage_records', 'key_id', keyId);
    for (const row of rows) this.live().update('usage_records', { ...row, key_id: null });
    return rows.length;
  }
}

class MemoryStore extends MemoryReader implements VaultStore {
  readonly #disk: MemoryDisk;
  #inTransaction = false;

  constructor(disk: MemoryDisk, tables: MemoryTables) {
    super(tables);
    this.#disk = disk;
  }

  schema(): SchemaState {
    const { version } = this.live().content;
    return { version, latest: MEMORY_STEPS.length, steps: MEMORY_STEPS };
  }

  checkStructure(): void {
    this.live();
    if (this.#disk.damaged) throw new VaultError('db_corrupt');
  }

  async prepare(): Promise<void> {
    this.live();
  }

  transaction<R>(write: (tx: StoreTransaction) => R): R {
    const tables = this.live();
    if (this.#inTransaction) throw internal('IN_TRANSACTION');
    const before = cloneContent(tables.content);
    const tx = new MemoryTransaction(tables);
    this.#inTransaction = true;
    try {
      const result: unknown = write(tx);
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw internal('ASYNC_TRANSACTION');
      }
      return result as R;
    } catch (thrown) {
      tables.content = before;
      throw thrown;
    } finally {
      tx.end();
      this.#inTransaction = false;
      this.#disk.content = tables.content;
    }
  }

  async listSecrets(page?: SecretPage): Promise<readonly SecretListRow[]> {
    const { after = null, limit } = page ?? {};
    return [...this.live().scan('secrets_metadata')]
      .filter(({ id }) => after === null || id > after)
      .slice(0, limit)
      .map(({ encrypted_value: _value, ...listed }) => listed);
  }

  async migrateUp(reseal: Reseal): Promise<readonly number[]> {
    const from = this.live().content.version;
    const due = MEMORY_STEPS.map(({ number }) => number).filter((number) => number > from);
    if (due.length > 0) this.#copyBeforeMigration();
    for (const version of due) this.#step(version, reseal);
    return due;
  }

  async migrateDown(version: number, reseal: Reseal): Promise<readonly number[]> {
    const from = this.live().content.version;
    const known = Number.isInteger(version) && version >= 0 && version <= from;
    if (!known || (version === 0 && this.count('auth_config') > 0)) {
      throw new VaultError('invalid_input');
    }
    const due = MEMORY_STEPS.map(({ number }) => number)
      .filter((number) => number > version && number <= from)
      .reverse();
    if (due.length > 0) this.#copyBeforeMigration();
    for (const number of due) this.#step(number - 1, reseal);
    return due;
  }

  compact(): void {
    this.live();
    if (this.#inTransaction) throw internal('IN_TRANSACTION');
  }

  copyAside(label: 'tampered' | 'before-migration'): string {
    const { content } = this.live();
    if (this.#inTransaction) throw internal('IN_TRANSACTION');
    const name = `vault.db.${label}-${this.#disk.copies.size + 1}`;
    this.#disk.copies.set(name, new MemoryDisk(cloneContent(content)));
    return name;
  }

  async close(): Promise<void> {
    this.end();
    this.#disk.release(this);
  }

  #copyBeforeMigration(): void {
    if (this.count('auth_config') > 0) this.copyAside('before-migration');
  }

  #step(version: number, reseal: Reseal): void {
    this.transaction((tx) => {
      const { content } = this.tables;
      content.version = version;
      const present = tablesOfVersion(version);
      for (const table of content.tables.keys()) {
        if (!present.includes(table)) content.tables.delete(table);
      }
      for (const table of present) {
        if (!content.tables.has(table)) content.tables.set(table, new Map());
      }
      reseal(tx);
    });
  }
}

/** What a file is to the SQLite store: its content outlives the store that has it open. */
export class MemoryDisk {
  content: Content;
  /** Copies by name, as `copyAside` made them. */
  readonly copies = new Map<string, MemoryDisk>();
  /** Makes `checkStructure` fail as a damaged file does. */
  damaged = false;
  #owner: VaultStore | null = null;

  constructor(content: Content = { version: 0, tables: new Map() }) {
    this.content = content;
  }

  /** @throws VaultError `vault_in_use` while another store has it open. */
  open(): VaultStore {
    if (this.#owner !== null) throw new VaultError('vault_in_use');
    const store = new MemoryStore(this, new MemoryTables(this.content));
    this.#owner = store;
    return store;
  }

  release(store: VaultStore): void {
    if (this.#owner === store) this.#owner = null;
  }
}

/** A new, empty store in memory at schema 0. */
export function createMemoryStore(): VaultStore {
  return new MemoryDisk().open();
}
