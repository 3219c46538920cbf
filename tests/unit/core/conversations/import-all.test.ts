import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type {
  ImportConversation,
  ImportConversationsInput,
  ImportRow,
} from '../../../../src/core/conversation-api.ts';
import type { StoreTransaction, VaultStore } from '../../../../src/core/ports.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import {
  SteppingClock,
  auditLines,
  call,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

const clock = new SteppingClock();
let vault: VaultApi;
let home = '';
let store: VaultStore;
let failing: (() => void) | null = null;
let transactions = 0;

beforeEach(async () => {
  failing = null;
  ({ vault, home } = await unlockedVault({
    clock,
    wrapStore: (opened: VaultStore) => {
      store = replaceMethods(opened, (real) => ({
        transaction: <R>(write: (tx: StoreTransaction) => R) => {
          transactions += 1;
          failing?.();
          return real.transaction(write);
        },
      }));
      return store;
    },
  }));
  await vault.clients.importAll(
    {
      source: 'sonia',
      clients: [ADA],
      sessions: [SESSION, OTHER],
      needsDefault: true,
      dryRun: false,
    },
    call(),
  );
  transactions = 0;
});
afterEach(async () => {
  await vault.close();
});
afterAll(removeHomes);

const UUID = '11111111-1111-4111-8111-111111111111';
const TURN = '22222222-2222-4222-8222-222222222222';
const CON = '33333333-3333-4333-8333-333333333333';
const ADA = { sourceId: UUID, name: 'Ada', status: 'active' } as const;
const NOTHING = { conversation: null, profile: null, metadata: {}, turnCount: 0 } as const;
const SESSION = { sourceId: 's', client: UUID, status: 'closed', ...NOTHING } as const;
const OTHER = { sourceId: 'other', client: null, status: 'closed', ...NOTHING } as const;

function row(sourceId: string, more: Partial<ImportRow> = {}): ImportRow {
  return {
    ...{ sourceId, session: null, said: [{ role: 'user', text: `words of ${sourceId}` }] },
    ...{ model: null, toolCalls: null, latencyMs: null, status: 'complete', metadata: {} },
    createdAt: null,
    ...more,
  };
}

function conversation(
  sourceId: string,
  more: Partial<ImportConversation> = {},
): ImportConversation {
  return {
    ...{ sourceId, client: UUID, title: null, createdAt: null, updatedAt: null, rows: [] },
    ...more,
  };
}

const QUESTION = row(TURN, {
  ...{ session: 's', model: 'm', toolCalls: '[{"name":"book"}]', latencyMs: 12 },
  ...{ status: 'failed', metadata: { k: 'v' }, createdAt: '2025-01-02T00:00:00.000Z' },
  said: [
    { role: 'user', text: 'plainquestion' },
    { role: 'assistant', text: 'plainanswer' },
  ],
});

function take(
  conversations: readonly ImportConversation[],
  more: Partial<ImportConversationsInput> = {},
) {
  const rest = { source: 'sonia', coming: [], dryRun: false };
  return vault.conversations.importAll({ ...rest, conversations, ...more }, call());
}

const turnsOf = async (id: string) =>
  (await vault.conversations.turns('owner', { id, limit: 500 }, call())).items;

