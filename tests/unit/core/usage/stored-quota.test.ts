import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { ImportRow, Party } from '../../../../src/core/conversation-api.ts';
import { countStored } from '../../../../src/core/conversations/storage-meter.ts';
import type { VaultStore } from '../../../../src/core/ports.ts';
import type { Principal } from '../../../../src/shared/access.ts';
import type { PlanLimits } from '../../../../src/shared/plan.ts';
import { VaultError } from '../../../../src/shared/vault-error.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import { call, removeHomes, unlockedVault } from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home = '';
let store: VaultStore;

const wrapStore = (opened: VaultStore) => (store = opened);

beforeEach(async () => {
  ({ vault, home } = await unlockedVault({ wrapStore }));
});
afterEach(async () => {
  await vault.close();
});
afterAll(removeHomes);

/** A client has a profile from the beginning, of two sections. */
const PROFILE = 2;

async function clientWith(limits: Partial<PlanLimits>, name = 'bot'): Promise<Principal> {
  const none = { perMinute: null, perHour: null, perDay: null, perMonth: null };
  await vault.plans.set({ name, limits: { ...none, items: null, bytes: null, ...limits } }, call());
  const { id } = await vault.clients.add({ name, plan: name }, call());
  const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
  const { principal } = vault.access.identify({ credential: key, listener: 'tcp' });
  if (principal === undefined) throw new Error('the key is not taken');
  return principal;
}

const open = (party: Party) => vault.conversations.create(party, {}, call());

function say(party: Party, conversationId: string, content = 'words'): Promise<unknown> {
  return vault.conversations.append(party, { conversationId, role: 'user', content }, call());
}

/** What a call ends in: `ok` or the code of its error. */
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'ok',
    (thrown: unknown) => (thrown instanceof VaultError ? thrown.code : 'other'),
  );

async function usedBy(principal: Principal): Promise<{ items: number; bytes: number }> {
  const { used } = await vault.access.me(principal, call());
  return { items: used.items, bytes: used.bytes };
}

const rowOf = (principal: Principal) => {
  const { items = null, bytes = null } = store.get('quotas', principal.clientId) ?? {};
  return { items, bytes };
};

