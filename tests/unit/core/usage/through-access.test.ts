import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { Principal } from '../../../../src/shared/access.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  call,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const REQUEST = { route: '/v1/me', method: 'GET', status: 200, ms: 3 };

/** A client with a key, found by that key as the gateway finds it. */
async function clientOf(vault: VaultApi, name: string): Promise<Principal> {
  const { id } = await vault.clients.add({ name }, call());
  const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
  const { principal } = vault.access.identify({ credential: key, listener: 'tcp' });
  if (principal === undefined) throw new Error('the key is not taken');
  return principal;
}

function ask(vault: VaultApi, principal: Principal): void {
  vault.access.admit(principal);
  vault.access.record(principal, REQUEST, call());
}

describe('usage, through the door', () => {
  it('is written by a lock, and counts on afterwards', async () => {
    const { vault, home } = await unlockedVault();
    const principal = await clientOf(vault, 'bot');
    ask(vault, principal);
    ask(vault, principal);
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    ask(again, principal);
    const me = await again.access.me(principal, call());
    expect(me.used).toMatchObject({ minute: 1, hour: 1, day: 3, month: 3 });
    const report = await again.access.usageOf({ clientId: principal.clientId }, call());
    expect(report).toMatchObject({ requests: 3, ms: 9, damaged: 0 });
    const [key] = await again.keys.list({}, call());
    expect(key?.lastUsedAt).not.toBeNull();
    await again.close();
  });

  it('is kept of a client that was purged and taken over again under its old id', async () => {
    const { vault } = await unlockedVault();
    const sourceId = '11111111-1111-4111-8111-111111111111';
    const takeOver = async (): Promise<Principal> => {
      const clients = [{ sourceId, name: 'ada', status: 'active' as const }];
      const parts = { source: 'sonia' as const, clients, sessions: [], dryRun: false };
      await vault.clients.importAll(parts, call());
      const id = `cli_${sourceId}`;
      const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
      const { principal } = vault.access.identify({ credential: key, listener: 'tcp' });
      if (principal === undefined) throw new Error('the key is not taken');
      return principal;
    };
    ask(vault, await takeOver());
    await vault.clients.purge({ name: 'ada' }, call());
    const principal = await takeOver();
    ask(vault, principal);
    const report = await vault.access.usageOf({ clientId: principal.clientId }, call());
    expect(report).toMatchObject({ requests: 1 });
    await vault.close();
  });

  it('stays, without a key, when a repair drops the key', async () => {
    const { vault, home } = await unlockedVault();
    const lost = await clientOf(vault, 'bot');
    const sound = await clientOf(vault, 'other');
    ask(vault, lost);
    ask(vault, sound);
    await vault.close();
    editDatabase(home, (db) => {
      db.prepare("UPDATE api_keys SET prefix = 'sr_live_0000' WHERE id = ?").run(lost.keyId);
    });
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    const { dropped } = await again.repair({ password: utf8(PASSWORD), keepKeys: true }, call());
    expect(dropped).toEqual([{ table: 'api_keys', id: lost.keyId }]);
    const { byKey, requests, damaged } = await again.access.usageOf({}, call());
    expect([requests, damaged]).toEqual([2, 0]);
    expect(new Set(byKey.map(({ keyId }) => keyId))).toEqual(new Set([null, sound.keyId]));
    await again.close();
  });

  it('is kept by a removed client and gone with a purged one', async () => {
    const { vault } = await unlockedVault();
    const principal = await clientOf(vault, 'bot');
    const ref = { id: principal.clientId };
    ask(vault, principal);
    await vault.clients.remove(ref, call());
    expect((await vault.access.usageOf({}, call())).requests).toBe(1);
    await vault.clients.purge(ref, call());
    expect((await vault.access.usageOf({}, call())).requests).toBe(0);
    await vault.close();
  });

  it('goes with the schema, and what is asked meanwhile breaks nothing', async () => {
    const { vault } = await unlockedVault();
    const principal = await clientOf(vault, 'bot');
    ask(vault, principal);
    await vault.migrations.down({ to: 4 }, call());
    ask(vault, principal);
    vault.access.flush();
    expect((await vault.access.usageOf({}, call())).requests).toBe(0);
    await vault.close();
  });
});
