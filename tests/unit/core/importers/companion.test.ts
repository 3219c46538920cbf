import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCompanion } from '../../../../src/core/importers/companion.ts';
import { asVaultError } from '../../../../src/shared/vault-error.ts';
import { COMPANION, companionJson, csvOf } from '../../../samples/make-companion.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const csvFiles = () => Object.values(COMPANION).map((rows) => csvOf(rows));

function codeOf(...files: readonly Uint8Array[]): string {
  try {
    parseCompanion(files);
    return 'read';
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
}

describe('a dump of the companion', () => {
  it('gives its users as clients, with external ids, addresses and names', () => {
    const { source, clients, sessions, problems } = parseCompanion([companionJson()]);
    expect([source, sessions, problems]).toEqual(['companion', [], []]);
    const state = { metadata: {}, status: 'active' };
    expect(clients).toEqual([
      {
        ...{ sourceId: '1', name: 'Default User', externalId: 'default_user', ...state },
        createdAt: '2025-06-01T10:00:00.000Z',
      },
      {
        ...{ sourceId: '2', name: 'Bo, "the" trader', externalId: 'auth0|42', ...state },
        email: 'Bo@Example.org',
        createdAt: '2025-07-01T10:00:00.000Z',
      },
      {
        ...{ sourceId: '3', name: 'auth0|43', externalId: 'auth0|43', ...state },
        email: 'cy@example.org',
        createdAt: '2025-08-01T12:00:00.000Z',
      },
    ]);
  });

  it('gives conversations and messages with ids, owners, titles, dates and order', () => {
    const { conversations, turns } = parseCompanion([companionJson()]);
    expect(conversations.map(({ client, title }) => [client, title])).toEqual([
      ['2', 'First\nchat'],
      [null, null],
    ]);
    expect(turns.map(({ sourceId, sequence, client }) => [sourceId, sequence, client])).toEqual([
      ['11', 1, '2'],
      ['12', 2, '2'],
      ['13', 1, null],
    ]);
    expect(turns[1]?.said).toEqual([{ role: 'assistant', text: 'Hello, "Bo"\r\nhow?' }]);
  });

  it('says the same in JSON and in CSV, in any order of the files, with a byte order mark or without', () => {
    const expected = parseCompanion([companionJson()]);
    expect(parseCompanion(csvFiles())).toEqual(expected);
    const marked = csvFiles().map((file) => Uint8Array.from([0xef, 0xbb, 0xbf, ...file]));
    expect(parseCompanion(marked.reverse())).toEqual(expected);
    const json = companionJson();
    expect(parseCompanion([Uint8Array.from([0xef, 0xbb, 0xbf, ...json])])).toEqual(expected);
  });

  it('may lack tables', () => {
    const [users = utf8('')] = csvFiles();
    expect(parseCompanion([users])).toMatchObject({ conversations: [], turns: [] });
    expect(parseCompanion([utf8('{"messages":[]}')])).toMatchObject({ clients: [], turns: [] });
  });

  it.each([
    ['nothing', ''],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['other JSON', '{"secrets":[]}'],
    ['a table that is no list', '{"users":{}}'],
    ['JSON that is cut off', '{"users":[{"id":1}'],
    ['another table', 'name,value\na,b\n'],
    ['a column twice', 'id,external_user_id,ID\n1,2,3\n'],
    ['an open quotation mark', 'id,external_user_id\n1,"x\n'],
    ['tables at the prototype', '{"__proto__":{"users":[]}}'],
  ])('that holds %s is refused whole', (_what, text) => {
    expect(codeOf(utf8(text))).toBe('invalid_input');
  });

  it('that is not UTF-8, too large, or has a table twice is refused whole', () => {
    expect(codeOf(Uint8Array.of(0xff, 0xfe, 0x7b, 0))).toBe('invalid_input');
    expect(codeOf(new Uint8Array(64 * 1024 * 1024 + 1))).toBe('too_large');
    const [users = utf8('')] = csvFiles();
    expect(codeOf(users, users)).toBe('invalid_input');
  });

  it('names rows that are none by line, and reads the others', () => {
    const csv = 'id,external_user_id,email\n1,a,a@b\n2,b\n"3\n",c,\n4,d,d@e,f\n5,e,\n';
    const { clients, problems } = parseCompanion([utf8(csv)]);
    expect(clients.map(({ externalId }) => externalId)).toEqual(['a', 'c', 'e']);
    expect(problems.map(({ line, kept }) => [line, kept])).toEqual([
      [3, false],
      [6, false],
    ]);
    const json = parseCompanion([utf8('{"users":[5,null,[],{"id":1,"external_user_id":"x"}]}')]);
    expect([json.clients.length, json.problems.length]).toEqual([1, 3]);
  });

  it('names rows without an id and ids that come again', () => {
    const dump = {
      users: [{ display_name: 'x' }],
      conversations: [{ id: 'c' }, { id: 'c' }, {}],
      messages: [{ id: 'm', conversation_id: 'c' }, { id: 'm' }, { id: { $ref: '#' } }],
    };
    const { conversations, turns, problems } = parseCompanion([companionJson(dump)]);
    expect([conversations.length, turns.length]).toEqual([1, 1]);
    expect(problems.map(({ table }) => table)).toEqual([
      ...['client', 'conversation', 'conversation', 'turn', 'turn'],
    ]);
  });

  it('does not follow messages that point at each other', () => {
    const messages = [
      { id: 'a', parent_id: 'b', conversation_id: 'b' },
      { id: 'b', parent_id: 'a', conversation_id: 'a' },
    ];
    expect(parseCompanion([companionJson({ messages })]).turns).toHaveLength(2);
  });

  it('of whatever bytes is read or refused by name', () => {
    const texts = fc.constantFrom('{"users":[', 'id,external_user_id\n', '{"a":{"__proto__":', '"');
    fc.assert(
      fc.property(texts, fc.uint8Array({ maxLength: 60 }), (text, rest) => {
        expect(['read', 'invalid_input']).toContain(
          codeOf(Uint8Array.from([...utf8(text), ...rest])),
        );
      }),
    );
  });
});
