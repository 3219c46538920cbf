import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { OWNER } from '../../../../src/shared/conversation.ts';
import { ends, newClient, said, say, talk } from '../../../support/talk.ts';
import {
  SteppingClock,
  auditLines,
  call,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

const DAY_MS = 86_400_000;
const clock = new SteppingClock();
let vault: VaultApi;
let home: string;

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

describe('how long turns are kept', () => {
  it('is for ever until the owner says otherwise', async () => {
    const { clientId: client } = await newClient(vault, 'eternal');
    expect(await vault.conversations.retention({ client }, call())).toBe('forever');
    for (const keep of [30, 'off', 'forever'] as const) {
      await vault.conversations.setRetention({ client, keep }, call());
      expect(await vault.conversations.retention({ client }, call())).toBe(keep);
    }
  });

  it.each([0, -1, 1.5, 40_000, 'never', null])('is never %j', async (keep) => {
    const set = vault.conversations.setRetention({ client: OWNER, keep: keep as never }, call());
    expect(await ends(set)).toBe('invalid_input');
    const unknown = vault.conversations.setRetention({ client: 'x', keep: 1 }, call());
    expect(await ends(unknown)).toBe('not_found');
  });

  it('ends turns of that client alone, in every conversation, and is written down with counts', async () => {
    const short = await newClient(vault, 'short');
    const long = await newClient(vault, 'long');
    const old = await talk(vault, short, ['walrus', 'b']);
    const mixed = await talk(vault, short, ['walrus', 'd']);
    const kept = await talk(vault, long, ['walrus', 'f']);
    clock.advance(8 * DAY_MS);
    await say(vault, short, mixed, { role: 'user', content: 'walrus again' });
    await vault.search.ready();
    const { clientId: client } = short;
    await vault.conversations.setRetention({ client, keep: 7 }, call());
    const find = async (): Promise<number> =>
      (await vault.search.search(OWNER, { query: 'walrus', scope: 'all' }, call())).total;
    expect(await find()).toBe(4);

    expect(await vault.conversations.expire(call())).toBe(4);
    expect(await said(vault, short, mixed)).toEqual(['walrus again']);
    const { turnCount } = await vault.conversations.get(short, { id: mixed }, call());
    expect(turnCount).toBe(1);
    expect(await ends(vault.conversations.get(short, { id: old }, call()))).toBe('not_found');
    expect(await said(vault, long, kept)).toEqual(['walrus', 'f']);
    expect(await find()).toBe(2);
    const line = auditLines(home).findLast(({ event }) => event === 'turn.expire');
    expect(line).toMatchObject({
      outcome: 'ok',
      ref: { client },
      n: { days: 7, turns: 4, conversations: 1 },
    });
    const lines = auditLines(home).length;
    expect(await vault.conversations.expire(call())).toBe(0);
    expect(auditLines(home).length).toBe(lines);
    // What is said afterwards goes on behind the last number.
    expect(await say(vault, short, mixed, { role: 'user', content: 'x' })).toMatchObject({
      sequence: 4,
    });
  });

  it('off keeps nothing: no conversation is begun, no turn stays, and what was there goes', async () => {
    const client = await newClient(vault, 'off');
    const id = await talk(vault, client, ['a', 'b']);
    const whom = { client: client.clientId };
    await vault.conversations.setRetention({ ...whom, keep: 'off' }, call());
    const turn = { conversationId: id, role: 'user', content: 'x' } as const;
    expect(await vault.conversations.append(client, turn, call())).toBeNull();
    expect(await ends(vault.conversations.create(client, {}, call()))).toBe('not_available');
    clock.advance(1);
    expect(await vault.conversations.expire(call())).toBe(2);
    expect(await ends(vault.conversations.get(client, { id }, call()))).toBe('not_found');
    await vault.conversations.setRetention({ ...whom, keep: 'forever' }, call());
    expect(await ends(vault.conversations.create(client, {}, call()))).toBe('ok');
  });

  it('holds for hundreds of turns, and what is said meanwhile stays', async () => {
    const client = await newClient(vault, 'many');
    const id = await talk(vault, client);
    for (let i = 0; i < 300; i += 1) {
      await say(vault, client, id, { role: 'user', content: String(i) });
    }
    clock.advance(2 * DAY_MS);
    await vault.conversations.setRetention({ client: client.clientId, keep: 1 }, call());
    const expiring = vault.conversations.expire(call());
    const kept = await say(vault, client, id, { role: 'user', content: 'meanwhile' });
    expect(kept.sequence).toBe(301);
    expect(await expiring).toBe(300);
    expect(await said(vault, client, id)).toEqual(['meanwhile']);
    const { turnCount } = await vault.conversations.get(client, { id }, call());
    expect(turnCount).toBe(1);
  });
});