describe('conversations of an older store', () => {
  it('keep ids, owner, title, dates and order; question and answer share a correlation id', async () => {
    const dates = {
      createdAt: '2025-01-01T00:00:00.000Z',
      updatedAt: '2025-03-01T00:00:00.000Z',
    };
    const rows = [QUESTION, row('later', { session: 'other' })];
    const [taken] = await take([conversation(CON, { title: 'plaintitle', ...dates, rows })]);
    expect(taken).toEqual({
      ...{ sourceId: CON, id: `con_${CON}`, outcome: 'imported', turns: 3, leftOut: [] },
    });
    expect(await vault.conversations.get('owner', { id: `con_${CON}` }, call())).toMatchObject({
      ...{ clientId: `cli_${UUID}`, title: 'plaintitle', turnCount: 3, ...dates },
    });
    const turns = await turnsOf(`con_${CON}`);
    expect(turns).toMatchObject([
      {
        ...{ id: `trn_${TURN}`, sequence: 1, role: 'user', content: 'plainquestion', model: 'm' },
        ...{ metadata: { k: 'v' }, toolCalls: [], latencyMs: null, status: 'complete' },
        createdAt: '2025-01-02T00:00:00.000Z',
      },
      {
        ...{ sequence: 2, role: 'assistant', content: 'plainanswer', model: 'm', metadata: {} },
        ...{ toolCalls: [{ name: 'book' }], latencyMs: 12, status: 'failed' },
        correlationId: turns[0]?.correlationId,
      },
      // Without an instant it has that of the row before; a session of somebody else is left out.
      { sequence: 3, createdAt: '2025-01-02T00:00:00.000Z', sessionId: null },
    ]);
    expect(turns[0]?.sessionId).toMatch(/^ses_/);
    expect(turns[2]?.correlationId).not.toBe(turns[0]?.correlationId);
    const next = { conversationId: `con_${CON}`, role: 'user', content: 'on' } as const;
    expect(await vault.conversations.append('owner', next, call())).toMatchObject({ sequence: 4 });
  });

  it('open after a restart, are found by search, and no word of them lies in the files', async () => {
    const rows = [QUESTION];
    await take([conversation('plain-source', { title: 'plaintitle', rows })]);
    expect(
      await vault.search.search('owner', { query: 'plainquestion', scope: 'all' }, call()),
    ).toMatchObject({ total: 1 });
    await vault.close();
    const words = ['plainquestion', 'plainanswer', 'plaintitle', 'plain-source'];
    expect(plaintextBelow(home, words)).toEqual([]);
    ({ vault } = await unlockedVault({ home, clock }));
    const page = await vault.conversations.list('owner', {}, call());
    expect(page).toMatchObject({ items: [{ title: 'plaintitle' }], damaged: [] });
  });

  it('a second time clash and add nothing, also to one that was gone on with', async () => {
    const rows = [QUESTION];
    await take([conversation('c', { rows })]);
    const before = [...store.scan('turns')];
    const again = await take([
      conversation('c', { rows: [...rows, row('new')] }),
      conversation('moved', { rows }),
    ]);
    expect(again).toMatchObject([
      { id: null, outcome: 'clash', code: 'name_taken', turns: 3 },
      // Its rows are in the first one already.
      { outcome: 'imported', turns: 0, leftOut: [{ outcome: 'clash', turns: 2 }] },
    ]);
    expect([...store.scan('turns')]).toEqual(before);
  });

  it('of nobody go to default, also after it got another name', async () => {
    await vault.clients.update(
      { ref: { name: 'default' }, patch: { newName: 'Household' } },
      call(),
    );
    await take([conversation('c', { client: null, rows: [row('t')] })]);
    const { id } = await vault.clients.get({ name: 'household' }, call());
    const mine = await vault.conversations.list('owner', { client: id }, call());
    expect(mine.items).toHaveLength(1);
  });

  it('of nobody are refused if the owner removed default, which is not made again', async () => {
    await vault.clients.remove({ name: 'default' }, call());
    const none = { source: 'sonia', clients: [], sessions: [], needsDefault: true, dryRun: false };
    expect(await vault.clients.importAll(none, call())).toMatchObject({ madeDefault: false });
    const [taken] = await take([conversation('c', { client: null, rows: [row('t')] })]);
    expect(taken).toMatchObject({ outcome: 'refused', code: 'not_found', turns: 1 });
  });

  it('of more turns than one conversation may have are refused', async () => {
    const rows = Array<ImportRow>(100_001).fill(row('t'));
    expect(await take([conversation('c', { rows })])).toMatchObject([
      { outcome: 'refused', code: 'too_large', turns: 100_001 },
    ]);
  });

  it('of a client that is not here, or with something that may not be so, are refused one by one', async () => {
    const outcomes = await take([
      conversation('1', { client: 'nobody-known' }),
      conversation('2', { title: 'two\nlines' }),
      conversation('3', { createdAt: 'soon' }),
      conversation('', {}),
      conversation('5', {
        rows: [
          row('a', { said: [] }),
          row('b', { toolCalls: '{' }),
          row('c', { createdAt: 'noon' }),
          row('d', { said: [{ role: 'king' as 'user', text: '' }] }),
          row('e', { said: [{ role: 'user', text: 'x'.repeat(16 * 1024 * 1024 + 1) }] }),
          row('f'),
          row('f'),
        ],
      }),
    ]);
    expect(outcomes.map(({ outcome, code = '' }) => `${outcome} ${code}`.trim())).toEqual([
      'refused not_found',
      ...Array<string>(3).fill('refused invalid_input'),
      'imported',
    ]);
    const last = outcomes[4];
    expect(last?.leftOut.map(({ sourceId, code }) => `${sourceId} ${code}`)).toEqual([
      ...['a invalid_input', 'b invalid_input', 'c invalid_input', 'd invalid_input'],
      ...['e too_large', 'f name_taken'],
    ]);
    const turns = await turnsOf(last?.id ?? '');
    expect(turns).toMatchObject([
      { content: 'words of f', sequence: 1, createdAt: clock.nowText() },
    ]);
  });

  it('as a dry run say the same and write nothing', async () => {
    const conversations = [
      conversation('c', { rows: [QUESTION, row('bad', { said: [] })] }),
      conversation('n', { client: null, rows: [row('t')] }),
      conversation('x', { client: 'nobody-known' }),
    ];
    const dry = await take(conversations, { dryRun: true });
    expect(transactions).toBe(0);
    expect([...store.scan('conversations')]).toEqual([]);
    expect(dry).toEqual(await take(conversations));
    const coming = conversation('of-a-new-one', { client: 'new' });
    expect(await take([coming], { dryRun: true, coming: ['new'] })).toMatchObject([
      { outcome: 'imported' },
    ]);
    expect(await take([coming], { coming: ['new'] })).toMatchObject([{ outcome: 'refused' }]);
  });

  it('are written some hundred turns at a time, a large one alone and whole', async () => {
    const rows = (name: string, n: number) =>
      Array.from({ length: n }, (_, i) => row(`${name}-${String(i)}`));
    const small = Array.from({ length: 100 }, (_, i) =>
      conversation(`c${String(i)}`, { rows: rows(`c${String(i)}`, 12) }),
    );
    await take([...small, conversation('large', { rows: rows('large', 1500) })]);
    // 1200 turns in transactions of some 516, and the large one with what waited.
    expect(transactions).toBe(3);
    expect(store.count('turns')).toBe(2700);
    const sequences = (await vault.conversations.list('owner', { limit: 500 }, call())).items;
    expect(sequences.filter(({ turnCount }) => turnCount === 12)).toHaveLength(100);
  });

  it('come whole or not at all when the disk is full; the next import takes the rest', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => row(`t${String(i)}`));
    const all = [conversation('first', { rows }), conversation('second', { rows: [row('s')] })];
    failing = () => {
      if (transactions === 2) throw new Error('full');
    };
    await expect(take(all)).rejects.toMatchObject({ code: 'internal' });
    failing = null;
    expect(store.count('conversations')).toBe(1);
    expect(store.count('turns')).toBe(600);
    expect((await take(all)).map(({ outcome }) => outcome)).toEqual(['clash', 'imported']);
  });

  it('stop at a lock', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => row(`t${String(i)}`));
    const taking = take([conversation('c', { rows })]);
    const outcome = expect(taking).rejects.toMatchObject({ code: 'locked' });
    await new Promise((resolve) => setImmediate(resolve));
    await vault.lock('owner', call());
    await outcome;
    expect(store.count('turns')).toBe(0);
  });

  it('leave a line before and after with the numbers', async () => {
    const before = auditLines(home).length;
    await take([conversation('c', { rows: [QUESTION] }), conversation('x', { client: 'none' })]);
    const lines = auditLines(home).slice(before);
    expect(lines).toMatchObject([
      { event: 'conversation.import', outcome: 'attempt', ref: { source: 'sonia' } },
      {
        ...{ event: 'conversation.import', outcome: 'ok', ref: { source: 'sonia' } },
        n: { conversations: 1, turns: 2, clash: 0, refused: 1, dry_run: 0 },
      },
    ]);
  });

  it.each([
    ['no source', { source: 'Not a word' }],
    ['no list', { conversations: {} }],
    ['rows that are none', { conversations: [{ ...conversation('c'), rows: 1 }] }],
    [
      'what was said as a text',
      { conversations: [conversation('c', { rows: [row('t', { said: 'x' as never })] })] },
    ],
    ['a dry run that is neither', { dryRun: 1 }],
    ['clients to come that are no ids', { coming: [1] }],
  ])('are refused whole with %s', async (_what, more) => {
    await expect(take([], more as never)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are refused whole beyond the limits', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => conversation(String(i)));
    await expect(take(many)).rejects.toMatchObject({ code: 'too_large' });
  });
});
