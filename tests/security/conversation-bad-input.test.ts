import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/shared/access.ts';
import { OWNER, type ConversationDocument } from '../../src/shared/conversation.ts';
import type { VaultApi } from '../../src/core/api.ts';
import type { Party } from '../../src/core/conversation-api.ts';
import { spoilt } from '../support/hostile-values.ts';
import { rounds } from '../support/seeded-random.ts';
import { newClient, said, talk } from '../support/talk.ts';
import { call, removeHomes, unlockedVault } from '../support/vault-fixture.ts';

/*
 * Whatever a door with a bug hands to the verbs over conversations: the call ends well or is refused, what somebody else has
 * stays as it is, and everything that was taken can be read again.
 */
let vault: VaultApi;
let mine: Principal;
let other: Principal;
let theirs: string;
let document: ConversationDocument;

beforeAll(async () => {
  ({ vault } = await unlockedVault());
  mine = await newClient(vault, 'mine');
  other = await newClient(vault, 'other');
  theirs = await talk(vault, other, ['a word', 'another']);
  await vault.profiles.allow({ client: mine.clientId, mode: 'write', allowed: true }, call());
  const id = await talk(vault, mine, ['a', 'b']);
  const bytes = await vault.conversations.export(mine, { id, format: 'json' }, call());
  document = JSON.parse(new TextDecoder().decode(bytes)) as ConversationDocument;
  await vault.conversations.remove(mine, { id }, call());
  await vault.search.ready();
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

/** Of nobody: they go to the client `default`. A new row each time, for what is here already is not read. */
let rowNumber = 0;
function oldConversations(): unknown {
  rowNumber += 1;
  const row = {
    ...{ sourceId: `t${String(rowNumber)}`, session: 's', model: 'm', toolCalls: '[1]' },
    ...{ latencyMs: 1, status: 'complete', metadata: { k: 'v' } },
    said: [{ role: 'user', actor: 'a', text: 'x' }],
    createdAt: '2025-01-01T00:00:00.000Z',
  };
  const dates = { createdAt: row.createdAt, updatedAt: row.createdAt };
  const one = {
    sourceId: `c${String(rowNumber)}`,
    client: null,
    title: 't',
    ...dates,
    rows: [row],
  };
  return { source: 'sonia', conversations: [one], coming: ['x'], dryRun: false };
}

type Call = (input: never) => Promise<unknown>;
interface Case {
  readonly call: Call;
  readonly good: () => unknown;
}

function cases(party: Party, id: string): Readonly<Record<string, Case>> {
  const { conversations, search, profiles, memory } = vault;
  const turn = {
    role: 'user',
    actor: 'a',
    agent: 'b',
    content: 'c',
    model: 'd',
    toolCalls: [{ x: 1 }],
    latencyMs: 1,
    metadata: { k: 'v' },
    status: 'complete',
    incognito: false,
  };
  const page = { limit: 3, cursor: null, newestFirst: true };
  return {
    create: {
      call: (input) => conversations.create(party, input, call()),
      good: () => ({ title: 't', agent: 'a', metadata: { k: 'v' } }),
    },
    list: { call: (input) => conversations.list(party, input, call()), good: () => page },
    get: { call: (input) => conversations.get(party, input, call()), good: () => ({ id }) },
    rename: {
      call: (input) => conversations.rename(party, input, call()),
      good: () => ({ id, title: 't' }),
    },
    append: {
      call: (input) => conversations.append(party, input, call()),
      good: () => ({ conversationId: id, ...turn }),
    },
    turns: {
      call: (input) => conversations.turns(party, input, call()),
      good: () => ({ id, ...page }),
    },
    turnsOfClient: {
      call: (input) => conversations.turnsOfClient(party, input, call()),
      good: () => page,
    },
    turnsOfSession: {
      call: (input) => conversations.turnsOfSession(party, input, call()),
      good: () => ({ sessionId: 'ses_x' }),
    },
    export: {
      call: (input) => conversations.export(party, input, call()),
      good: () => ({ id, format: 'md' }),
    },
    import: {
      call: (input) => conversations.import(OWNER, input, call()),
      good: () => ({ document, client: OWNER }),
    },
    importAll: {
      call: (input) => conversations.importAll(input, call()),
      good: () => oldConversations(),
    },
    assign: {
      call: (input) => conversations.assign(OWNER, input, call()),
      good: () => ({ id, client: mine.clientId }),
    },
    setRetention: {
      call: (input) => conversations.setRetention(input, call()),
      good: () => ({ client: 'cli_x', keep: 7 }),
    },
    search: {
      call: (input) => search.search(party, input, call()),
      good: () => ({ query: 'a "b c"', scope: 'all', match: 'any', model: 'm', limit: 3 }),
    },
    profile: {
      call: (input) => profiles.update(party, input, call()),
      good: () => ({ change: { section: 'about', text: 't' } }),
    },
    allow: {
      call: (input) => profiles.allow(input, call()),
      good: () => ({ client: mine.clientId, mode: 'write', allowed: true }),
    },
    clear: {
      call: (input) => memory.clear(party, input, call()),
      good: () => ({ conversationId: id }),
    },
  };
}

const NAMES = [
  ...['create', 'list', 'get', 'rename', 'append', 'turns', 'turnsOfClient', 'turnsOfSession'],
  ...[
    'export',
    'import',
    'importAll',
    'assign',
    'setRetention',
    'search',
    'profile',
    'allow',
    'clear',
  ],
];

describe.each(NAMES)('%s with bad input', (name) => {
  it('does no harm', async () => {
    const id = await talk(vault, mine, ['a', 'b']);
    await vault.clients.importAll(
      { source: 'sonia', clients: [], sessions: [], needsDefault: true, dryRun: false },
      call(),
    );
    const one = cases(mine, id)[name];
    if (one === undefined) throw new Error('no such case');
    await fc.assert(
      fc.asyncProperty(
        fc.constant(null).chain(() => spoilt(one.good())),
        async (input) => {
          try {
            await one.call(input as never);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(Error);
          }
        },
      ),
      { numRuns: rounds(150, 3000) },
    );
    expect(await said(vault, other, theirs)).toEqual(['a word', 'another']);
    const list = await vault.conversations.list(OWNER, { limit: 500 }, call());
    const turns = await vault.conversations.turnsOfClient(OWNER, { limit: 500 }, call());
    expect([...list.damaged, ...turns.damaged]).toEqual([]);
    for (const conversation of list.items) {
      await vault.conversations.export(OWNER, { id: conversation.id, format: 'json' }, call());
    }
    for (const client of [OWNER, mine.clientId])
      await vault.profiles.get(OWNER, { client }, call());
  });
});
