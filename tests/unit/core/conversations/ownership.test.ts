import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { Party } from '../../../../src/core/conversation-api.ts';
import type { Principal } from '../../../../src/shared/access.ts';
import { OWNER, type ConversationDocument } from '../../../../src/shared/conversation.ts';
import { ends, newClient, say, talk } from '../../../support/talk.ts';
import { call, removeHomes, unlockedVault } from '../../../support/vault-fixture.ts';

/** Where an id comes from, seen by the client `mine`. */
interface Ids {
  readonly own: string;
  readonly other: string;
  readonly owners: string;
  readonly none: string;
  readonly malformed: string;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';
let vault: VaultApi;
let mine: Principal;
let other: Principal;
let gone: Principal;
let goneId: string;

beforeAll(async () => {
  ({ vault } = await unlockedVault());
  mine = await newClient(vault, 'mine');
  other = await newClient(vault, 'other');
  gone = await newClient(vault, 'gone');
  goneId = await talk(vault, gone, ['gone']);
  await vault.clients.remove({ id: gone.clientId }, call());
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

async function ids(): Promise<Ids> {
  return {
    own: await talk(vault, mine, ['hello', 'there']),
    other: await talk(vault, other, ['secret of another']),
    owners: await talk(vault, OWNER, ['secret of the owner']),
    none: `con_${NOBODY}`,
    malformed: '../etc/passwd',
  };
}

/** Every verb that names a conversation. */
const VERBS: Readonly<Record<string, (party: Party, id: string) => Promise<unknown>>> = {
  get: (party, id) => vault.conversations.get(party, { id }, call()),
  rename: (party, id) => vault.conversations.rename(party, { id, title: 'taken' }, call()),
  turns: (party, id) => vault.conversations.turns(party, { id }, call()),
  append: (party, id) =>
    vault.conversations.append(party, { conversationId: id, role: 'user', content: 'x' }, call()),
  incognito: (party, id) =>
    vault.conversations.append(
      party,
      { conversationId: id, role: 'user', content: 'x', incognito: true },
      call(),
    ),
  markdown: (party, id) => vault.conversations.export(party, { id, format: 'md' }, call()),
  json: (party, id) => vault.conversations.export(party, { id, format: 'json' }, call()),
  search: (party, id) =>
    vault.search.search(party, { query: 'x', scope: 'current', conversationId: id }, call()),
  forget: (party, id) => vault.memory.clear(party, { conversationId: id }, call()),
  reset: (party, id) => vault.conversations.reset(party, { id }, call()),
  remove: (party, id) => vault.conversations.remove(party, { id }, call()),
};

describe.each(Object.entries(VERBS))('ownership, %s', (_name, verb) => {
  it('works on what is the caller’s own and on nothing else; nobody learns what there is', async () => {
    const { own, ...strange } = await ids();
    for (const id of Object.values(strange)) expect(await ends(verb(mine, id))).toBe('not_found');
    expect(await ends(verb(mine, own))).toBe('ok');
    // The other's are untouched.
    const { title, turnCount } = await vault.conversations.get(
      other,
      { id: strange.other },
      call(),
    );
    expect([title, turnCount]).toEqual(['New chat', 1]);
  });

  it('answers a remembered conversation of another in the same way', async () => {
    const { other: id } = await ids();
    await say(vault, other, id, { role: 'user', content: 'just now' });
    expect(await ends(verb(mine, id))).toBe('not_found');
  });

  it('answers not_found to a client that was removed, of its own as well', async () => {
    expect(await ends(verb(gone, goneId))).toBe('not_found');
  });

  it('lets the owner at everybody’s', async () => {
    const { own, owners } = await ids();
    expect(await ends(verb(OWNER, own))).toBe('ok');
    expect(await ends(verb(OWNER, owners))).toBe('ok');
    expect(await ends(verb(OWNER, `con_${NOBODY}`))).toBe('not_found');
  });
});

/** Every verb that names a client, or none. */
const WHOSE: Readonly<Record<string, (party: Party, client?: string) => Promise<unknown>>> = {
  list: (party, client) =>
    vault.conversations.list(party, client === undefined ? {} : { client }, call()),
  turnsOfClient: (party, client) =>
    vault.conversations.turnsOfClient(party, client === undefined ? {} : { client }, call()),
  search: (party, client) =>
    vault.search.search(
      party,
      { query: 'secret', scope: 'all', ...(client === undefined ? {} : { client }) },
      call(),
    ),
  profile: (party, client) =>
    vault.profiles.get(party, client === undefined ? {} : { client }, call()),
};

describe.each(Object.entries(WHOSE))('ownership, %s of somebody', (name, verb) => {
  it('is for a client itself alone', async () => {
    if (name === 'profile') {
      await vault.profiles.allow({ client: mine.clientId, mode: 'read', allowed: true }, call());
    }
    for (const client of [other.clientId, OWNER, `cli_${NOBODY}`, 'nonsense']) {
      expect(await ends(verb(mine, client))).toBe('not_found');
    }
    expect(await ends(verb(mine))).toBe('ok');
    expect(await ends(verb(mine, mine.clientId))).toBe('ok');
    expect(await ends(verb(gone))).toBe('not_found');
    for (const client of [mine.clientId, gone.clientId, OWNER]) {
      expect(await ends(verb(OWNER, client))).toBe('ok');
    }
    expect(await ends(verb(OWNER, `cli_${NOBODY}`))).toBe('not_found');
  });
});

describe('what a client sees', () => {
  it('is its own in every list and in every search', async () => {
    const { own } = await ids();
    const page = await vault.conversations.list(mine, { limit: 500 }, call());
    expect(page.items.every(({ clientId }) => clientId === mine.clientId)).toBe(true);
    expect(page.items.map(({ id }) => id)).toContain(own);
    const turns = await vault.conversations.turnsOfClient(mine, { limit: 500 }, call());
    expect(turns.items.every(({ clientId }) => clientId === mine.clientId)).toBe(true);
    await vault.search.ready();
    const input = { query: 'secret', scope: 'all' } as const;
    expect((await vault.search.search(mine, input, call())).total).toBe(0);
    expect((await vault.search.search(OWNER, input, call())).total).toBeGreaterThan(1);
  });

  it('are only its own sessions', async () => {
    const id = await talk(vault, mine);
    const turn = { conversationId: id, role: 'user', content: 'x' } as const;
    for (const sessionId of [`ses_${NOBODY}`, 'nonsense']) {
      const append = vault.conversations.append(mine, { ...turn, sessionId }, call());
      expect(await ends(append)).toBe('not_found');
      const read = vault.conversations.turnsOfSession(mine, { sessionId }, call());
      expect(await ends(read)).toBe('not_found');
    }
  });
});

describe('what only the owner may do', () => {
  it('is to give a conversation away and to take one in', async () => {
    const { own } = await ids();
    const assign = vault.conversations.assign(mine, { id: own, client: other.clientId }, call());
    expect(await ends(assign)).toBe('not_granted');
    const bytes = await vault.conversations.export(mine, { id: own, format: 'json' }, call());
    const document = JSON.parse(new TextDecoder().decode(bytes)) as ConversationDocument;
    const taken = vault.conversations.import(mine, { document, client: mine.clientId }, call());
    expect(await ends(taken)).toBe('not_granted');
  });

  it('moves a conversation with all of its turns: who had it sees nothing of it any more', async () => {
    const { own } = await ids();
    await say(vault, mine, own, { role: 'user', content: 'a walrus' });
    await vault.search.ready();
    const moved = await vault.conversations.assign(
      OWNER,
      { id: own, client: other.clientId },
      call(),
    );
    expect([moved.clientId, moved.turnCount]).toEqual([other.clientId, 3]);
    expect(await ends(vault.conversations.get(mine, { id: own }, call()))).toBe('not_found');
    const turns = await vault.conversations.turns(other, { id: own }, call());
    expect(turns.items.map(({ sequence, clientId }) => [sequence, clientId])).toEqual(
      [1, 2, 3].map((sequence) => [sequence, other.clientId]),
    );
    const input = { query: 'walrus', scope: 'all' } as const;
    expect((await vault.search.search(mine, input, call())).total).toBe(0);
    expect((await vault.search.search(other, input, call())).total).toBe(1);
    await say(vault, other, own, { role: 'user', content: 'goes on' });
    const last = await vault.conversations.turns(other, { id: own, newestFirst: true }, call());
    expect(last.items[0]?.sequence).toBe(4);
  });

  it('gives nothing to a client that is not there or was removed', async () => {
    const { own } = await ids();
    for (const client of [gone.clientId, `cli_${NOBODY}`, 'x']) {
      const assign = vault.conversations.assign(OWNER, { id: own, client }, call());
      expect(await ends(assign)).toBe('not_found');
    }
    const toOwner = await vault.conversations.assign(OWNER, { id: own, client: OWNER }, call());
    expect(toOwner.clientId).toBeNull();
  });
});
