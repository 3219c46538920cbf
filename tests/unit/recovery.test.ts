import { spawnSync } from 'node:child_process';
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeChain, writeVault, type WrittenSecret } from './recovery-vault.ts';

const PYTHON = process.env['PYTHON'] ?? '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('../../docs/recovery.py', import.meta.url));
const PASSWORD = 'Grüße aus dem Tresorraum 7';
const PEM = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBg'.repeat(40)}\n-----END PRIVATE KEY-----\n`;

const probe = spawnSync(PYTHON, ['-c', 'import cryptography, argon2']);
const missing = probe.status !== 0;
const required = process.env['CI_REQUIRE_PYTHON'] === '1';
if (missing && !required) {
  process.stderr.write(
    `skipped: docs/recovery.py needs ${PYTHON} with the modules cryptography and argon2\n`,
  );
}

const SECRETS: readonly WrittenSecret[] = [
  {
    name: 'Kraken Live',
    kind: 1,
    metadata: { environment: 'live', tags: ['börse'] },
    fields: { key: 'kö', secret: 's€cr3t' },
    totp: 'otpauth://totp/x?secret=ABC',
  },
  { name: 'Schlüssel für Zürich', fields: { value: 'Überraschung ½ €\n' } },
  { name: 'server.pem', fields: { value: PEM }, older: [{ value: 'first' }, { value: 'second' }] },
  { name: 'empty', kind: 2, fields: { value: '' } },
  { name: 'blocks', fields: { value: 'x'.repeat(5000) } },
];

let root = '';
let sound = '';
const chains = [writeChain(5), writeChain(40)];

