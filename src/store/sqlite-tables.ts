import type { Database, Statement } from 'better-sqlite3';
import {
  WALKS,
  type LookUps,
  type Row,
  type SecretRow,
  type SecretVersionRow,
  type TableName,
  type Tables,
  type WalkName,
  type WalkPart,
  type WalkRow,
} from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import { guarded } from './driver-error.ts';
import { bindings, LAYOUTS, rowBindings, rowFromDriver, type Column } from './row-mapping.ts';
import { UsageTable } from './usage-table.ts';

type Raw = Record<string, unknown>;
type ReadStatement = Statement<unknown[], Raw>;

function list(columns: readonly Column[], separator = ', ', suffix = ''): string {
  return columns.map(({ name }) => `"${name}"${suffix}`).join(separator);
}

function columnsNamed(table: TableName, names: readonly string[]): Column[] {
  const { columns } = LAYOUTS[table];
  return names.flatMap((name) => columns.filter((column) => column.name === name));
}

/** The tables as prepared statements. Every method throws nothing but VaultErrors. */
export class SqliteTables {
  readonly #db: Database;
  readonly #statements = new Map<string, ReadStatement>();
  #present: ReadonlySet<string> = new Set();
  readonly usage: UsageTable;

  constructor(db: Database) {
    this.#db = db;
    this.usage = new UsageTable((sql) => {
      return this.has('usage_records') ? this.#statement(sql) : null;
    });
    this.refresh();
  }

  /** To be called after the schema has changed. */
  refresh(): void {
    this.#statements.clear();
    this.#present = guarded('reading', () => {
      const names = this.#db
        .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'")
        .pluck()
        .all();
      return new Set(names);
    });
  }

  has(table: TableName): boolean {
    return this.#present.has(table);
  }

  get<T extends TableName>(table: T, key: readonly unknown[]): Tables[T]['row'] | null {
    const { keys } = LAYOUTS[table];
    return this.#one(table, list(keys, ' AND ', ' = ?'), bindings(keys, key));
  }

  secretByNameIndex(index: Uint8Array): SecretRow | null {
    return this.#one('secrets_metadata', '"key_name_index" = ?', [index]);
  }

  /** All at once: an open iterator would refuse every write on the connection until it ends. */
  scan<T extends TableName>(table: T): Tables[T]['row'][] {
    return this.#many(table, `ORDER BY ${list(LAYOUTS[table].keys)}`, []);
  }

  versionsOf(secretId: string): SecretVersionRow[] {
    return this.#many('secret_versions', 'WHERE "secret_id" = ? ORDER BY "version" DESC', [
      secretId,
    ]);
  }

  find<T extends keyof LookUps>(
    table: T,
    column: LookUps[T],
    value: string | Uint8Array,
  ): Tables[T]['row'][] {
    const { columns, keys } = LAYOUTS[table];
    const wanted = columns.filter(({ name }) => name === column);
    const tail = `WHERE ${list(wanted, '', ' = ?')} ORDER BY ${list(keys)}`;
    return this.#many(table, tail, bindings(wanted, [value]));
  }

  walk<W extends WalkName>(
    name: W,
    { of, after = null, descending = false, limit }: WalkPart,
  ): WalkRow<W>[] {
    const { table } = WALKS[name];
    const wanted = columnsNamed(table, WALKS[name].of);
    const order = columnsNamed(table, WALKS[name].by);
    const conditions = wanted.map((column) => `"${column.name}" IS ?`);
    if (after !== null) {
      const places = order.map(() => '?').join(', ');
      conditions.push(`(${list(order)}) ${descending ? '<' : '>'} (${places})`);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')} `;
    const tail = `${where}ORDER BY ${list(order, ', ', descending ? ' DESC' : '')} LIMIT ?`;
    const place = after === null ? [] : bindings(order, after);
    const rows = this.#many(table, tail, [...bindings(wanted, of), ...place, limit]);
    return rows;
  }

  count(table: TableName): number {
    if (!this.has(table)) return 0;
    return guarded('reading', () => {
      const row = this.#statement(`SELECT count(*) AS n FROM "${table}"`).get();
      return Number(row?.['n']);
    });
  }

  insert<T extends TableName>(table: T, row: Tables[T]['row']): void {
    const layout = LAYOUTS[table];
    const places = layout.columns.map(() => '?').join(', ');
    this.#write(
      `INSERT INTO "${table}" (${list(layout.columns)}) VALUES (${places})`,
      rowBindings(layout, row),
    );
  }

  update<T extends TableName>(table: T, row: Tables[T]['row']): void {
    const layout = LAYOUTS[table];
    const values = rowBindings(layout, row);
    const keyed = layout.keys.map((key) => values[layout.columns.indexOf(key)]);
    // The key is set to itself too, so that a table of keys alone needs no statement of another shape.
    const changed = this.#write(
      `UPDATE "${table}" SET ${list(layout.columns, ', ', ' = ?')} WHERE ${list(layout.keys, ' AND ', ' = ?')}`,
      [...values, ...keyed],
    );
    if (changed === 0) throw new VaultError('not_found');
  }

  remove(table: TableName, key: readonly unknown[]): boolean {
    const { keys } = LAYOUTS[table];
    const where = list(keys, ' AND ', ' = ?');
    return this.#write(`DELETE FROM "${table}" WHERE ${where}`, bindings(keys, key)) > 0;
  }

  #one<T extends TableName>(table: T, where: string, values: unknown[]): Tables[T]['row'] | null {
    return this.#many(table, `WHERE ${where}`, values)[0] ?? null;
  }

  #many<T extends TableName>(table: T, tail: string, values: unknown[]): Tables[T]['row'][] {
    if (!this.has(table)) return [];
    const { columns } = LAYOUTS[table];
    return guarded('reading', () => {
      const rows = this.#statement(`SELECT ${list(columns)} FROM "${table}" ${tail}`).all(
        ...values,
      );
      return rows.map((raw): Row => rowFromDriver(columns, raw)) as unknown as Tables[T]['row'][];
    });
  }

  #write(sql: string, values: unknown[]): number {
    return guarded('writing', () => this.#statement(sql).run(...values).changes);
  }

  #statement(sql: string): ReadStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare<unknown[], Raw>(sql).safeIntegers(true);
    this.#statements.set(sql, made);
    return made;
  }
}
