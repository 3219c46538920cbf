import type { Database } from 'better-sqlite3';
import { damaged, plainColumns, readForeign, refuse } from './foreign-sqlite.ts';

/** A row as core's importer takes it: column → cell. */
interface Row {
  readonly cells: ReadonlyMap<string, unknown>;
}

/** What a memory.db of SONIA holds, as core's importer takes it. */
export interface SoniaContent {
  readonly users: readonly Row[];
  readonly sessions: readonly Row[];
  readonly turns: readonly Row[];
}

/** The columns that are read, and no others: what is known of a key never leaves the file. */
const COLUMNS = {
  users: [
    ...['user_id', 'id', 'external_id', 'display_name', 'name', 'email', 'status'],
    ...['created_at', 'updated_at', 'last_seen_at', 'last_active_at', 'last_login_at'],
    ...['metadata', 'metadata_json'],
  ],
  sessions: [
    ...['session_id', 'id', 'user_id', 'conversation_id', 'profile', 'status'],
    ...['created_at', 'updated_at', 'expires_at', 'last_activity_at', 'last_activity'],
    ...['turn_count', 'metadata', 'metadata_json'],
  ],
  conversation_turns: [
    ...['turn_id', 'id', 'session_id', 'user_id', 'conversation_id', 'sequence_num', 'sequence'],
    ...['turn_number', 'user_input', 'assistant_response', 'model_used', 'model'],
    ...['tool_calls', 'tool_calls_json', 'latency_ms', 'status', 'created_at'],
    ...['metadata', 'metadata_json'],
  ],
} as const;

type Table = keyof typeof COLUMNS;

/** Rows of one table that are taken into memory. */
const MOST_ROWS = 2_000_000;
/** A file without these is not such a store; the names of the first column differ between its versions. */
const NEEDED: Readonly<Record<Table, readonly (readonly string[])[]>> = {
  users: [['user_id', 'id']],
  sessions: [['session_id', 'id'], ['user_id']],
  conversation_turns: [['turn_id', 'id'], ['session_id']],
};

/**
 * Reads SONIA's memory.db without touching the file or its folder: the columns that are known, no others: never a key's hash.
 * A store from before one of the tables has no rows of it, but users must be there. Throws as `readForeign`.
 */
export function readSoniaStoreFile(path: string): SoniaContent {
  return readForeign(path, (db) => {
    const columns = new Set(plainColumns(db));
    if (!hasTable(columns, 'users')) refuse('This SQLite file is not a memory.db of SONIA.');
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') damaged();
    return {
      users: readTable(db, columns, 'users'),
      sessions: readTable(db, columns, 'sessions'),
      turns: readTable(db, columns, 'conversation_turns'),
    };
  });
}

function hasTable(columns: ReadonlySet<unknown>, table: Table): boolean {
  return NEEDED[table].every((names) => names.some((name) => columns.has(`${table}.${name}`)));
}

function readTable(db: Database, columns: ReadonlySet<unknown>, table: Table): readonly Row[] {
  if (!hasTable(columns, table)) return [];
  const present = COLUMNS[table].filter((name) => columns.has(`${table}.${name}`));
  const list = present.map((name) => `"${name}"`).join(', ');
  const rows: Row[] = [];
  for (const cells of db.prepare(`SELECT ${list} FROM "${table}"`).raw().iterate()) {
    if (rows.length === MOST_ROWS) refuse('A table of the store has more than 2 000 000 rows.');
    rows.push({ cells: new Map(present.map((name, i) => [name, (cells as unknown[])[i]])) });
  }
  return rows;
}
