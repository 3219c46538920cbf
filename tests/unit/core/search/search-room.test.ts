import { afterAll, describe, expect, it } from 'vitest';
import { OWNER, type SearchInput } from '../../../../src/shared/conversation.ts';
import type { VaultApi } from '../../../../src/core/api.ts';
import { ends, newClient, say, talk } from '../../../support/talk.ts';
import {
  PASSWORD,
  SteppingClock,
  call,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

async function count(
  vault: VaultApi,
  query: string,
  more: Partial<SearchInput> = {},
): Promise<number> {
  const input: SearchInput = { query, scope: 'all', ...more };
  return (await vault.search.search(OWNER, input, call())).total;
}

describe('search in an open vault', () => {
  it('finds what was just said, and nothing of what was reset or removed', async () => {
    const { vault } = await unlockedVault();
    await vault.search.ready();
    const id = await talk(vault, OWNER, ['a walrus', 'no walrus here']);
    expect(await count(vault, 'walrus')).toBe(2);
    await say(vault, OWNER, id, { role: 'user', content: 'walrus again' });
    expect(await count(vault, 'walrus')).toBe(3);
    expect(vault.search.state()).toMatchObject({ ready: true, turns: 3 });
    await vault.conversations.reset(OWNER, { id }, call());
    expect(await count(vault, 'walrus')).toBe(0);
    await say(vault, OWNER, id, { role: 'user', content: 'walrus anew' });
    expect(await count(vault, 'walrus')).toBe(1);
    await vault.conversations.remove(OWNER, { id }, call());
    expect(await count(vault, 'walrus')).toBe(0);
    await vault.close();
  });

  it('takes what is written into the index by itself', async () => {
    const { vault } = await unlockedVault();
    await vault.search.ready();
    await talk(vault, OWNER, ['a', 'b']);
    expect(vault.search.state()).toMatchObject({ ready: false, turns: 0 });
    vault.conversations.flush();
    await vault.search.ready();
    expect(vault.search.state()).toMatchObject({ ready: true, turns: 2 });
    await vault.close();
  });

  it('is built anew after each unlock, in slices, and says when it is complete', async () => {
    const { vault } = await unlockedVault();
    const id = await talk(vault, OWNER);
    for (let i = 0; i < 200; i += 1) {
      await say(vault, OWNER, id, { role: 'user', content: `walrus ${String(i)}` });
    }
    await vault.lock('owner', call());
    expect(vault.search.state()).toEqual({ ready: false, turns: 0, bytes: 0 });
    expect(await ends(count(vault, 'walrus'))).toBe('locked');
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    const early = { query: 'walrus', scope: 'all' } as const;
    const { complete } = await vault.search.search(OWNER, early, call());
    expect(complete).toBe(false);
    // What is said while it is being built is in it once.
    await say(vault, OWNER, id, { role: 'user', content: 'walrus of now' });
    vault.conversations.flush();
    await vault.search.ready();
    expect(await count(vault, 'walrus')).toBe(201);
    const done = await vault.search.search(OWNER, early, call());
    expect([done.complete, done.hits.length]).toEqual([true, 20]);
    await vault.close();
  });

  it('costs a process that does not ask for it nothing', async () => {
    const { vault, home } = await unlockedVault();
    await talk(vault, OWNER, ['a walrus']);
    await vault.close();
    const again = await unlockedVault({ home });
    await again.vault.conversations.list(OWNER, {}, call());
    await new Promise((resolve) => setImmediate(resolve));
    expect(again.vault.search.state()).toMatchObject({ ready: false, turns: 0 });
    again.vault.conversations.flush();
    await again.vault.search.ready();
    expect(again.vault.search.state()).toMatchObject({ ready: true, turns: 1 });
    await again.vault.close();
  });

  it('stops building at a lock, and begins anew with the next unlock', async () => {
    const { vault } = await unlockedVault();
    const id = await talk(vault, OWNER);
    for (let i = 0; i < 100; i += 1) {
      await say(vault, OWNER, id, { role: 'user', content: `walrus ${'x '.repeat(3000)}` });
    }
    for (let round = 0; round < 3; round += 1) {
      await vault.lock('owner', call());
      await vault.unlock({ password: utf8(PASSWORD) }, call());
    }
    expect(vault.search.state().ready).toBe(false);
    await vault.search.ready();
    expect(await count(vault, 'walrus')).toBe(100);
    expect(vault.search.state().turns).toBe(100);
    await vault.close();
  });

  it('keeps to scope, client, model and date', async () => {
    const clock = new SteppingClock();
    const { vault } = await unlockedVault({ clock });
    const client = await newClient(vault, 'one');
    const first = await talk(vault, OWNER);
    const second = await talk(vault, client);
    await say(vault, OWNER, first, { role: 'user', content: 'walrus' });
    await say(vault, client, second, { role: 'assistant', content: 'walrus', model: 'm-1' });
    const from = clock.nowText();
    clock.advance(1000);
    await say(vault, client, second, { role: 'user', content: 'walrus' });
    const to = clock.nowText();
    expect(await count(vault, 'walrus')).toBe(3);
    expect(await count(vault, 'walrus', { scope: 'current', conversationId: first })).toBe(1);
    expect(await count(vault, 'walrus', { client: client.clientId })).toBe(2);
    expect(await count(vault, 'walrus', { client: OWNER })).toBe(1);
    expect(await count(vault, 'walrus', { model: 'M-1' })).toBe(1);
    expect(await count(vault, 'walrus', { from, to })).toBe(2);
    expect(await count(vault, 'walrus', { from: to })).toBe(1);
    const limited = { query: 'walrus', scope: 'all', limit: 1 } as const;
    const { hits, total } = await vault.search.search(OWNER, limited, call());
    expect([hits.length, total]).toEqual([1, 3]);
    expect(hits[0]).toMatchObject({ conversationId: second, sequence: 2, title: 'New chat' });
    await vault.close();
  });

  it.each<[string, Partial<Record<keyof SearchInput, unknown>>]>([
    ['no word', { query: '...' }],
    ['a query that is no text', { query: 7 }],
    ['a long query', { query: 'x'.repeat(1001) }],
    ['another scope', { scope: 'world' }],
    ['another way to match', { match: 'some' }],
    ['a model that is no text', { model: 7 }],
    ['a date that is none', { from: 'yesterday' }],
    ['no hits', { limit: 0 }],
  ])('refuses %s', async (_what, part) => {
    const { vault } = await unlockedVault();
    const input = { query: 'x', scope: 'all', ...part } as SearchInput;
    expect(await ends(vault.search.search(OWNER, input, call()))).toBe('invalid_input');
    await vault.close();
  });
});
