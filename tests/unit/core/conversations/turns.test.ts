import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { Party } from '../../../../src/core/conversation-api.ts';
import { OWNER } from '../../../../src/shared/conversation.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import { said, say, ends, newClient, talk } from '../../../support/talk.ts';
import {
  PASSWORD,
  SteppingClock,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home: string;
const clock = new SteppingClock();

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

/** So many lists in each other. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i += 1) value = [value];
  return value;
}

describe('a conversation', () => {
  it('has a title, a number of turns, and the instant at which it was last spoken in', async () => {
    const { id, title, createdAt } = await vault.conversations.create(OWNER, {}, call());
    expect(title).toBe('New chat');
    clock.advance(1000);
    await say(vault, OWNER, id, { role: 'user', content: 'a' });
    const view = await vault.conversations.get(OWNER, { id }, call());
    expect(view).toMatchObject({ id, turnCount: 1, clientId: null, createdAt });
    expect(view.updatedAt > createdAt).toBe(true);
    const renamed = await vault.conversations.rename(OWNER, { id, title: ' Gold ' }, call());
    expect(renamed).toMatchObject({ title: 'Gold', turnCount: 1 });
  });

  it('stands in the list by when it was last spoken in, page by page, each once', async () => {
    const client = await newClient(vault, 'lister');
    const ids: string[] = [];
    for (let i = 0; i < 9; i += 1) {
      clock.advance(1000);
      ids.push(await talk(vault, client));
    }
    clock.advance(1000);
    await say(vault, client, ids[4] ?? '', { role: 'user', content: 'up' });
    const wanted = [ids[4], ...ids.filter((_, i) => i !== 4).reverse()];
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof vault.conversations.list>> =
        await vault.conversations.list(client, { limit: 4, cursor }, call());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(wanted);
  });

  it('is empty after a reset: id and title stay, the sequence begins anew', async () => {
    const id = await talk(vault, OWNER, ['a', 'b', 'c']);
    await vault.conversations.rename(OWNER, { id, title: 'stays' }, call());
    expect(await vault.conversations.reset(OWNER, { id }, call())).toEqual({ turns: 3 });
    expect(await vault.conversations.get(OWNER, { id }, call())).toMatchObject({
      title: 'stays',
      turnCount: 0,
    });
    expect(await said(vault, OWNER, id)).toEqual([]);
    expect(await say(vault, OWNER, id, { role: 'user', content: 'd' })).toMatchObject({
      sequence: 1,
    });
  });

  it('is gone with its turns when it is removed', async () => {
    const id = await talk(vault, OWNER, ['a', 'b']);
    expect(await vault.conversations.remove(OWNER, { id }, call())).toEqual({ turns: 2 });
    expect(await ends(vault.conversations.get(OWNER, { id }, call()))).toBe('not_found');
    const lines = auditLines(home).filter(({ event }) => event === 'conversation.remove');
    expect(lines.at(-1)).toMatchObject({
      outcome: 'ok',
      ref: { client: 'owner', conversation: id },
      n: { turns: 2 },
    });
  });

  it.each([
    ['an empty title', { title: ' ' }],
    ['a title of two lines', { title: 'a\nb' }],
    ['a long title', { title: 'x'.repeat(257) }],
    ['a lone surrogate', { title: '\ud800' }],
    ['metadata that is no text', { metadata: { a: 1 } as never }],
  ])('is not begun with %s', async (_what, input) => {
    expect(await ends(vault.conversations.create(OWNER, input, call()))).toBe('invalid_input');
  });
});

describe('a turn', () => {
  it('keeps everything that was said of it', async () => {
    const id = await talk(vault, OWNER);
    const context = call();
    const turn = {
      role: 'assistant',
      actor: 'Ada',
      agent: 'trader',
      content: 'Zeile eins\nZeile zwei 🦊',
      model: 'm-1',
      toolCalls: [{ name: 'buy', arguments: { n: 1, deep: [null, true] } }],
      latencyMs: 12.4,
      metadata: { a: 'b' },
      status: 'aborted',
    } as const;
    await vault.conversations.append(OWNER, { conversationId: id, ...turn }, context);
    const { items } = await vault.conversations.turns(OWNER, { id }, call());
    expect(items).toEqual([
      expect.objectContaining({
        ...turn,
        latencyMs: 12,
        sequence: 1,
        correlationId: context.correlationId,
        sessionId: null,
        createdAt: clock.nowText(),
      }),
    ]);
  });

  it('of more than 4 MiB is kept in chunks, moved and removed with them', async () => {
    const client = await newClient(vault, 'long talker');
    const id = await talk(vault, client);
    const content = 'äx'.repeat(3 * 1024 * 1024);
    await say(vault, client, id, { role: 'user', content });
    expect((await said(vault, client, id))[0] === content).toBe(true);
    await vault.conversations.assign(OWNER, { id, client: OWNER }, call());
    expect((await said(vault, OWNER, id))[0] === content).toBe(true);
    await vault.conversations.reset(OWNER, { id }, call());
    expect(await said(vault, OWNER, id)).toEqual([]);
  });

  it.each([
    ['an unknown role', { role: 'robot' as never }, 'invalid_input'],
    ['an unknown status', { status: 'maybe' as never }, 'invalid_input'],
    ['content that is no text', { content: 7 as never }, 'invalid_input'],
    ['a lone surrogate', { content: 'a\ud800' }, 'invalid_input'],
    ['a lone surrogate in a tool call', { toolCalls: ['\ud800'] }, 'ok'],
    ['tool calls that are no list', { toolCalls: {} as never }, 'invalid_input'],
    ['tool calls as deep as they may be', { toolCalls: [nested(31)] }, 'ok'],
    ['tool calls nested too deep', { toolCalls: [nested(32)] }, 'invalid_input'],
    ['tool calls nested beyond any stack', { toolCalls: [nested(100_000)] }, 'invalid_input'],
    ['tool calls that are no JSON', { toolCalls: [1n] }, 'invalid_input'],
    ['a negative latency', { latencyMs: -1 }, 'invalid_input'],
    ['a model of two lines', { model: 'a\nb' }, 'invalid_input'],
    ['17 MiB', { content: 'x'.repeat(17 * 1024 * 1024) }, 'too_large'],
    ['16 MiB of text in more bytes', { content: 'ä'.repeat(9 * 1024 * 1024) }, 'too_large'],
  ])('with %s ends with its code', async (_what, part, code) => {
    const conversationId = await talk(vault, OWNER);
    const turn = { conversationId, role: 'user', content: 'x', ...part } as const;
    expect(await ends(vault.conversations.append(OWNER, turn, call()))).toBe(code);
  });

  it('is not kept at all if it is incognito', async () => {
    const conversationId = await talk(vault, OWNER);
    const turn = { conversationId, role: 'user', content: 'x', incognito: true } as const;
    expect(await vault.conversations.append(OWNER, turn, call())).toBeNull();
    expect(await said(vault, OWNER, conversationId)).toEqual([]);
  });
});

describe('the order of turns', () => {
  it('is the order of the calls, whoever calls at once and whenever it is written', async () => {
    const clients = [await newClient(vault, 'first'), await newClient(vault, 'second')];
    const step = fc.record({
      who: fc.nat(1),
      flush: fc.boolean(),
      tick: fc.integer({ min: -5000, max: 5000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const ids = [
          await talk(vault, clients[0] as Party),
          await talk(vault, clients[1] as Party),
        ];
        const wanted: string[][] = [[], []];
        const running = steps.map(({ who, flush, tick }, i) => {
          clock.wallMs += tick;
          wanted[who]?.push(String(i));
          const kept = say(vault, clients[who] as Party, ids[who] ?? '', {
            role: 'user',
            content: String(i),
          });
          if (flush) vault.conversations.flush();
          return kept;
        });
        await Promise.all(running);
        for (const who of [0, 1]) {
          const party = clients[who] as Party;
          const id = ids[who] ?? '';
          expect(await said(vault, party, id)).toEqual(wanted[who]);
          const { items } = await vault.conversations.turns(party, { id, limit: 500 }, call());
          expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, i) => i + 1));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('across conversations is that of time, from either end', async () => {
    const client = await newClient(vault, 'timed');
    const ids = [await talk(vault, client), await talk(vault, client)];
    for (let i = 0; i < 10; i += 1) {
      clock.advance(10);
      await say(vault, client, ids[i % 2] ?? '', { role: 'user', content: String(i) });
    }
    const read = async (newestFirst: boolean): Promise<string> => {
      const texts: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof vault.conversations.turnsOfClient>> =
          await vault.conversations.turnsOfClient(
            client,
            { newestFirst, limit: 3, cursor },
            call(),
          );
        texts.push(...page.items.map(({ content }) => content));
        cursor = page.next;
      } while (cursor !== null);
      return texts.join('');
    };
    expect(await read(false)).toBe('0123456789');
    expect(await read(true)).toBe('9876543210');
  });

  it.each(['', 'x', 'bnVsbA', Buffer.from('[1]').toString('base64url'), 'y'.repeat(600)])(
    'cannot be asked for with the cursor %j',
    async (cursor) => {
      const id = await talk(vault, OWNER, ['a']);
      expect(await ends(vault.conversations.turns(OWNER, { id, cursor }, call()))).toBe(
        'invalid_input',
      );
    },
  );

  it.each([0, 501, 1.5, Number.NaN])('cannot be asked for by pages of %j', async (limit) => {
    const id = await talk(vault, OWNER, ['a']);
    expect(await ends(vault.conversations.turns(OWNER, { id, limit }, call()))).toBe(
      'invalid_input',
    );
  });
});

describe('a lock', () => {
  it('writes what was queued; the sequence goes on where it was', async () => {
    const own = await unlockedVault();
    const id = await talk(own.vault, OWNER, ['a', 'b']);
    await own.vault.lock('owner', call());
    await own.vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await said(own.vault, OWNER, id)).toEqual(['a', 'b']);
    expect(await say(own.vault, OWNER, id, { role: 'user', content: 'c' })).toMatchObject({
      sequence: 3,
    });
    await own.vault.close();
    const again = openVaultAt(own.home);
    expect(await ends(again.conversations.get(OWNER, { id }, call()))).toBe('locked');
    await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(await said(again, OWNER, id)).toEqual(['a', 'b', 'c']);
    await again.close();
  });

  it('keeps a queue that could not be written, and writes it when it can', async () => {
    let full = false;
    const own = await unlockedVault({
      wrapStore: (store) =>
        replaceMethods(store, (real) => ({
          transaction: (write) => {
            if (full) throw new Error('disk full');
            return real.transaction(write);
          },
        })),
    });
    const id = await talk(own.vault, OWNER);
    await say(own.vault, OWNER, id, { role: 'user', content: 'kept' });
    full = true;
    expect(() => {
      own.vault.conversations.flush();
    }).toThrow();
    full = false;
    own.vault.conversations.flush();
    expect(await said(own.vault, OWNER, id)).toEqual(['kept']);
    await own.vault.close();
  });
});
