import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OldRow } from '../../../../src/core/importers/old-store.ts';
import { readSoniaRows, type SoniaRows } from '../../../../src/core/importers/sonia.ts';

const row = (cells: object): OldRow => ({ cells: new Map<string, unknown>(Object.entries(cells)) });
const rows = (parts: { readonly [K in keyof SoniaRows]?: readonly object[] }): SoniaRows => ({
  users: (parts.users ?? []).map(row),
  sessions: (parts.sessions ?? []).map(row),
  turns: (parts.turns ?? []).map(row),
});
const usersOf = (...users: readonly object[]) => readSoniaRows(rows({ users }));

describe('users of SONIA', () => {
  it('become clients with their ids, dates in UTC and metadata', () => {
    const user = {
      ...{ user_id: 'u1', display_name: ' Ada ', status: 'ACTIVE', metadata: '{"a":1}' },
      ...{
        email: 'a@b',
        created_at: '2025-01-01 10:00:00',
        updated_at: '2025-01-02T10:00:00+02:00',
      },
    };
    expect(usersOf(user)).toMatchObject({
      source: 'sonia',
      problems: [],
      clients: [
        {
          sourceId: 'u1',
          name: 'Ada',
          externalId: 'u1',
          email: 'a@b',
          metadata: { a: '1' },
          status: 'active',
          createdAt: '2025-01-01T10:00:00.000Z',
          updatedAt: '2025-01-02T08:00:00.000Z',
        },
      ],
    });
  });

  it.each([
    ['active', 'active'],
    [null, 'active'],
    ['deleted', 'deleted'],
    ['Inactive', 'suspended'],
    ['suspended', 'suspended'],
    ['constructor', 'suspended'],
    ['archived', 'suspended'],
  ])('of the status %s are %s', (status, mapped) => {
    const { clients, problems } = usersOf({ user_id: 'u', display_name: 'n', status });
    expect(clients[0]?.status).toBe(mapped);
    const unknown = ['constructor', 'archived'].includes(status ?? '');
    expect(problems.map(({ kept }) => kept)).toEqual(unknown ? [true] : []);
  });

  it('without a name are called by their id; of one name they are told apart by it', () => {
    const { clients, problems } = usersOf(
      { user_id: 'u1', display_name: '' },
      { user_id: 7, display_name: 'Ada' },
      { user_id: 'u3', display_name: 'ADA' },
    );
    expect(clients.map(({ name }) => name)).toEqual(['u1', 'Ada', 'ADA (u3)']);
    expect(problems).toMatchObject([{ name: 'ADA', code: 'name_taken', kept: true }]);
  });

  it.each([
    ['a name with half a character', { user_id: 'u', display_name: '\ud800' }, 'name_invalid'],
    ['a name with a NUL', { user_id: 'u', display_name: 'a\0b' }, 'name_invalid'],
    ['a name that is too long', { user_id: 'u', display_name: 'x'.repeat(129) }, 'name_invalid'],
    [
      'a name like an id',
      { user_id: 'u', display_name: 'cli_00000000-0000-4000-8000-000000000000' },
      'name_invalid',
    ],
    ['no id', { display_name: 'n' }, 'invalid_input'],
    ['bytes for an id', { user_id: Buffer.from('u'), display_name: 'n' }, 'invalid_input'],
    ['an id with a NUL', { user_id: 'a\0', display_name: 'n' }, 'invalid_input'],
    ['an id that is too long', { user_id: 'u'.repeat(257), display_name: 'n' }, 'invalid_input'],
  ])('with %s are left out by name, and the others come', (_what, user, code) => {
    const { clients, problems } = usersOf(user, { user_id: 'fine', display_name: 'fine' });
    expect(clients.map(({ sourceId }) => sourceId)).toEqual(['fine']);
    expect(problems).toMatchObject([{ table: 'client', code, kept: false }]);
  });

  it('come once for each id', () => {
    const { clients, problems } = usersOf(
      { user_id: 'u', display_name: 'first' },
      { user_id: 'u', display_name: 'second' },
    );
    expect(clients.map(({ name }) => name)).toEqual(['first']);
    expect(problems).toMatchObject([{ name: 'second', kept: false }]);
  });

  it.each([
    ['dates', { created_at: 'soon' }],
    ['an email address', { email: 'nobody' }],
    ['metadata', { metadata: '[]' }],
  ])('with broken %s come without them, and it is said', (_what, wrong) => {
    const { clients, problems } = usersOf({ user_id: 'u', display_name: 'n', ...wrong });
    const plain = { sourceId: 'u', name: 'n', externalId: 'u', metadata: {}, status: 'active' };
    expect(clients).toEqual([plain]);
    expect(problems).toMatchObject([{ kept: true }]);
  });
});