function recover(folder: string, args: readonly string[], password = PASSWORD, script = SCRIPT) {
  const env = { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', TMPDIR: root };
  const all = [script, folder, ...args, '--password-file', '-'];
  const run = spawnSync(PYTHON, all, { input: `${password}\n`, env });
  return { status: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}

/** A copy of the sound vault to be spoiled. */
function copyOf(name: string): string {
  const folder = join(root, name);
  cpSync(sound, folder, { recursive: true });
  return folder;
}

function change(folder: string, sql: string, ...values: unknown[]): void {
  const database = new Database(join(folder, 'vault.db'));
  database.prepare(sql).run(...values);
  database.close();
}

/** Flips the lowest bit of one byte inside a blob. */
function flip(folder: string, table: string, column: string, at: number, where = '1 = 1'): void {
  const database = new Database(join(folder, 'vault.db'));
  const query = database.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck();
  const blob = query.get() as Buffer;
  blob[at] = (blob[at] ?? 0) ^ 1;
  database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(blob);
  database.close();
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    hash.update(entry.name);
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'strongroom-recovery-test-'));
  sound = join(root, 'sound');
  await writeVault(sound, PASSWORD, SECRETS, chains);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(missing && !required)('docs/recovery.py on a sound vault', () => {
  it('lists kinds and names', () => {
    expect(recover(sound, ['--list'])).toEqual({
      status: 0,
      err: '',
      out: [
        'broker\tKraken Live',
        'generic\tSchlüssel für Zürich',
        'generic\tblocks',
        'llm\tempty',
        'generic\tserver.pem',
        '',
      ].join('\n'),
    });
  });

  it.each([
    ['server.pem', [], PEM],
    ['SCHLÜSSEL FÜR ZÜRICH', [], 'Überraschung ½ €\n'],
    ['kraken live', ['--field', 'secret'], 's€cr3t'],
    ['kraken live', ['--field', 'totp'], 'otpauth://totp/x?secret=ABC'],
    ['blocks', ['--field', 'value'], 'x'.repeat(5000)],
  ])('gets %s %j byte for byte', (name, more, expected) => {
    const decomposed = name.normalize('NFD');
    expect(recover(sound, ['--get', decomposed, ...more])).toEqual({
      status: 0,
      err: '',
      out: expected,
    });
  });

  it('prints everything as JSON, older values too', () => {
    const { status, out } = recover(sound, ['--json']);
    expect(status).toBe(0);
    const all = JSON.parse(out) as Record<string, unknown>[];
    expect(all.length).toBe(SECRETS.length);
    expect(
      all.find((s) => (s['metadata'] as { name: string }).name === 'server.pem'),
    ).toMatchObject({
      kind: 'generic',
      version: 3,
      value: { fields: { value: { value: PEM, concealed: true } } },
      older: [
        { version: 1, value: { fields: { value: { value: 'first' } } } },
        { version: 2, value: { fields: { value: { value: 'second' } } } },
      ],
    });
  });

  it('verifies every audit chain', () => {
    const [old, current] = chains.map(({ chainId }) => Buffer.from(chainId).toString('hex'));
    expect(recover(sound, ['--audit'])).toEqual({
      status: 0,
      err: '',
      out:
        `audit-0.broken.jsonl: 5 of 5 lines verified, chain ${old ?? ''}\n` +
        `audit.jsonl: 40 of 40 lines verified, chain ${current ?? ''}\n`,
    });
  });

  it('takes the password in any normal form, from a file and with any line end', () => {
    expect(recover(sound, ['--list'], PASSWORD.normalize('NFD')).status).toBe(0);
    expect(recover(sound, ['--list'], `${PASSWORD}\r`).status).toBe(0);
  });

  it('changes nothing, with a -wal or without, and leaves no copy behind', () => {
    const before = fingerprint(sound);
    recover(sound, ['--json']);
    expect(fingerprint(sound)).toBe(before);

    const running = copyOf('running');
    const database = new Database(join(running, 'vault.db'));
    database.pragma('journal_mode = WAL');
    database.prepare("UPDATE auth_config SET updated_at = 'later'").run();
    const copy = join(root, 'running-copy');
    cpSync(running, copy, { recursive: true });
    database.close();
    rmSync(join(copy, 'vault.db-shm'), { force: true });
    const withWal = fingerprint(copy);
    expect(readdirSync(copy).sort()).toEqual(['audit', 'vault.db', 'vault.db-wal']);
    expect(recover(copy, ['--get', 'server.pem'])).toEqual({ status: 0, err: '', out: PEM });
    expect(fingerprint(copy)).toBe(withWal);
    expect(readdirSync(root).filter((name) => name.startsWith('strongroom-recovery-'))).toEqual([]);
  });
});

describe.skipIf(missing && !required)('docs/recovery.py refuses', () => {
  it('another password: exit 3', () => {
    const { status, out, err } = recover(sound, ['--list'], 'not the password');
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err).toContain('bad_password');
  });

  it('a name or field that is not there: exit 4', () => {
    expect(recover(sound, ['--get', 'nothing']).status).toBe(4);
    expect(recover(sound, ['--get', 'server.pem', '--field', 'nothing']).status).toBe(4);
  });

  it('to choose among fields, and a password that is none: exit 2', () => {
    const unclear = recover(sound, ['--get', 'Kraken Live']);
    expect(unclear.status).toBe(2);
    expect(unclear.err).toContain('totp, key, secret');
    expect(recover(sound, ['--list'], 'x'.repeat(1025)).status).toBe(2);
    expect(recover(join(root, 'nowhere'), ['--list']).status).toBe(2);
  });

  it.each<[string, number, string]>([
    ['kdf_header', 0, 'vault_header_invalid'],
    ['kdf_header', 5, 'newer_format'],
    ['kdf_header', 20, 'header_tampered'],
    ['kdf_header', 45, 'vault_header_invalid'],
    ['kdf_header', 50, 'header_tampered'],
    ['wrap_nonce', 3, 'key_slot_corrupt'],
    ['wrapped_vault_key', 40, 'key_slot_corrupt'],
  ])('one flipped bit of %s at %i: %s', (column, at, code) => {
    const folder = copyOf(`${column}-${at}`);
    flip(folder, 'auth_config', column, at);
    const { status, out, err } = recover(folder, ['--list']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(`recovery.py: ${code}: `);
  });

  it.each<[string, string, number, string]>([
    ['auth_config', 'header_mac', 0, 'verifier_tampered'],
    ['vault_manifest', 'digest', 31, 'tampered'],
    ['secrets_metadata', 'key_name_index', 3, 'tampered'],
    ['secrets_metadata', 'encrypted_value', 100, 'tampered'],
    ['key_slots', 'wrap', 47, 'tampered'],
    ['settings', 'row_mac', 1, 'tampered'],
  ])('to be silent about one flipped bit of %s.%s, but still lists', (table, column, at, code) => {
    const folder = copyOf(`${table}-${column}`);
    flip(folder, table, column, at, 'rowid = 1');
    const { status, out, err } = recover(folder, ['--list']);
    expect(status).toBe(1);
    expect(err).toContain(`recovery.py: ${code}: `);
    expect(out.split('\n').length).toBe(SECRETS.length + 1);
  });

  it('one damaged record only', () => {
    const folder = copyOf('record');
    flip(folder, 'secrets_metadata', 'encrypted_metadata', 60, 'rowid = 1');
    const { status, out, err } = recover(folder, ['--list']);
    expect(status).toBe(1);
    expect(err).toContain('record_corrupt: ');
    expect(out.split('\n').length).toBe(SECRETS.length);
  });

  it.each([
    ['a removed secret', 'DELETE FROM secrets_metadata WHERE rowid = 2'],
    ['a planted setting', "INSERT INTO settings VALUES ('x', '1', 'now', zeroblob(32))"],
    ['a changed setting', "UPDATE settings SET value = '99' WHERE rowid = 1"],
    ['another generation', 'UPDATE vault_manifest SET generation = 2'],
    ['a missing manifest', 'DELETE FROM vault_manifest'],
  ])('to overlook %s', (name, sql) => {
    const folder = copyOf(name.replaceAll(' ', '-'));
    change(folder, sql);
    const { status, err } = recover(folder, ['--list']);
    expect(status).toBe(1);
    expect(err).toContain('recovery.py: tampered: ');
  });

  it('a costly planted password hash: it is not run', () => {
    const folder = copyOf('planted');
    change(folder, "UPDATE auth_config SET password_hash = replace(password_hash, 't=3', 't=9')");
    expect(recover(folder, ['--list']).err).toContain('verifier_tampered');
    const started = process.hrtime.bigint();
    const refused = recover(folder, ['--list'], 'not the password');
    expect(refused.err).toContain('vault_header_invalid');
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(20);
  });

  it('a file that is no database, or another program’s', () => {
    const folder = copyOf('noise');
    writeFileSync(join(folder, 'vault.db'), Buffer.alloc(8192, 'noise'));
    expect(recover(folder, ['--list']).err).toContain('recovery.py: db_corrupt: ');
    const other = copyOf('other');
    change(other, 'PRAGMA application_id = 1');
    expect(recover(other, ['--list'])).toMatchObject({ status: 1, out: '' });
  });

  it.each<[string, (log: Buffer) => Buffer, string]>([
    [
      'a changed line',
      (log) => Buffer.from(log.toString().replace('"mono":7', '"mono":8')),
      'altered',
    ],
    [
      'a removed first line',
      (log) => log.subarray(log.indexOf('\n') + 1),
      'lines before 1 are missing',
    ],
    ['a removed line', (log) => Buffer.from(log.toString().replace(/\n.*\n/, '\n')), 'missing'],
    [
      'a doubled line',
      (log) => Buffer.concat([log, log.subarray(0, log.indexOf('\n') + 1)]),
      'added',
    ],
    ['a line of noise', (log) => Buffer.concat([log, Buffer.from('noise\n')]), 'unreadable'],
    ['a log cut short', (log) => log.subarray(0, log.lastIndexOf('{')), 'last anchored'],
  ])('%s of the audit log', (name, spoil, problem) => {
    const folder = copyOf(`log-${name.replaceAll(' ', '-')}`);
    const file = join(folder, 'audit', 'audit.jsonl');
    writeFileSync(file, spoil(readFileSync(file)));
    const { status, err } = recover(folder, ['--audit']);
    expect(status).toBe(1);
    expect(err).toContain('recovery.py: audit_gap: ');
    expect(err).toContain(problem);
  });

  it('a vault put back behind its log', async () => {
    const folder = join(root, 'rolled-back');
    await writeVault(folder, PASSWORD, [], [writeChain(3, 2)]);
    const { status, err } = recover(folder, ['--audit']);
    expect(status).toBe(1);
    expect(err).toContain('rolled back');
  });

  it('no log whose first lines went with a full segment, if a checkpoint says so', async () => {
    const folder = join(root, 'rotated');
    await writeVault(folder, PASSWORD, [], [writeChain(30, 1, 9)]);
    const file = join(folder, 'audit', 'audit.jsonl');
    const lines = readFileSync(file, 'latin1').split(/(?<=\n)/);
    writeFileSync(file, lines.slice(10).join(''));
    // Rotation drops nothing before 31 segments of 8 MiB are there: a checkpoint in a log this small is a lie.
    expect(recover(folder, ['--audit']).err).toContain('lines before 10 are missing');
    const small = join(root, 'recovery-with-small-segments.py');
    const text = readFileSync(SCRIPT, 'utf8');
    writeFileSync(small, text.replace('SEGMENTS_KEPT = 31 * 8 * 1024 * 1024', 'SEGMENTS_KEPT = 1'));
    expect(recover(folder, ['--audit'], PASSWORD, small)).toMatchObject({ status: 0, err: '' });
    writeFileSync(file, lines.slice(11).join(''));
    expect(recover(folder, ['--audit'], PASSWORD, small).err).toContain(
      'lines before 11 are missing',
    );
  });

  it('no torn line at the end of the log', () => {
    const folder = copyOf('torn');
    const file = join(folder, 'audit', 'audit.jsonl');
    const lines = readFileSync(file, 'latin1').split(/(?<=\n)/);
    writeFileSync(join(folder, 'audit', 'audit-000000000000.jsonl'), lines.slice(0, 20).join(''));
    writeFileSync(file, `${lines.slice(20).join('')}torn`);
    const { status, out } = recover(folder, ['--audit']);
    expect(status).toBe(0);
    expect(out).toContain('audit-000000000000.jsonl: 20 of 20 lines verified');
    expect(out).toMatch(/audit\.jsonl: 20 of 20 lines verified.*torn line/);
  });
});
