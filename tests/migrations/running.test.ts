import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.ts';
import { SCHEMA_6 } from '../../migrations/pinned-schema-6.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sampleRows } from '../support/sample-rows.ts';
import {
  expectSound,
  fromOutside,
  nothing,
  reopen,
  storeAt,
  withExtraStep,
} from './migration-bench.ts';

const EXTRA_SQL = `CREATE TABLE notes (
  id TEXT NOT NULL PRIMARY KEY,
  body BLOB NOT NULL
) STRICT`;
const EXTRA_SCHEMA = [
  ...SCHEMA_6,
  { type: 'table', name: 'notes', sql: EXTRA_SQL },
  { type: 'index', name: 'sqlite_autoindex_notes_1', sql: null },
];
const EXTRA = withExtraStep(
  (run) => run(EXTRA_SQL),
  (run) => run('DROP TABLE notes'),
  EXTRA_SCHEMA,
);

/** A vault at the product's last schema with a row in every table. */
async function filledVault(): Promise<string> {
  const { store, file } = await storeAt(MIGRATIONS.length);
  store.transaction((tx) => {
    tx.insert('auth_config', sampleRows.authConfig());
    tx.insert('vault_manifest', sampleRows.manifest());
    tx.insert('secrets_metadata', sampleRows.secret());
    tx.insert('secret_versions', sampleRows.secretVersion());
    tx.insert('settings', sampleRows.setting());
    tx.insert('clients', sampleRows.client());
    tx.insert('api_keys', sampleRows.apiKey());
    tx.insert('grants', sampleRows.grant());
  });
  await store.close();
  return file;
}

function copiesOf(file: string): readonly string[] {
  return readdirSync(dirname(file)).filter((name) => name.includes('before-migration'));
}

function withExtra(file: string, migrations = EXTRA): VaultStore {
  return openStore({ file, create: false, migrations });
}

