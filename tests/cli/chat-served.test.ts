import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OwnerLink } from '../../src/cli/owner-link.ts';
import type { OwnerVault } from '../../src/gateway/owner/calls.ts';
import { OwnerDoors } from '../../src/gateway/owner/owner-doors.ts';
import { encode } from '../../src/shared/wire.ts';
import { serveHome, type ServedHome } from '../support/served-home.ts';
import { PASSWORD, call, removeHomes, unlockedVault, utf8 } from '../support/vault-fixture.ts';

const TERMINAL = createHash('sha256').update('a terminal').digest('hex');

describe('chats and profiles of a vault that is served', () => {
  let served: ServedHome;
  let owner: OwnerVault;
  let bot = '';
  beforeAll(async () => {
    const { vault, home } = await unlockedVault();
    bot = (await vault.clients.add({ name: 'bot' }, call())).id;
    await vault.close();
    served = await serveHome(home);
    const link = new OwnerLink(served.announced.socket);
    const password = utf8(PASSWORD);
    const { ticket } = await link.unlock(
      { password, open: false, clientsUntilMs: null },
      null,
      call(),
    );
    owner = link.vault({ ticket, terminal: null }, call());
    await served.open(['ls'], { terminal: TERMINAL });
  });
  afterAll(async () => {
    await served.stop();
    removeHomes();
  });
  const cli = (args: readonly string[], stdin = '') =>
    served.run(args, { terminal: TERMINAL, stdin });
  const json = async <T>(...args: string[]): Promise<T> => {
    const { exit, stdout, stderr } = await cli([...args, '--json']);
    expect([exit, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  };

  it('are found, shown, exported, moved and removed by commands without a password', async () => {
    const { id } = await json<{ id: string }>('chat', 'new', 'Über Reiher', '--client', 'bot');
    const said = { conversationId: id, role: 'user' as const, content: 'Wo steht der Reiher? 🪶' };
    const toolCalls = [
      { $bytes: [0, 4], arguments: { a: [[[{}]]] } },
      JSON.parse('['.repeat(31) + ']'.repeat(31)) as unknown,
    ];
    expect(await owner.conversations.append('owner', { ...said, toolCalls }, call())).toMatchObject(
      { sequence: 1 },
    );
    expect(await json('chat', 'search', 'reiher')).toMatchObject({
      total: 1,
      complete: true,
      hits: [{ conversation_id: id, client_id: bot, title: 'Über Reiher' }],
    });
    expect(await json('chat', 'show', id.slice(0, 12))).toMatchObject({
      turns: [{ content: said.content, tool_calls: toolCalls, client_id: bot }],
    });
    const { stdout } = await cli(['chat', 'export', id]);
    expect(stdout).toContain(`**bot**: ${said.content}\n`);
    expect(await json('chat', 'assign', id, 'owner')).toMatchObject({ client_id: null });
    expect(await json('chat', 'rm', id, '--yes')).toMatchObject({ turns: 1 });
    await cli(['profile', 'set', 'about', '--client', 'bot'], 'likes herons');
    expect(await json('profile', 'show', '--client', 'bot')).toMatchObject({
      about: 'likes herons',
    });
  });

  it('say how far the search is, and what is kept', async () => {
    await owner.search.ready();
    expect(await owner.search.state()).toMatchObject({ ready: true });
    expect((await cli(['chat', 'keep', 'bot', '7'])).stdout).toBe('7 days\n');
    expect(await json('chat', 'keep', 'bot', 'forever')).toMatchObject({ keep: 'forever' });
  });

  it('are the owner’s to ask for: a message that names somebody else is not listened to', async () => {
    const asked: unknown[] = [];
    const get = (...args: unknown[]): Promise<unknown> => {
      asked.push(args[0], args[1]);
      return Promise.resolve({});
    };
    const doors = new OwnerDoors({ vault: { conversations: { get } } as never } as never);
    const bodies = [
      { party: { clientId: bot }, input: { id: 'x', party: { clientId: bot } } },
      { 0: { clientId: bot }, input: { id: 'x' } },
    ];
    for (const body of bodies) {
      expect((await doors.call('conversations.get', encode(body), call())).status).toBe(200);
    }
    expect([asked[0], asked[2]]).toEqual(['owner', 'owner']);
    await expect(doors.call('conversations.flush', encode({}), call())).rejects.toThrow();
    await expect(doors.call('conversations.expire', encode({}), call())).rejects.toThrow();
  });

  it('lose nothing at a clean stop that comes before the next write', async () => {
    const { id } = await owner.conversations.create('owner', { title: 'Last words' }, call());
    const turn = { conversationId: id, role: 'user' as const };
    for (let i = 1; i <= 20; i += 1) {
      await owner.conversations.append('owner', { ...turn, content: `word ${i}` }, call());
    }
    expect(await served.stop()).toBe(0);
    const { vault } = await unlockedVault({ home: served.home });
    const { items } = await vault.conversations.turns('owner', { id }, call());
    await vault.close();
    expect(items.map(({ content }) => content)).toEqual(
      Array.from({ length: 20 }, (_, i) => `word ${i + 1}`),
    );
  });
});
