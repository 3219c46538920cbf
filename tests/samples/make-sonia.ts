import Sqlite, { type Database } from 'better-sqlite3';

/** The tables of SONIA's memory.db: 7, 10 and 11 columns. */
export const SONIA_TABLES = [
  `CREATE TABLE users (
  user_id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  api_key_hash TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL DEFAULT 'active',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  metadata_json TEXT DEFAULT '{}'
)`,
  `CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  user_id TEXT,
  conversation_id TEXT,
  profile TEXT,
  status TEXT NOT NULL DEFAULT 'active',
  created_at TEXT NOT NULL,
  expires_at TEXT,
  last_activity TEXT,
  turn_count INTEGER DEFAULT 0,
  metadata_json TEXT
)`,
  `CREATE TABLE conversation_turns (
  turn_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  user_id TEXT,
  sequence_num INTEGER NOT NULL,
  user_input TEXT NOT NULL,
  assistant_response TEXT,
  model_used TEXT,
  tool_calls_json TEXT,
  latency_ms REAL,
  created_at TEXT NOT NULL,
  metadata_json TEXT
)`,
];

/** The hash of a key that must not come anywhere. */
export const OLD_KEY_HASH = 'aa11bb22cc33dd44aa11bb22cc33dd44aa11bb22cc33dd44aa11bb22cc33dd44';
export const ADA = '11111111-1111-4111-8111-111111111111';
export const ADA_SESSION = '22222222-2222-4222-8222-222222222222';

const USERS = [
  [
    ADA,
    'Ada',
    OLD_KEY_HASH,
    'active',
    '2025-11-01T08:00:00.123456',
    '2025-12-01 09:30:00',
    '{"team":"fx","desk":2,"flags":{"beta":true}}',
  ],
  [
    'usr_grace',
    'Grace Höpper',
    'hash-2',
    'active',
    '2025-11-02T08:00:00+02:00',
    '2025-11-02T08:00:00Z',
    null,
  ],
  ['usr_gone', 'Gone', 'hash-3', 'deleted', '2025-10-01', '2025-10-02', '{}'],
];
const SESSIONS = [
  [
    ADA_SESSION,
    ADA,
    'conv-1',
    'trading',
    'active',
    '2026-11-20T06:00:00Z',
    '2026-11-21T06:00:00Z',
    '2026-11-20T06:30:00Z',
    2,
    '{"ui":"cli"}',
  ],
  [
    'ses-old',
    ADA,
    'conv-2',
    null,
    'active',
    '2026-01-01T00:00:00Z',
    '2026-01-02T00:00:00Z',
    '2026-01-01T01:00:00Z',
    1,
    null,
  ],
  [
    'ses-closed',
    'usr_grace',
    null,
    null,
    'closed',
    '2026-02-01T00:00:00Z',
    '2026-02-02T00:00:00Z',
    '2026-02-01T00:10:00Z',
    0,
    '{}',
  ],
  [
    'ses-gone',
    'usr_gone',
    null,
    null,
    'active',
    '2026-11-20T06:00:00Z',
    '2026-11-21T06:00:00Z',
    null,
    0,
    '{}',
  ],
  ['ses-nobody', null, 'conv-9', null, 'expired', '2026-03-01T00:00:00Z', null, null, 0, null],
];
const TURNS = [
  [
    'turn-2',
    ADA_SESSION,
    ADA,
    2,
    'and now?',
    'still long',
    'gpt-4o',
    null,
    80.5,
    '2026-11-20T06:30:00Z',
    null,
  ],
  [
    'turn-1',
    ADA_SESSION,
    ADA,
    1,
    'position?',
    'long',
    'gpt-4o',
    '[{"name":"book"}]',
    120,
    '2026-11-20T06:10:00Z',
    '{}',
  ],
  ['turn-3', 'ses-old', ADA, 1, 'hello', null, null, null, null, '2026-01-01T01:00:00Z', null],
];

function insert(db: Database, table: string, rows: readonly (readonly unknown[])[]): void {
  for (const row of rows) {
    db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(row);
  }
}

/** Makes a memory.db as SONIA left it, the same bytes each time; `more` is run on it at the end. */
export function makeSonia(file: string, ...more: readonly string[]): void {
  const db = new Sqlite(file);
  for (const table of SONIA_TABLES) db.exec(table);
  insert(db, 'users', USERS);
  insert(db, 'sessions', SESSIONS);
  insert(db, 'conversation_turns', TURNS);
  for (const statement of more) db.exec(statement);
  db.close();
}