async function expectUntouched(store: VaultStore): Promise<void> {
  expect(store.schema().version).toBe(MIGRATIONS.length);
  store.checkStructure();
  expect([...store.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
  expect([...store.scan('settings')]).toStrictEqual([sampleRows.setting()]);
  // Foreign keys are on again, and the connection writes.
  expect(() =>
    store.transaction((tx) => tx.insert('secret_versions', sampleRows.secretVersion(99))),
  ).toThrow(expect.objectContaining({ code: 'internal' }));
  store.transaction((tx) => tx.update('settings', sampleRows.setting()));
  await store.close();
}

describe('running a step', () => {
  it('lets the reseal write inside its transaction, with the new schema in sight', async () => {
    const file = await filledVault();
    const store = withExtra(file);
    const done = await store.migrateUp((tx) => {
      expect(store.schema().version).toBe(7);
      tx.update('vault_manifest', { ...sampleRows.manifest(), generation: 2 });
    });
    expect(done).toEqual([7]);
    expect(store.get('vault_manifest', 1)?.generation).toBe(2);
    store.checkStructure();
    await store.close();
  });

  it('takes the whole step back when the reseal throws', async () => {
    const store = withExtra(await filledVault());
    const error = new RangeError('of the caller');
    const failing = store.migrateUp((tx) => {
      tx.update('secrets_metadata', { ...sampleRows.secret(), version: 9 });
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    await expectUntouched(store);
  });

  it('takes it back when the reseal is asynchronous', async () => {
    const store = withExtra(await filledVault());
    const reseal: unknown = async () => undefined;
    await expect(store.migrateUp(reseal as typeof nothing)).rejects.toMatchObject({
      code: 'internal',
    });
    await expectUntouched(store);
  });

  it('takes it back when its SQL fails, and tells nothing of the statement', async () => {
    const failing = withExtraStep(
      async (run) => {
        await run(EXTRA_SQL);
        await run("INSERT INTO notes (id, body) VALUES ('canary-id', 'canary-body')");
      },
      (run) => run('SELECT 1'),
      EXTRA_SCHEMA,
    );
    const store = withExtra(await filledVault(), failing);
    const thrown: unknown = await store.migrateUp(nothing).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'internal' });
    expect(String((thrown as Error).cause)).toBe('Error: SQLITE_CONSTRAINT_DATATYPE');
    await expectUntouched(store);
  });

  it('takes it back when it leaves a dangling foreign key', async () => {
    const dangling = withExtraStep(
      async (run) => {
        await run(EXTRA_SQL);
        await run(
          "INSERT INTO secret_versions (secret_id, version, encrypted_value, created_at) VALUES ('nobody', 1, x'00', 'then')",
        );
      },
      (run) => run('SELECT 1'),
      EXTRA_SCHEMA,
    );
    const store = withExtra(await filledVault(), dangling);
    await expect(store.migrateUp(nothing)).rejects.toMatchObject({ code: 'internal' });
    await expectUntouched(store);
  });

  it('takes it back when it makes another schema than the pinned one', async () => {
    const other = withExtraStep(
      (run) => run('CREATE TABLE other (id TEXT NOT NULL PRIMARY KEY) STRICT'),
      (run) => run('SELECT 1'),
      EXTRA_SCHEMA,
    );
    const store = withExtra(await filledVault(), other);
    await expect(store.migrateUp(nothing)).rejects.toMatchObject({ code: 'internal' });
    await expectUntouched(store);
  });

  it('ends when there is no executed step to take back', async () => {
    const file = await filledVault();
    fromOutside(file, (db) => db.exec('DELETE FROM migrations'));
    const store = reopen(file);
    await expect(store.migrateDown(1, nothing)).rejects.toMatchObject({ code: 'internal' });
    expect(store.schema().version).toBe(MIGRATIONS.length);
    await store.close();
  });

  it('keeps the steps before the one that fails', async () => {
    const { store: first, file } = await storeAt(1);
    await first.close();
    const store = reopen(file);
    const failing = store.migrateUp(() => {
      if (store.schema().version === 3) throw new RangeError('third');
    });
    await expect(failing).rejects.toThrow('third');
    expect(store.schema().version).toBe(2);
    store.checkStructure();
    expect(await store.migrateUp(nothing)).toEqual([3, 4, 5, 6]);
    await store.close();
    expectSound(file, MIGRATIONS.length);
  });

  it('carries rows over when a table is made anew, up, down and up', async () => {
    const plain = SCHEMA_6.find(({ name }) => name === 'secrets_metadata')?.sql ?? '';
    const made = plain.replace(
      'kind INTEGER NOT NULL,',
      'kind INTEGER NOT NULL CHECK (kind >= 1),',
    );
    const anew =
      (sql: string) =>
      async (run: (sql: string) => Promise<unknown>): Promise<void> => {
        await run(sql.replace('TABLE secrets_metadata', 'TABLE "secrets_anew"'));
        await run('INSERT INTO secrets_anew SELECT * FROM secrets_metadata');
        await run('DROP TABLE secrets_metadata');
        await run('ALTER TABLE secrets_anew RENAME TO secrets_metadata');
      };
    const renamed = (sql: string): string =>
      sql.replace('TABLE secrets_metadata', 'TABLE "secrets_metadata"');
    const schemaWith = (sql: string): typeof SCHEMA_6 =>
      SCHEMA_6.map((object) => (object.name === 'secrets_metadata' ? { ...object, sql } : object));
    const file = await filledVault();
    // Going down writes the table's name in quotes: the older schema is pinned as it then reads.
    const steps = [
      ...MIGRATIONS.slice(0, 3),
      ...withExtraStep(anew(made), anew(plain), schemaWith(renamed(made))).slice(3),
    ];
    const store = withExtra(file, steps);
    expect(await store.migrateUp(nothing)).toEqual([7]);
    expect([...store.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    expect([...store.scan('secret_versions')]).toStrictEqual([sampleRows.secretVersion()]);
    await store.close();
    const below = steps.map((step) =>
      step.number === 6 ? { ...step, schema: schemaWith(renamed(plain)) } : step,
    );
    const again = withExtra(file, below);
    expect(await again.migrateDown(6, nothing)).toEqual([7]);
    expect(await again.migrateUp(nothing)).toEqual([7]);
    expect([...again.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    expect([...again.scan('secret_versions')]).toStrictEqual([sampleRows.secretVersion()]);
    await again.close();
  });

  it('refuses writes and another run between the awaits of a run', async () => {
    const file = await filledVault();
    const refused: unknown[] = [];
    const opened: { store: VaultStore | null } = { store: null };
    const curious = withExtraStep(
      async (run) => {
        await run(EXTRA_SQL);
        const acts: (() => unknown)[] = [
          () => opened.store?.transaction(nothing),
          () => opened.store?.compact(),
          () => opened.store?.copyAside('tampered'),
          () => opened.store?.migrateUp(nothing),
          () => opened.store?.migrateDown(1, nothing),
        ];
        for (const act of acts) {
          await Promise.resolve()
            .then(act)
            .catch((error: unknown) => refused.push((error as { code?: string }).code));
        }
      },
      (run) => run('DROP TABLE notes'),
      EXTRA_SCHEMA,
    );
    const store = withExtra(file, curious);
    opened.store = store;
    expect(await store.migrateUp(nothing)).toEqual([7]);
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'internal'));
    store.checkStructure();
    await store.close();
  });
});

describe('a newer database', () => {
  it('is refused with newer_format and not changed by one byte', async () => {
    const file = await filledVault();
    const newer = withExtra(file);
    await newer.migrateUp(nothing);
    await newer.close();
    const before = readFileSync(file);
    const { mtimeMs } = statSync(file);
    for (const create of [true, false]) {
      expect(() => openStore({ file, create })).toThrow(
        expect.objectContaining({ code: 'newer_format' }),
      );
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});

describe('the copy before a migration', () => {
  it('is made for a vault only, is private, and opens as the old schema', async () => {
    const { store: empty, file: emptyFile } = await storeAt(2);
    await empty.close();
    const grown = reopen(emptyFile);
    await grown.migrateUp(nothing);
    await grown.close();
    expect(copiesOf(emptyFile)).toEqual([]);

    const file = await filledVault();
    const store = withExtra(file);
    await store.migrateUp(nothing);
    await store.migrateUp(nothing);
    await store.close();
    const [name = '', ...more] = copiesOf(file);
    expect(more).toEqual([]);
    expect(name).toMatch(/^vault\.db\.before-migration-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/);
    const copy = join(dirname(file), name);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(copy);
    const opened = openStore({ file: copy, create: false });
    opened.checkStructure();
    expect(opened.schema().version).toBe(MIGRATIONS.length);
    expect([...opened.scan('secrets_metadata')]).toStrictEqual([sampleRows.secret()]);
    await opened.close();
    expect(readFileSync(copy).equals(bytes)).toBe(true);
  });

  it('is made before going down as well, and keeps what that loses', async () => {
    const file = await filledVault();
    const store = reopen(file);
    await store.migrateDown(1, nothing);
    await store.close();
    const [name = ''] = copiesOf(file);
    const copied = fromOutside(join(dirname(file), name), (db) =>
      db.prepare('SELECT count(*) FROM settings').pluck().get(),
    );
    expect(copied).toBe(1);
  });

  it('keeps the newest five, the one just made among them, and every tampered one', async () => {
    const file = await filledVault();
    const folder = dirname(file);
    const prefix = 'vault.db.before-migration-';
    const future = Array.from({ length: 7 }, (_, i) => `${prefix}2999-01-0${i + 1}T00-00-00.000Z`);
    for (const name of future) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, `${prefix}mine`), '');
    const store = reopen(file);
    const tampered = Array.from({ length: 7 }, () => store.copyAside('tampered'));
    const made = store.copyAside('before-migration');
    await store.close();
    const left = readdirSync(folder);
    expect(
      copiesOf(file)
        .filter((name) => name !== `${prefix}mine`)
        .sort(),
    ).toEqual([made, ...future.slice(3)].sort());
    expect(left).toEqual(expect.arrayContaining([...tampered, `${prefix}mine`]));
    expect(new Set(tampered).size).toBe(7);
  });
});
