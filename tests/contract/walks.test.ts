import { describe, expect, it } from 'vitest';
import type { VaultStore } from '../../src/core/ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { sampleRows } from '../support/sample-rows.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { join } from 'node:path';

const stores = [
  ['in memory', () => createMemoryStore()],
  ['in SQLite', () => openStore({ file: join(tempFolder(), 'vault.db'), create: true })],
] as const;

async function filled(make: () => VaultStore): Promise<VaultStore> {
  const store = make();
  expect(store.walk('turnsByTime', { of: [], limit: 5 })).toEqual([]);
  await store.migrateUp(() => undefined);
  store.transaction((tx) => {
    for (let i = 1; i <= 12; i += 1) {
      const client = i % 3 === 0 ? null : (i % 3) + 1;
      tx.insert('turns', sampleRows.turn(i, (i % 2) + 1, client));
    }
  });
  return store;
}

describe.each(stores)('walks of a store %s', (_name, make) => {
  it('give the rows of one value in order, a part at a time, forwards and backwards', async () => {
    const store = await filled(make);
    const { conversation_id: id } = sampleRows.turn(2, 1);
    const first = store.walk('turnsOfConversation', { of: [id], limit: 4 });
    expect(first.map(({ sequence }) => sequence)).toEqual([2, 4, 6, 8]);
    const last = first.at(-1);
    const after = [last?.sequence ?? 0, last?.id ?? ''];
    const second = store.walk('turnsOfConversation', { of: [id], after, limit: 4 });
    expect(second.map(({ sequence }) => sequence)).toEqual([10, 12]);
    const back = store.walk('turnsOfConversation', { of: [id], after, descending: true, limit: 9 });
    expect(back.map(({ sequence }) => sequence)).toEqual([6, 4, 2]);
    await store.close();
  });

  it('take null as a value like any other', async () => {
    const store = await filled(make);
    const owners = store.walk('turnsOfClient', { of: [null], limit: 100 });
    expect(owners.map(({ sequence }) => sequence)).toEqual([3, 6, 9, 12]);
    await store.close();
  });

  it('work inside a transaction and see what it wrote', async () => {
    const store = await filled(make);
    const seen = store.transaction((tx) => {
      tx.insert('turns', sampleRows.turn(13));
      return tx.walk('turnsByTime', { of: [], descending: true, limit: 1 });
    });
    expect(seen.map(({ sequence }) => sequence)).toEqual([13]);
    await store.close();
  });
});
