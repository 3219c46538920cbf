import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import { parseCompanion } from '../../src/core/importers/companion.ts';
import { gatherConversations } from '../../src/core/importers/gather-conversations.ts';
import type { OldStore } from '../../src/core/importers/old-store.ts';
import { readSoniaRows } from '../../src/core/importers/sonia.ts';
import { readSoniaStoreFile } from '../../src/store/read-sonia-store.ts';
import { companionJson } from '../samples/make-companion.ts';
import { makeSonia } from '../samples/make-sonia.ts';
import {
  PASSWORD,
  call,
  openVaultAt,
  removeHomes,
  seededHome,
  unlockedVault,
  utf8,
} from '../support/vault-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'strongroom-old-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  removeHomes();
});

function oldStores(): readonly OldStore[] {
  const file = join(folder, 'memory.db');
  rmSync(file, { force: true });
  makeSonia(file);
  return [readSoniaRows(readSoniaStoreFile(file)), parseCompanion([companionJson()])];
}

/** Takes both stores over, as the command does; how many conversations came and how many clashed. */
async function importBoth(vault: VaultApi): Promise<string> {
  const outcomes: string[] = [];
  for (const { source, clients, ...store } of oldStores()) {
    const { sessions, conversations } = gatherConversations({ source, clients, ...store });
    const input = { source, clients, sessions, needsDefault: true, dryRun: false };
    await vault.clients.importAll(input, call());
    const taken = await vault.conversations.importAll(
      { source, conversations, coming: [], dryRun: false },
      call(),
    );
    outcomes.push(...taken.map(({ outcome }) => outcome));
  }
  return outcomes.join(' ');
}

/** Everything that was said, with its conversation. */
async function everything(vault: VaultApi): Promise<unknown> {
  const { items, damaged } = await vault.conversations.list('owner', {}, call());
  expect(damaged).toEqual([]);
  const all = [];
  for (const conversation of items) {
    const turns = await vault.conversations.turns('owner', { id: conversation.id }, call());
    expect(turns.damaged).toEqual([]);
    all.push({ conversation, turns: turns.items });
  }
  return all;
}

describe('imported conversations', () => {
  it('go with a step down, live on in the copy made before, and come again after the step up', async () => {
    const { vault, home } = await unlockedVault();
    expect(await importBoth(vault)).toBe('imported imported imported imported');
    const before = await everything(vault);
    expect(before).toHaveLength(4);
    const clients = (await vault.clients.list({ all: true }, call())).clients;

    await vault.migrations.down({ to: 5 }, call());
    await vault.close();
    const copies = readdirSync(home).filter((name) => name.includes('before-migration'));
    expect(copies).toHaveLength(1);

    const again = openVaultAt(home);
    const { migrated } = await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(migrated).toEqual([6]);
    expect(await everything(again)).toEqual([]);
    expect((await again.clients.list({ all: true }, call())).clients).toEqual(clients);
    expect(await importBoth(again)).toBe('imported imported imported imported');
    expect(await everything(again)).toEqual(before);
    expect(await importBoth(again)).toBe('clash clash clash clash');
    await again.close();

    const restored = await seededHome();
    copyFileSync(join(home, copies[0] ?? ''), join(restored, 'vault.db'));
    const old = openVaultAt(restored);
    await old.unlock({ password: utf8(PASSWORD) }, call());
    expect(await everything(old)).toEqual(before);
    await old.close();
  });
});
