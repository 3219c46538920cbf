import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.ts';
import { SCHEMA_0, type SCHEMA_1 } from '../../migrations/pinned-schema.ts';
import { ENTITIES } from '../../src/store/entities.ts';
import { fromOutside, nothing, reopen, storeAt } from './migration-bench.ts';

/** What has landed is never edited: a change here is a change of every vault that exists. */
const FROZEN = [
  '6b4590bb9e5c23bbdb0ecdbd0b911b3b9e5e232238ea4c75ff20241f2c695489',
  '5e349a61a6434f77085849c171caeb9695fd2e4fd8d31ccd17e999a901d055c1',
  'edfbbf703c937221e1ebf2407497e9b315e0898ee36ec2458105b05e41936b2d',
  '4a24aa932edad9c911a48f4c347db005bf9d532136ee4a72609bc1b1bb9459f6',
  'bd46c0242a597c6cd6cffae3804149f45f049d40cbde3c9111527602ccf05c7b',
  'cfed3b7daa0eca6818edf40b7558384e7a4b979fbbe8e8b0b0909b3969e9b967',
  'd990273a9cc63a3cda3d91bd65c56c098e4982f6e2f585c0a2bdeda1f529841b',
];

function sorted(schema: typeof SCHEMA_1): readonly string[] {
  return schema.map(({ type, name, sql }) => JSON.stringify([type, name, sql])).sort();
}

function schemaIn(file: string): readonly string[] {
  return fromOutside(file, (db) =>
    sorted(
      db.prepare<[], (typeof SCHEMA_1)[number]>('SELECT type, name, sql FROM sqlite_master').all(),
    ),
  );
}

describe('the pinned schema', () => {
  it.each(MIGRATIONS)(
    'of step $number is what the steps up to it make',
    async ({ number, schema }) => {
      const { store, file } = await storeAt(number);
      await store.close();
      expect(schemaIn(file)).toEqual(sorted(schema));
    },
  );

  it.each(MIGRATIONS)(
    'of step $number is what going down to it leaves',
    async ({ number, schema }) => {
      const { store, file } = await storeAt(MIGRATIONS.length);
      await store.migrateDown(number, nothing);
      await store.close();
      expect(schemaIn(file)).toEqual(sorted(schema));
      const again = reopen(file);
      again.checkStructure();
      await again.close();
    },
  );

  it('of a file whose steps were all taken back is what TypeORM makes for itself', async () => {
    const { store, file } = await storeAt(MIGRATIONS.length);
    await store.migrateDown(0, nothing);
    await store.close();
    expect(schemaIn(file)).toEqual(sorted(SCHEMA_0));
  });

  it('never changes', () => {
    const digests = [SCHEMA_0, ...MIGRATIONS.map(({ schema }) => schema)].map((schema) =>
      createHash('sha256').update(sorted(schema).join('\n')).digest('hex'),
    );
    expect(digests).toEqual(FROZEN);
  });

  it('has the columns of the entities, in order, with their types and keys, and only those that may be null', async () => {
    const { store, file } = await storeAt(MIGRATIONS.length);
    await store.close();
    for (const [table, { columns }] of Object.entries(ENTITIES)) {
      const found = fromOutside(file, (db) => db.pragma(`table_info("${table}")`)) as {
        name: string;
        type: string;
        notnull: number;
        pk: number;
      }[];
      expect(found.map(({ name, type, pk }) => [name, type.toLowerCase(), pk > 0])).toEqual(
        Object.entries(columns).map(([name, { type, primary }]) => [name, type, primary === true]),
      );
      const mayBeNull = Object.entries(columns).filter(([, column]) => column.nullable === true);
      expect(found.filter(({ notnull }) => notnull !== 1).map(({ name }) => name)).toEqual(
        mayBeNull.map(([name]) => name),
      );
    }
  });
});

describe('the list of migrations', () => {
  it('counts from 1, in the order of the timestamps that names and files end or begin with', () => {
    const names = MIGRATIONS.map(({ migration }) => new migration().name);
    const stamps = names.map((name) => /[A-Za-z](\d{13})$/.exec(name)?.[1]);
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, i) => i + 1));
    expect(stamps).toEqual([...stamps].sort());
    const files = readdirSync(join(import.meta.dirname, '../../migrations'))
      .filter((name) => /^\d/.test(name))
      .sort();
    expect(files.map((name) => /^(\d{13})-[a-z-]+\.ts$/.exec(name)?.[1])).toEqual(stamps);
  });
});
