import type { Cell, Row, TableName } from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import { ENTITIES, type ColumnOptions, type ColumnType } from './entities.ts';

/** A column in its place. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isKey: boolean;
  readonly mayBeNull: boolean;
}

export interface TableLayout {
  readonly table: TableName;
  readonly columns: readonly Column[];
  readonly keys: readonly Column[];
}

function layout(table: TableName): TableLayout {
  const options: readonly [string, ColumnOptions][] = Object.entries(ENTITIES[table].columns);
  const columns = options.map(([name, { type, primary, nullable }]) => ({
    name,
    type,
    isKey: primary === true,
    mayBeNull: nullable === true,
  }));
  return { table, columns, keys: columns.filter((column) => column.isKey) };
}

/** Columns and keys of each table, in order. */
export const LAYOUTS: Readonly<Record<TableName, TableLayout>> = {
  auth_config: layout('auth_config'),
  key_slots: layout('key_slots'),
  vault_manifest: layout('vault_manifest'),
  audit_chains: layout('audit_chains'),
  secrets_metadata: layout('secrets_metadata'),
  secret_versions: layout('secret_versions'),
  settings: layout('settings'),
  clients: layout('clients'),
  client_activity: layout('client_activity'),
  api_keys: layout('api_keys'),
  key_activity: layout('key_activity'),
  grants: layout('grants'),
  pauses: layout('pauses'),
  plans: layout('plans'),
  session_tokens: layout('session_tokens'),
  sessions: layout('sessions'),
  session_activity: layout('session_activity'),
  quotas: layout('quotas'),
  usage_records: layout('usage_records'),
  conversations: layout('conversations'),
  conversation_activity: layout('conversation_activity'),
  turns: layout('turns'),
  turn_chunks: layout('turn_chunks'),
  profiles: layout('profiles'),
  profile_versions: layout('profile_versions'),
  retentions: layout('retentions'),
};

/** The bytes in a buffer of their own: never a slice of Node's pool, which ships its neighbours along. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);
}

function cellFromDriver({ type, mayBeNull }: Column, raw: unknown): Cell {
  if (raw === null && mayBeNull) return null;
  if (type === 'blob' && raw instanceof Uint8Array) return ownBytes(raw);
  if (type === 'text' && typeof raw === 'string') return raw;
  if (type === 'integer') {
    // With safeIntegers the driver gives an INTEGER as bigint and only a REAL as number.
    const number = typeof raw === 'bigint' ? Number(raw) : raw;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  }
  throw new VaultError('db_corrupt');
}

/** A row of the driver's (integers as bigint) as the caller's own. @throws VaultError `db_corrupt`. */
export function rowFromDriver(columns: readonly Column[], raw: Record<string, unknown>): Row {
  const row: Record<string, Cell> = {};
  for (const column of columns) {
    const value = raw[column.name];
    if (typeof value === 'number') throw new VaultError('db_corrupt');
    row[column.name] = cellFromDriver(column, value);
  }
  return row;
}

/** The same for a row that came through TypeORM, which reads integers as numbers. */
export function rowFromTypeorm(columns: readonly Column[], raw: Record<string, unknown>): Row {
  const row: Record<string, Cell> = {};
  for (const column of columns) row[column.name] = cellFromDriver(column, raw[column.name]);
  return row;
}

/** Whether SQLite gives this value back as it is. */
function isStorable({ type, mayBeNull }: Column, value: unknown): boolean {
  if (value === null) return mayBeNull;
  if (type === 'blob') return value instanceof Uint8Array;
  if (type === 'text') return typeof value === 'string' && value.isWellFormed();
  return Number.isSafeInteger(value);
}

/** Values to bind, in the order of `columns`. @throws VaultError `internal` for what a column does not hold. */
export function bindings(columns: readonly Column[], values: readonly unknown[]): unknown[] {
  const fits =
    values.length === columns.length && columns.every((column, i) => isStorable(column, values[i]));
  if (!fits) throw new VaultError('internal', { cause: new Error('ROW_DOES_NOT_FIT') });
  return [...values];
}

/** A row's values in the order of `columns`, which must be all it has or (for `part`) some of them. */
export function rowBindings(layoutOfRow: TableLayout, row: Row): unknown[] {
  if (Object.keys(row).length !== layoutOfRow.columns.length) {
    throw new VaultError('internal', { cause: new Error('ROW_DOES_NOT_FIT') });
  }
  return bindings(
    layoutOfRow.columns,
    layoutOfRow.columns.map(({ name }) => row[name]),
  );
}
