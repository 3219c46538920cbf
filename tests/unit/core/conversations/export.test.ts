import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { Party } from '../../../../src/core/conversation-api.ts';
import { OWNER, type ConversationDocument } from '../../../../src/shared/conversation.ts';
import { ends, newClient, said, say } from '../../../support/talk.ts';
import {
  SteppingClock,
  auditLines,
  call,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

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

async function exported(party: Party, id: string, format: 'md' | 'json'): Promise<string> {
  return new TextDecoder().decode(await vault.conversations.export(party, { id, format }, call()));
}

async function document(party: Party, id: string): Promise<ConversationDocument> {
  return JSON.parse(await exported(party, id, 'json')) as ConversationDocument;
}

describe('the Markdown form of a conversation', () => {
  it('is exactly this', async () => {
    const client = await newClient(vault, 'trader');
    const { id } = await vault.conversations.create(client, { agent: 'Ada' }, call());
    clock.advance(61_000);
    await say(vault, client, id, { role: 'user', content: 'What now?' });
    await say(vault, client, id, { role: 'assistant', content: 'Wait.\n\n* or sell' });
    await say(vault, client, id, { role: 'assistant', agent: 'Bea', content: 'Sell.' });
    await say(vault, client, id, { role: 'tool', content: '{}' });
    await say(vault, client, id, { role: 'user', actor: 'Max', content: 'No.' });
    expect(await exported(client, id, 'md')).toBe(
      [
        '# Chat Session',
        '',
        `- ID: ${id}`,
        '- User: trader',
        '- Agent: Ada',
        '- Created: 2026-11-20 07:00:00',
        '- Updated: 2026-11-20 07:01:01',
        '',
        '---',
        '',
        '## Conversation',
        '',
        '[2026-11-20 07:01:01] **trader**: What now?',
        '',
        '[2026-11-20 07:01:01] **Ada**: Wait.\n\n* or sell',
        '',
        '[2026-11-20 07:01:01] **Bea**: Sell.',
        '',
        '[2026-11-20 07:01:01] **tool**: {}',
        '',
        '[2026-11-20 07:01:01] **Max**: No.',
        '',
      ].join('\n'),
    );
    const line = auditLines(home).findLast(({ event }) => event === 'conversation.export');
    expect(line).toMatchObject({ ref: { conversation: id }, n: { turns: 5 }, outcome: 'ok' });
  });

  it('calls the owner by the display name of the profile', async () => {
    const { id } = await vault.conversations.create(OWNER, {}, call());
    await say(vault, OWNER, id, { role: 'user', content: 'x' });
    expect(await exported(OWNER, id, 'md')).toContain('- User: Owner\n- Agent: -\n');
    const change = { section: 'identity', displayName: 'Grace' } as const;
    await vault.profiles.update(OWNER, { change }, call());
    expect(await exported(OWNER, id, 'md')).toContain('**Grace**: x');
  });

  it('is one of two forms', async () => {
    const { id } = await vault.conversations.create(OWNER, {}, call());
    const input = { id, format: 'pdf' as never };
    expect(await ends(vault.conversations.export(OWNER, input, call()))).toBe('invalid_input');
  });
});

async function rich(party: Party): Promise<string> {
  const input = { title: 'Über Gold', agent: 'Ada', metadata: { a: 'b' } };
  const { id } = await vault.conversations.create(party, input, call());
  await say(vault, party, id, { role: 'user', content: 'q\u0301 🦊', metadata: { k: 'v' } });
  clock.advance(5);
  await say(vault, party, id, {
    role: 'assistant',
    content: 'a',
    model: 'm',
    latencyMs: 3,
    toolCalls: [{ x: [1] }],
    status: 'failed',
  });
  return id;
}

describe('an exported conversation', () => {
  it('taken in again is equal, here and in another vault', async () => {
    const id = await rich(OWNER);
    const before = await document(OWNER, id);
    await vault.conversations.remove(OWNER, { id }, call());
    const client = await newClient(vault, 'importer');
    const taken = { document: before, client: client.clientId };
    expect(await vault.conversations.import(OWNER, taken, call())).toEqual({ id, turns: 2 });
    expect(await document(client, id)).toEqual(before);
    expect(await say(vault, client, id, { role: 'user', content: 'on' })).toMatchObject({
      sequence: 3,
    });
    const other = await unlockedVault();
    await other.vault.conversations.import(OWNER, { document: before, client: OWNER }, call());
    const bytes = await other.vault.conversations.export(OWNER, { id, format: 'json' }, call());
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(before);
    const input = { query: 'q\u0301', scope: 'all' } as const;
    await other.vault.search.ready();
    expect((await other.vault.search.search(OWNER, input, call())).total).toBe(1);
    await other.vault.close();
  });

  it('never takes the place of one that is there', async () => {
    const id = await rich(OWNER);
    const taken = { document: await document(OWNER, id), client: OWNER };
    expect(await ends(vault.conversations.import(OWNER, taken, call()))).toBe('name_taken');
  });

  it('gets other ids for turns whose ids are taken', async () => {
    const id = await rich(OWNER);
    const before = await document(OWNER, id);
    const copyId = 'con_11111111-1111-4111-8111-111111111111';
    const copy = { ...before, conversation: { ...before.conversation, id: copyId } };
    await vault.conversations.import(OWNER, { document: copy, client: OWNER }, call());
    const after = await document(OWNER, copyId);
    expect(after.turns.map(({ content }) => content)).toEqual(
      before.turns.map(({ content }) => content),
    );
    expect(after.turns[0]?.id).not.toBe(before.turns[0]?.id);
    expect(await said(vault, OWNER, id)).toHaveLength(2);
  });

  it.each<[string, (good: ConversationDocument) => unknown]>([
    ['another format', (good) => ({ ...good, format: 'x' })],
    ['a newer version', (good) => ({ ...good, version: 2 })],
    ['no list of turns', (good) => ({ ...good, turns: {} })],
    ['no id', (good) => ({ ...good, conversation: { ...good.conversation, id: 'x' } })],
    ['no date', (good) => ({ ...good, conversation: { ...good.conversation, createdAt: 'x' } })],
    ['two turns of one number', (good) => ({ ...good, turns: [good.turns[0], good.turns[0]] })],
    [
      'a turn without a number',
      (good) => ({ ...good, turns: [{ ...good.turns[0], sequence: 0 }] }),
    ],
    ['a turn without a date', (good) => ({ ...good, turns: [{ ...good.turns[0], createdAt: 1 }] })],
    [
      'a turn without a correlation id',
      (good) => ({ ...good, turns: [{ ...good.turns[0], correlationId: 'x' }] }),
    ],
  ])('with %s is refused, and nothing of it is kept', async (_what, spoil) => {
    const id = await rich(OWNER);
    const good = await document(OWNER, id);
    await vault.conversations.remove(OWNER, { id }, call());
    const taken = { document: spoil(good) as ConversationDocument, client: OWNER };
    expect(await ends(vault.conversations.import(OWNER, taken, call()))).toBe('invalid_input');
    expect(await ends(vault.conversations.get(OWNER, { id }, call()))).toBe('not_found');
  });
});
