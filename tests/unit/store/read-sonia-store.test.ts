import Sqlite from 'better-sqlite3';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asVaultError } from '../../../src/shared/vault-error.ts';
import { readSoniaStoreFile } from '../../../src/store/read-sonia-store.ts';
import { OLD_KEY_HASH, SONIA_TABLES, makeSonia } from '../../samples/make-sonia.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-sonia-'));
  file = join(folder, 'memory.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function make(...statements: readonly string[]): void {
  const db = new Sqlite(file);
  for (const statement of statements) db.exec(statement);
  db.close();
}

function ends(path = file): string {
  try {
    readSoniaStoreFile(path);
    return 'read';
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
}

describe('a memory.db of SONIA', () => {
  it('is read without its keys, and left as it is', () => {
    makeSonia(file);
    const before = readFileSync(file);
    const { users, sessions, turns } = readSoniaStoreFile(file);
    expect([users.length, sessions.length, turns.length]).toEqual([3, 5, 3]);
    expect(users[0]?.cells.get('display_name')).toBe('Ada');
    expect(users.some(({ cells }) => [...cells.values()].includes(OLD_KEY_HASH))).toBe(false);
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['memory.db']);
  });

  it('is the same bytes each time it is made', () => {
    makeSonia(file);
    const first = readFileSync(file);
    rmSync(file);
    makeSonia(file);
    expect(readFileSync(file)).toEqual(first);
  });

  it('may be older than sessions and turns', () => {
    make(SONIA_TABLES[0] ?? '', 'CREATE TABLE sessions (other TEXT)');
    expect(readSoniaStoreFile(file)).toEqual({ users: [], sessions: [], turns: [] });
  });

  it.each([
    ['nothing of it', ['CREATE TABLE other (x)']],
    ['a view in place of the users', ["CREATE VIEW users AS SELECT 'u' user_id, 'n' display_name"]],
    [
      'users that are computed',
      ["CREATE TABLE users (x TEXT, user_id TEXT AS (hex(zeroblob(9))) STORED, id TEXT AS ('i'))"],
    ],
    ['users in a virtual table', ['CREATE VIRTUAL TABLE users USING fts5(user_id, display_name)']],
    ['a store of the older Python program', ['CREATE TABLE auth_config (password_hash TEXT)']],
  ])('with %s is refused', (_what, statements) => {
    make(...statements);
    expect(ends()).toBe('invalid_input');
  });

  it('runs no trigger, no view and no computed column', () => {
    makeSonia(
      file,
      `CREATE TRIGGER changed AFTER UPDATE ON users BEGIN DELETE FROM users; END`,
      `ALTER TABLE users ADD COLUMN email TEXT AS (hex(zeroblob(9)))`,
      `DROP TABLE conversation_turns`,
      `CREATE VIEW conversation_turns AS SELECT 't' turn_id, 's' session_id FROM users`,
    );
    const { users, turns } = readSoniaStoreFile(file);
    expect([users.length, turns.length]).toEqual([3, 0]);
    expect(users.every(({ cells }) => !cells.has('email'))).toBe(true);
  });

  it('that is another kind of file, in use or cut off is refused', () => {
    expect(ends(folder)).toBe('invalid_input');
    expect(ends(join(folder, 'missing'))).toBe('invalid_input');
    for (const content of ['', '{"users":[]}', 'SQLite format 3']) {
      writeFileSync(file, content);
      expect(ends()).toBe('invalid_input');
    }
    rmSync(file);
    makeSonia(file);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    expect(ends()).toBe('db_corrupt');
    writeFileSync(file, bytes);
    writeFileSync(`${file}-wal`, 'x');
    expect(ends()).toBe('invalid_input');
  });

  it('of whose structure a byte was changed is read or refused by name', () => {
    makeSonia(file);
    const bytes = readFileSync(file);
    const seen = new Set<string>();
    for (let at = 0; at < bytes.length; at += at < 120 ? 1 : 173) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      writeFileSync(file, changed);
      seen.add(ends());
    }
    expect(
      [...seen].filter((one) => !['read', 'db_corrupt', 'invalid_input'].includes(one)),
    ).toEqual([]);
  });
});
