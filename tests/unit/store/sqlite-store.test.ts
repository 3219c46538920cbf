import Sqlite from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { VaultStore } from '../../../src/core/ports.ts';
import { VaultError } from '../../../src/shared/vault-error.ts';
import { copyAside, reserveName, verifyCopy } from '../../../src/store/copy-aside.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { filled, sampleId, sampleRows } from '../../support/sample-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const nothing = (): void => undefined;
const MARK = Buffer.from('canary-canary-canary-canary-canary');

function marked(number: number): ReturnType<typeof sampleRows.secret> {
  const value = filled(544, 1);
  value.set(MARK, 100);
  return { ...sampleRows.secret(number), encrypted_value: value };
}

async function newStore(): Promise<{ store: VaultStore; file: string }> {
  const file = join(tempFolder(), 'vault.db');
  const store = openStore({ file, create: true });
  await store.migrateUp(nothing);
  return { store, file };
}

describe('deleted content', () => {
  it('is gone from the file after a compaction', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => {
      for (let i = 1; i <= 30; i += 1) tx.insert('secrets_metadata', marked(i));
    });
    store.compact();
    expect(statSync(`${file}-wal`).size).toBe(0);
    store.transaction((tx) => {
      for (let i = 1; i <= 30; i += 1) tx.remove('secrets_metadata', sampleId(i));
    });
    store.compact();
    expect(statSync(`${file}-wal`).size).toBe(0);
    const sizeBefore = statSync(file).size;
    await store.close();
    expect(readFileSync(file).includes(MARK)).toBe(false);
    const again = openStore({ file, create: false });
    again.compact({ vacuum: true });
    expect(statSync(`${file}-wal`).size).toBe(0);
    again.checkStructure();
    await again.close();
    expect(statSync(file).size).toBeLessThan(sizeBefore);
  });

  it('was in the file before: the mark is stored as it is', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => tx.insert('secrets_metadata', marked(1)));
    await store.close();
    expect(readFileSync(file).includes(MARK)).toBe(true);
  });

  it('is gone after a migration that drops its table', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      tx.insert('secret_versions', {
        ...sampleRows.secretVersion(),
        encrypted_value: marked(1).encrypted_value,
      });
    });
    await store.migrateDown(1, nothing);
    expect(statSync(`${file}-wal`).size).toBe(0);
    await store.close();
    expect(readFileSync(file).includes(MARK)).toBe(false);
  });
});

describe('copyAside', () => {
  it('gives a private, complete copy that opens by itself', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
    const name = store.copyAside('tampered');
    expect(name).toMatch(/^vault\.db\.tampered-/);
    const path = join(dirname(file), name);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file)).sort()).toEqual(['vault.db', 'vault.db-wal', name].sort());
    const copy = openStore({ file: path, create: false });
    copy.checkStructure();
    expect(await copy.listSecrets()).toStrictEqual([sampleRows.listedSecret()]);
    await copy.close();
    await store.close();
  });

  it('takes the next free name when two are made within a millisecond, and never another file', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'copy'), 'kept');
    expect(['copy', 'copy', 'other'].map((name) => reserveName(folder, name))).toEqual([
      'copy-2',
      'copy-3',
      'other',
    ]);
    expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('kept');
    expect(() => reserveName(join(folder, 'missing'), 'copy')).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });

  it('removes a copy that does not verify', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => tx.insert('secrets_metadata', sampleRows.secret()));
    await store.close();
    const db = new Sqlite(file);
    const tampering = [
      'DELETE FROM secrets_metadata',
      'PRAGMA user_version = 2',
      'PRAGMA application_id = 1',
      'CREATE TABLE planted (a)',
    ];
    for (const sql of tampering) {
      const verify = (original: typeof db, path: string): void => {
        const copy = new Sqlite(path);
        copy.exec(sql);
        copy.close();
        verifyCopy(original, path);
      };
      expect(() => copyAside(db, 'tampered', verify)).toThrow(VaultError);
      expect(readdirSync(dirname(file)).filter((name) => name.includes('tampered'))).toEqual([]);
    }
    expect(copyAside(db, 'tampered')).toContain('tampered');
    db.close();
  });

  it('stops a migration that cannot be copied before', async () => {
    const { store, file } = await newStore();
    store.transaction((tx) => tx.insert('auth_config', sampleRows.authConfig()));
    // Root writes everywhere, so the damage is one that VACUUM meets: a page of an uncovered table.
    store.transaction((tx) => {
      tx.insert('secrets_metadata', sampleRows.secret());
      for (let i = 1; i <= 40; i += 1) tx.insert('secret_versions', sampleRows.secretVersion(1, i));
    });
    await store.close();
    const db = new Sqlite(file);
    const page = Number(
      db
        .prepare(
          "SELECT pageno FROM dbstat WHERE name = 'secret_versions' AND pagetype = 'leaf' LIMIT 1",
        )
        .pluck()
        .get(),
    );
    const size = Number(db.pragma('page_size', { simple: true }));
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (page - 1) * size, (page - 1) * size + 64);
    writeFileSync(file, bytes);
    const again = openStore({ file, create: false });
    await expect(again.migrateDown(2, nothing)).rejects.toMatchObject({ code: 'db_corrupt' });
    expect(again.schema().version).toBe(again.schema().latest);
    await again.close();
    expect(readdirSync(dirname(file))).toEqual(['vault.db']);
  });
});

describe('loading', () => {
  it('leaves TypeORM alone until it is prepared', async () => {
    const { store, file } = await newStore();
    await store.close();
    const openStoreUrl = pathToFileURL(
      join(import.meta.dirname, '../../../src/store/open-store.ts'),
    ).href;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `
      import { createRequire } from 'node:module';
      import { openStore } from ${JSON.stringify(openStoreUrl)};
      const loaded = () => Object.keys(createRequire(${JSON.stringify(openStoreUrl)}).cache).some((path) => /[\\\\/]typeorm[\\\\/]/.test(path));
      const store = openStore({ file: ${JSON.stringify(file)}, create: false });
      store.checkStructure();
      store.count('secrets_metadata');
      const before = loaded();
      await store.prepare();
      console.log(before, loaded());
      await store.close();
      `,
    ]);
    expect(stdout).toBe('false true\n');
  });

  it('can be closed while it is preparing', async () => {
    const { store, file } = await newStore();
    await store.close();
    const again = openStore({ file, create: false });
    const preparing = again.prepare();
    await again.close();
    await preparing;
    await openStore({ file, create: false }).close();
  });
});
