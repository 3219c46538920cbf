import Sqlite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/open-database.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRows } from '../../support/sample-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const nothing = (): void => undefined;
const APPLICATION_ID = 0x53524d31;
const OPEN_STORE = pathToFileURL(
  join(import.meta.dirname, '../../../src/store/open-store.ts'),
).href;

function newFile(): string {
  return join(tempFolder(), 'vault.db');
}

async function vault(file = newFile()): Promise<string> {
  const store = openStore({ file, create: true });
  await store.migrateUp(nothing);
  store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
  await store.close();
  return file;
}

function codeOfOpening(file: string, create = false): string {
  try {
    void openStore({ file, create, busyTimeoutMs: 0 }).close();
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
  return 'opened';
}

/** Runs `script` in another process; resolves with what it printed when it ends. */
async function inChild(script: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(child, 'close');
  return printed;
}

function openInChild(file: string, busyTimeoutMs: number): Promise<string> {
  return inChild(`
    import { openStore } from ${JSON.stringify(OPEN_STORE)};
    try {
      const store = openStore({ file: ${JSON.stringify(file)}, create: false, busyTimeoutMs: ${busyTimeoutMs} });
      console.log('opened', store.count('secrets_metadata'));
      await store.close();
    } catch (error) {
      console.log(error.code);
    }
  `);
}

describe('opening a vault file', () => {
  it('makes folder and file for the owner only, and -wal too', async () => {
    const file = join(tempFolder(), 'a', 'b', 'vault.db');
    const store = openStore({ file, create: true });
    await store.migrateUp(nothing);
    store.transaction((tx) => tx.insert('settings', sampleRows.setting()));
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    await store.close();
    expect(readdirSync(dirname(file))).toEqual(['vault.db']);
  });

  it('repairs modes that let others in', async () => {
    const file = await vault();
    chmodSync(file, 0o666);
    chmodSync(dirname(file), 0o755);
    writeFileSync(`${file}-wal`, '', { mode: 0o644 });
    await openStore({ file, create: false }).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('refuses a folder that all users share, and leaves its mode', () => {
    const folder = join(tempFolder(), 'shared');
    mkdirSync(folder);
    chmodSync(folder, 0o1777);
    expect(codeOfOpening(join(folder, 'vault.db'), true)).toBe('invalid_input');
    expect(statSync(folder).mode & 0o7777).toBe(0o1777);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('sets the pragmas of SECURITY §4', async () => {
    const db = openDatabase({ file: newFile(), create: true, latest: 1 });
    const read = (name: string): unknown => db.pragma(name, { simple: true });
    expect(read('locking_mode')).toBe('exclusive');
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    expect(read('secure_delete')).toBe(1);
    expect(read('temp_store')).toBe(2);
    expect(read('trusted_schema')).toBe(0);
    expect(read('cell_size_check')).toBe(1);
    expect(read('application_id')).toBe(APPLICATION_ID);
    expect(read('busy_timeout')).toBe(5000);
    db.close();
  });

  it('keeps them when TypeORM is loaded over the same connection', async () => {
    const file = newFile();
    const store = openStore({ file, create: true });
    await store.prepare();
    await store.prepare();
    await store.migrateUp(nothing);
    expect(await openInChild(file, 0)).toBe('vault_in_use\n');
    expect(readdirSync(dirname(file)).sort()).toEqual(['vault.db', 'vault.db-wal']);
    await store.close();
    expect(await openInChild(file, 0)).toBe('opened 0\n');
  });

  it('writes nothing into a vault that exists', async () => {
    const file = await vault();
    const before = readFileSync(file);
    const { mtimeMs } = statSync(file);
    const store = openStore({ file, create: true });
    store.checkStructure();
    await store.prepare();
    expect(await store.listSecrets()).toHaveLength(1);
    await store.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('makes nothing without being asked to', () => {
    const file = join(tempFolder(), 'missing', 'vault.db');
    expect(codeOfOpening(file)).toBe('not_initialized');
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('takes an empty file, or a database without anything in it, as a new one only when asked to create', async () => {
    const empty = newFile();
    writeFileSync(empty, '');
    const blank = newFile();
    new Sqlite(blank).exec('VACUUM').close();
    for (const file of [empty, blank]) {
      const before = readFileSync(file);
      expect(codeOfOpening(file)).toBe('not_initialized');
      expect(readFileSync(file).equals(before)).toBe(true);
      const store = openStore({ file, create: true });
      expect(store.schema().version).toBe(0);
      await store.close();
      const db = new Sqlite(file, { readonly: true });
      expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
      db.close();
      expect(codeOfOpening(file)).toBe('opened');
    }
  });

  it('refuses a file cut to nothing beside a -wal that may hold a vault, and keeps both', async () => {
    const file = await vault();
    truncateSync(file, 0);
    writeFileSync(`${file}-wal`, 'what is left');
    for (const create of [true, false]) expect(codeOfOpening(file, create)).toBe('db_corrupt');
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what is left');
  });

  it("refuses another program's database and leaves it as it is", () => {
    const file = newFile();
    const other = new Sqlite(file);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = readFileSync(file);
    expect(codeOfOpening(file, true)).toBe('db_corrupt');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['another application id', 'application_id = 1'],
    ['a version below 0', 'user_version = -1'],
  ])('refuses %s', async (_, pragma) => {
    const file = await vault();
    const db = new Sqlite(file);
    db.pragma(pragma);
    db.close();
    expect(codeOfOpening(file)).toBe('db_corrupt');
  });

  it('refuses text, a folder and a symbolic link in its place', async () => {
    const text = newFile();
    writeFileSync(text, 'x'.repeat(8192));
    expect(codeOfOpening(text, true)).toBe('db_corrupt');
    expect(readFileSync(text, 'utf8')).toBe('x'.repeat(8192));
    const folder = newFile();
    mkdirSync(folder);
    expect(codeOfOpening(folder, true)).toBe('invalid_input');
    const real = await vault();
    const link = newFile();
    symlinkSync(real, link);
    expect(codeOfOpening(link, true)).toBe('invalid_input');
    const dangling = newFile();
    symlinkSync(join(dirname(dangling), 'target'), dangling);
    expect(codeOfOpening(dangling, true)).toBe('invalid_input');
    expect(existsSync(join(dirname(dangling), 'target'))).toBe(false);
  });

  it('refuses a symbolic link in the place of the -wal', async () => {
    const file = await vault();
    symlinkSync(join(tmpdir(), 'elsewhere'), `${file}-wal`);
    expect(codeOfOpening(file)).toBe('invalid_input');
  });

  it('makes the folders that are missing, and names a file in their place', () => {
    const file = newFile();
    const deep = join(dirname(file), 'a', 'b', 'vault.db');
    expect(codeOfOpening(deep, true)).toBe('opened');
    writeFileSync(file, 'x');
    expect(codeOfOpening(join(file, 'vault.db'), true)).toBe('invalid_input');
    expect(codeOfOpening(join(file, 'c', 'vault.db'), true)).toBe('invalid_input');
  });

  it.skipIf(!existsSync('/proc/self'))('ends where no folder can be made', () => {
    expect(codeOfOpening('/proc/nope/strongroom/vault.db', true)).toBe('internal');
  });

  it.each(['vault.db', './vault.db', 'file:///vault.db', '/vault.db '])(
    'refuses the path %j',
    (file) => {
      expect(codeOfOpening(file, true)).toBe('invalid_input');
    },
  );

  it('names every flipped byte of the first page, and of a sample beyond it', async () => {
    const file = await vault();
    const bytes = readFileSync(file);
    const flipped = newFile();
    const answers = new Set<string>();
    for (let offset = 0; offset < bytes.length; offset += offset < 128 ? 1 : 241) {
      const damaged = Buffer.from(bytes);
      damaged[offset] = (damaged[offset] ?? 0) ^ 0xff;
      writeFileSync(flipped, damaged);
      let answer = 'sound';
      try {
        const store = openStore({ file: flipped, create: false });
        try {
          store.checkStructure();
          for (const row of store.scan('secrets_metadata')) expect(row.id).toBeTypeOf('string');
          store.get('vault_manifest', 1);
        } finally {
          await store.close();
        }
      } catch (thrown) {
        answer = (thrown as { code?: string }).code ?? String(thrown);
      }
      answers.add(answer);
    }
    expect([...answers].sort()).toEqual(['db_corrupt', 'newer_format', 'sound']);
  });
});

describe('owning a vault file', () => {
  it('gives a second process vault_in_use after the busy timeout, at once or later', async () => {
    const file = await vault();
    const store = openStore({ file, create: false });
    expect(await openInChild(file, 0)).toBe('vault_in_use\n');
    store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret(2)));
    expect(await openInChild(file, 50)).toBe('vault_in_use\n');
    expect(codeOfOpening(file)).toBe('vault_in_use');
    await store.close();
    expect(await openInChild(file, 0)).toBe('opened 2\n');
  });

  it('waits for another process to let go', async () => {
    const file = await vault();
    const store = openStore({ file, create: false });
    const child = openInChild(file, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await store.close();
    expect(await child).toBe('opened 1\n');
  });

  it('holds a new file as well, before anything is in it', async () => {
    const file = newFile();
    const store = openStore({ file, create: true });
    expect(await openInChild(file, 0)).toBe('vault_in_use\n');
    await store.close();
  });

  it('loses nothing acknowledged and keeps nothing half done when it is killed in a transaction', async () => {
    const file = await vault();
    const rows = pathToFileURL(join(import.meta.dirname, '../../support/sample-rows.ts')).href;
    const printed = await inChild(`
      import { openStore } from ${JSON.stringify(OPEN_STORE)};
      import { sampleRows } from ${JSON.stringify(rows)};
      const store = openStore({ file: ${JSON.stringify(file)}, create: false });
      store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret(2)));
      console.log('acknowledged');
      store.transaction((tx) => {
        for (let i = 3; i < 3000; i += 1) tx.insert('secrets_metadata', sampleRows.secret(i));
        tx.remove('secrets_metadata', sampleRows.secret(1).id);
        process.kill(process.pid, 'SIGKILL');
      });
      console.log('not reached');
    `);
    expect(printed).toBe('acknowledged\n');
    const store = openStore({ file, create: false });
    store.checkStructure();
    expect([...store.scan('secrets_metadata')]).toStrictEqual([1, 2].map(sampleRows.secret));
    await store.close();
  });

  it('opens a file without its -wal as an older, sound state', async () => {
    const file = await vault();
    const store = openStore({ file, create: false });
    store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret(2)));
    const older = newFile();
    // Another process reads: an open and close of the file in this one would drop SQLite's locks.
    await inChild(
      `import { copyFileSync } from 'node:fs'; copyFileSync(${JSON.stringify(file)}, ${JSON.stringify(older)});`,
    );
    await store.close();
    const old = openStore({ file: older, create: false });
    old.checkStructure();
    expect(old.count('secrets_metadata')).toBe(1);
    await old.close();
    renameSync(older, `${older}.done`);
  });
});
