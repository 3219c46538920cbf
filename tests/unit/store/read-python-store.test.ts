import Sqlite, { type Database } from 'better-sqlite3';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPythonStoreFile } from '../../../src/store/read-python-store.ts';
import { asVaultError } from '../../../src/shared/vault-error.ts';

const SAMPLE = new URL('../../samples/python-store.db', import.meta.url).pathname;
const AUTH =
  'CREATE TABLE auth_config (id INTEGER PRIMARY KEY, password_hash TEXT, fernet_salt TEXT)';
const SECRETS =
  'CREATE TABLE secrets_metadata (id INTEGER PRIMARY KEY, key_name TEXT, encrypted_value TEXT, description TEXT)';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-store-'));
  file = join(folder, 'store.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function make(...statements: string[]): Database {
  const db = new Sqlite(file);
  for (const statement of statements) db.exec(statement);
  return db;
}

function refusal(path = file): unknown {
  try {
    readPythonStoreFile(path);
    return 'read';
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
}

describe('readPythonStoreFile', () => {
  it("reads the older program's own file", () => {
    const { passwordHash, fernetSalt, secrets } = readPythonStoreFile(SAMPLE);
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
    expect(fernetSalt).toBe('XYVYZwR0qgIQ8UTsHD1t0A==');
    expect(secrets.map(({ keyName }) => keyName)).toEqual([
      ...['ig_api_key', 'ig_password', 'openai_api_key', 'anthropic_api_key', 'multi_line_pem'],
      ...['emoji_日本', 'empty_value', 'long_value', 'damaged_row'],
    ]);
    expect(secrets[1]).toEqual({
      keyName: 'ig_password',
      encryptedValue: expect.stringMatching(/^gAAAAA[\w-]+=*$/) as unknown,
      description: 'IG login, trailing space matters',
      createdAt: '2026-02-01 09:31:10.123456',
      updatedAt: '2026-03-02 10:00:00.000000',
    });
    expect(secrets[2]?.description).toBeNull();
  });

  it('leaves the file as it is and nothing beside it', () => {
    copyFileSync(SAMPLE, file);
    const before = [readFileSync(file), statSync(file).mtimeMs];
    readPythonStoreFile(file);
    expect([readFileSync(file), statSync(file).mtimeMs]).toEqual(before);
    expect(readdirSync(folder)).toEqual(['store.db']);
  });

  it('reads a file in WAL mode that was closed, and leaves it so', () => {
    make(
      'PRAGMA journal_mode = WAL',
      AUTH,
      SECRETS,
      "INSERT INTO auth_config VALUES (1, 'h', 's')",
    ).close();
    const before = readFileSync(file);
    expect(before[18]).toBe(2);
    expect(readPythonStoreFile(file)).toEqual({ passwordHash: 'h', fernetSalt: 's', secrets: [] });
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['store.db']);
  });

  it.each(['-wal', '-journal'])('refuses a store that has a %s with content', (suffix) => {
    copyFileSync(SAMPLE, file);
    writeFileSync(file + suffix, '');
    expect(refusal()).toBe('read');
    writeFileSync(file + suffix, 'x');
    expect(refusal()).toBe('invalid_input');
  });

  it('reads a store without dates, in the order of its ids', () => {
    const insert = "INSERT INTO secrets_metadata VALUES (2, 'b', 'tb', NULL), (1, 'a', 'ta', 'd')";
    make(AUTH, SECRETS, "INSERT INTO auth_config VALUES (1, 'h', 's')", insert).close();
    expect(readPythonStoreFile(file).secrets).toEqual([
      { keyName: 'a', encryptedValue: 'ta', description: 'd', createdAt: null, updatedAt: null },
      { keyName: 'b', encryptedValue: 'tb', description: null, createdAt: null, updatedAt: null },
    ]);
  });

  it('gives a cell that is no text as an empty one', () => {
    const insert = "INSERT INTO secrets_metadata VALUES (1, x'00ff', NULL, x'01')";
    make(AUTH, SECRETS, "INSERT INTO auth_config VALUES (1, 'h', 's')", insert).close();
    expect(readPythonStoreFile(file).secrets).toEqual([
      { keyName: '', encryptedValue: '', description: null, createdAt: null, updatedAt: null },
    ]);
  });

  it.each([
    ['no tables', []],
    ['one table only', [AUTH]],
    ['a table without a column', [AUTH, SECRETS.replace('encrypted_value', 'value')]],
    ['no password', [AUTH, SECRETS]],
    [
      'a password that is no text',
      [AUTH, SECRETS, "INSERT INTO auth_config VALUES (1, x'00', 's')"],
    ],
    [
      'a view in place of a table',
      [
        AUTH,
        "CREATE VIEW secrets_metadata AS SELECT 1 id, 'k' key_name, 'v' encrypted_value, '' description",
      ],
    ],
  ])('refuses a file with %s', (_, statements) => {
    make('CREATE TABLE other (x)', ...statements).close();
    expect(refusal()).toBe('invalid_input');
  });

  it('refuses what is not there, a folder, and what is not SQLite', () => {
    expect(refusal(join(folder, 'missing.db'))).toBe('invalid_input');
    expect(refusal(folder)).toBe('invalid_input');
    for (const content of ['', 'SQLite format 3', 'A=1\n'.repeat(1000)]) {
      writeFileSync(file, content);
      expect(refusal()).toBe('invalid_input');
    }
  });

  it('calls a cut file damaged', () => {
    const bytes = readFileSync(SAMPLE);
    for (const length of [16, 100, 4096, 20_000, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, length));
      expect([length, refusal()]).toEqual([length, 'db_corrupt']);
    }
  });

  it('throws nothing but its named codes when any byte of the structure is changed', () => {
    const bytes = readFileSync(SAMPLE);
    const seen = new Set<unknown>();
    for (let at = 0; at < bytes.length; at += at < 200 ? 1 : 131) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      writeFileSync(file, changed);
      seen.add(refusal());
    }
    expect([...seen].sort()).toEqual(['db_corrupt', 'invalid_input', 'read']);
  });

  it('says nothing of the content in its errors', () => {
    make(AUTH, SECRETS, "INSERT INTO auth_config VALUES (1, 'hunter2', 's')").close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    try {
      readPythonStoreFile(file);
      expect.unreachable();
    } catch (thrown) {
      const error = asVaultError(thrown);
      expect(JSON.stringify([error, error.message, error.cause])).not.toContain('hunter2');
      expect(error.code).toBe('db_corrupt');
    }
  });
});