describe('sessions of SONIA', () => {
  const users = [
    { user_id: 'u', display_name: 'n' },
    { user_id: 'bad', display_name: '\0' },
  ];

  it('keep owner, conversation, profile, instants, turns and metadata', () => {
    const session = {
      ...{ session_id: 's', user_id: 'u', conversation_id: 'c', profile: 'fast', turn_count: 3 },
      ...{ status: 'closed', created_at: '2025-01-01', expires_at: '2025-01-02' },
      ...{ last_activity: 1_735_700_000, metadata: '{"k":[1]}' },
    };
    expect(readSoniaRows(rows({ users, sessions: [session] })).sessions).toEqual([
      {
        sourceId: 's',
        client: 'u',
        conversation: 'c',
        profile: 'fast',
        status: 'closed',
        metadata: { k: '[1]' },
        turnCount: 3,
        createdAt: '2025-01-01T00:00:00.000Z',
        expiresAt: '2025-01-02T00:00:00.000Z',
        lastActivityAt: '2025-01-01T02:53:20.000Z',
      },
    ]);
  });

  it('of nobody, or of a user who is not there, are nobody’s; of a user who is left out they are not', () => {
    const sessions = [null, 'ghost', 'bad', '__proto__'].map((owner, i) => {
      return { session_id: String(i), user_id: owner };
    });
    const read = readSoniaRows(rows({ users, sessions }));
    expect(read.sessions.map(({ client }) => client)).toEqual([null, null, 'bad', null]);
  });

  it('with an unknown status or unreadable dates come closed, and it is said', () => {
    const sessions = [
      { session_id: 'a', status: 'paused' },
      { session_id: 'b', status: 'active', expires_at: 'never' },
    ];
    const read = readSoniaRows(rows({ sessions }));
    expect(read.sessions.map(({ status }) => status)).toEqual(['closed', 'closed']);
    expect(read.problems.map(({ kept }) => kept)).toEqual([true, true]);
  });

  it('without an id or with one that comes again are left out', () => {
    const sessions = [{ user_id: 'u' }, { session_id: 's' }, { session_id: 's' }];
    const read = readSoniaRows(rows({ sessions }));
    expect(read.sessions).toHaveLength(1);
    expect(read.problems.map(({ name, kept }) => [name, kept])).toEqual([
      ['', false],
      ['s', false],
    ]);
  });

  it('lose a profile that is no word, and metadata beyond the limits, with a word', () => {
    const long = JSON.stringify({ a: 'x'.repeat(2000), b: 'y' });
    const sessions = [{ session_id: 's', profile: 'a\nb', metadata_json: long }];
    const read = readSoniaRows(rows({ sessions }));
    expect(read.sessions).toMatchObject([{ profile: null, metadata: { b: 'y' } }]);
    expect(read.problems.map(({ kept }) => kept)).toEqual([true, true]);
  });
});

describe('turns of SONIA', () => {
  it('come by session and number, numbered without gaps, with both texts', () => {
    const turn = (id: string, session: string | null, number: unknown, more: object = {}) => {
      return { turn_id: id, session_id: session, sequence_num: number, ...more };
    };
    const turns = [
      turn('t4', 's2', 9, { user_input: 'q', latency_ms: 80.4, tool_calls: '[]' }),
      turn('t2', 's1', 5, { user_id: 'u', user_input: 'q2', assistant_response: 'a2', model: 'm' }),
      turn('t1', 's1', 2, { created_at: '2025-01-01' }),
      turn('t0', null, 'x'),
    ];
    const read = readSoniaRows(rows({ users: [{ user_id: 'u' }], turns }));
    expect(
      read.turns.map(({ sourceId, session, sequence }) => [sourceId, session, sequence]),
    ).toEqual([
      ['t0', null, 1],
      ['t1', 's1', 1],
      ['t2', 's1', 2],
      ['t4', 's2', 1],
    ]);
    expect(read.turns[1]?.createdAt).toBe('2025-01-01T00:00:00.000Z');
    expect(read.turns[2]).toMatchObject({
      client: 'u',
      model: 'm',
      said: [
        { role: 'user', text: 'q2' },
        { role: 'assistant', text: 'a2' },
      ],
    });
    expect(read.turns[3]).toMatchObject({ latencyMs: 80, toolCalls: '[]', client: null });
  });
});

describe('whatever lies in the cells', () => {
  it('is read without an error', () => {
    const cells = fc.dictionary(
      fc.constantFrom(
        ...['user_id', 'session_id', 'turn_id', 'display_name', 'status', 'created_at', 'email'],
        ...['metadata', 'conversation_id', 'turn_count', 'sequence_num', 'user_input', '__proto__'],
      ),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.constant(null),
        fc.uint8Array(),
        fc.json(),
      ),
    );
    const table = fc.array(cells.map(row), { maxLength: 5 });
    fc.assert(
      fc.property(table, table, table, (users, sessions, turns) => {
        const read = readSoniaRows({ users, sessions, turns });
        expect(read.clients.length).toBeLessThanOrEqual(users.length);
      }),
    );
  });
});