describe('what a client stores', () => {
  it('stops exactly at the number of its plan, of 200 appends at once', async () => {
    const client = await clientWith({ items: PROFILE + 37 });
    const { id } = await open(client);
    const codes = await Promise.all(Array.from({ length: 200 }, () => codeOf(say(client, id))));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(37);
    expect(codes.filter((code) => code === 'over_quota')).toHaveLength(163);
    expect(await usedBy(client)).toMatchObject({ items: PROFILE + 37 });
    const { turnCount } = await vault.conversations.get('owner', { id }, call());
    expect(turnCount).toBe(37);
  });

  it('stops at the bytes of its plan, sealed ones', async () => {
    const client = await clientWith({ bytes: 5000 });
    const { id } = await open(client);
    const { bytes: before } = await usedBy(client);
    const codes: string[] = [];
    for (let i = 0; i < 20; i += 1) codes.push(await codeOf(say(client, id, 'x'.repeat(500))));
    const passed = codes.filter((code) => code === 'ok').length;
    expect(codes).toEqual([
      ...Array<string>(passed).fill('ok'),
      ...Array<string>(20 - passed).fill('over_quota'),
    ]);
    const { bytes } = await usedBy(client);
    expect(bytes).toBeGreaterThan(passed * 500);
    expect(bytes).toBeLessThanOrEqual(5000);
    expect(bytes + (bytes - before) / passed).toBeGreaterThan(5000);
  });

  it('has room again after a reset; what is assigned counts for its new owner', async () => {
    const client = await clientWith({ items: PROFILE + 2 });
    const other = await clientWith({}, 'other');
    const { id } = await open(client);
    const [none, noneOfOther] = [await usedBy(client), await usedBy(other)];
    await say(client, id);
    await say(client, id);
    expect(await codeOf(say(client, id))).toBe('over_quota');
    expect(await codeOf(say('owner', id))).toBe('over_quota');
    await vault.conversations.reset(client, { id }, call());
    expect(await usedBy(client)).toEqual(none);
    await say(client, id);
    const before = await usedBy(client);
    expect(await usedBy(other)).toEqual(noneOfOther);
    await vault.conversations.assign('owner', { id, client: other.clientId }, call());
    expect(await usedBy(client)).toEqual(none);
    expect((await usedBy(other)).items).toBe(before.items);
    expect(await usedBy(other)).toEqual(countStored(store, other.clientId));
    await vault.conversations.assign('owner', { id, client: 'owner' }, call());
    expect(await usedBy(other)).toEqual(noneOfOther);
  });

  it('counts the sections of its profile; a text that would be too much changes nothing', async () => {
    const client = await clientWith({ bytes: 2000 });
    await vault.profiles.allow({ client: client.clientId, mode: 'write', allowed: true }, call());
    const write = (text: string) =>
      codeOf(vault.profiles.update(client, { change: { section: 'about', text } }, call()));
    expect(await usedBy(client)).toEqual(countStored(store, client.clientId));
    expect(await write('short')).toBe('ok');
    const { items, bytes } = await usedBy(client);
    expect([items, bytes]).toEqual([PROFILE, countStored(store, client.clientId).bytes]);
    expect(await write('x'.repeat(3000))).toBe('over_quota');
    expect(await usedBy(client)).toEqual({ items, bytes });
    await vault.plans.set({ name: 'bot', limits: { bytes: 1 } }, call());
    // Less is let in also by a plan that would not let in what is there.
    expect(await write('')).toBe('ok');
  });

  it('is written beside its requests, and counts on after a restart', async () => {
    const client = await clientWith({ items: PROFILE + 3 });
    const { id } = await open(client);
    await say(client, id);
    await say(client, id);
    vault.access.admit(client);
    vault.access.flush();
    expect(rowOf(client)).toEqual(await usedBy(client));
    expect(store.get('quotas', client.clientId)).toMatchObject({
      ...{ day_requests: 1, items: PROFILE + 2 },
    });
    await vault.close();
    ({ vault } = await unlockedVault({ home, wrapStore }));
    expect(await codeOf(say(client, id))).toBe('ok');
    expect(await codeOf(say(client, id))).toBe('over_quota');
    await vault.lock('owner', call());
    expect(rowOf(client)).toMatchObject({ items: PROFILE + 3 });
  });

  it('is counted from the rows when it is first asked for, whatever the file says', async () => {
    const client = await clientWith({ items: PROFILE + 3 });
    const { id } = await open(client);
    await say(client, id);
    await say(client, id);
    const right = await usedBy(client);
    await vault.close();
    editDatabase(home, (db) => {
      db.exec('UPDATE quotas SET items = 0, bytes = 0');
    });
    ({ vault } = await unlockedVault({ home, wrapStore }));
    expect(await usedBy(client)).toEqual(right);
    vault.access.flush();
    expect(rowOf(client)).toEqual(right);
    expect(await codeOf(say(client, id))).toBe('ok');
    expect(await codeOf(say(client, id))).toBe('over_quota');
  });

  it('is in the report of usage of that client, and in no other', async () => {
    const client = await clientWith({});
    const { id } = await open(client);
    await say(client, id);
    const { clientId } = client;
    const report = await vault.access.usageOf({ clientId }, call());
    expect(report.stored).toEqual(await usedBy(client));
    expect((await vault.access.usageOf({}, call())).stored).toBeUndefined();
    const nobody = `cli_${'0'.repeat(8)}-0000-4000-8000-000000000000`;
    const none = await vault.access.usageOf({ clientId: nobody }, call());
    expect(none.stored).toEqual({ items: 0, bytes: 0 });
    vault.access.flush();
    expect(store.get('quotas', nobody)).toBeNull();
  });

  it('counts what waits to be written as well, and nothing of what is incognito', async () => {
    const client = await clientWith({});
    const { id } = await open(client);
    await say(client, id);
    const input = { conversationId: id, role: 'user', content: 'x', incognito: true } as const;
    await vault.conversations.append(client, input, call());
    expect((await usedBy(client)).items).toBe(PROFILE + 1);
    await say(client, id);
    expect((await usedBy(client)).items).toBe(PROFILE + 2);
  });

  it('does not limit the owner, and goes with a client that is purged', async () => {
    const client = await clientWith({ items: PROFILE + 1 });
    const mine = await open('owner');
    for (let i = 0; i < 3; i += 1) await say('owner', mine.id);
    const { id } = await open(client);
    await say(client, id);
    vault.access.flush();
    await vault.clients.purge({ id: client.clientId }, call());
    vault.access.flush();
    expect(store.get('quotas', client.clientId)).toBeNull();
  });

  it('counts what an import brings, which is the owner’s act and is not refused', async () => {
    await vault.plans.set({ name: 'free', limits: { items: 1 } }, call());
    const ada = { sourceId: 'a', name: 'Ada', status: 'active' } as const;
    const all = { source: 'sonia', sessions: [], dryRun: false };
    const { clients } = await vault.clients.importAll({ ...all, clients: [ada] }, call());
    const id = clients[0]?.id ?? '';
    const row: ImportRow = {
      ...{ sourceId: 't', session: null, model: null, toolCalls: null, latencyMs: null },
      ...{ status: 'complete' as const, metadata: {}, createdAt: null },
      said: [
        { role: 'user', text: 'x' },
        { role: 'assistant', text: 'y' },
      ],
    };
    const head = { sourceId: 'c', client: 'a', title: null, createdAt: null, updatedAt: null };
    await vault.conversations.importAll(
      { source: 'sonia', conversations: [{ ...head, rows: [row] }], coming: [], dryRun: false },
      call(),
    );
    expect(countStored(store, id).items).toBe(2);
    const [con] = (await vault.conversations.list('owner', { client: id }, call())).items;
    expect(await codeOf(say('owner', con?.id ?? ''))).toBe('over_quota');
  });
});
