import { describe, expect, it } from 'vitest';
import { parseCompanion } from '../../../../src/core/importers/companion.ts';
import { gatherConversations } from '../../../../src/core/importers/gather-conversations.ts';
import type { OldRow } from '../../../../src/core/importers/old-store.ts';
import { readSoniaRows } from '../../../../src/core/importers/sonia.ts';
import { companionJson } from '../../../samples/make-companion.ts';

const row = (cells: object): OldRow => ({ cells: new Map<string, unknown>(Object.entries(cells)) });

const USERS = [{ user_id: 'a' }, { user_id: 'b' }];

function sonia(sessions: readonly object[], turns: readonly object[]) {
  const withIds = turns.map((turn, i) => ({ turn_id: `t${String(i)}`, ...turn }));
  return gatherConversations(
    readSoniaRows({
      users: USERS.map(row),
      sessions: sessions.map(row),
      turns: withIds.map(row),
    }),
  );
}

const gist = ({ conversations }: ReturnType<typeof sonia>) =>
  conversations.map(({ sourceId, client, rows }) => [
    sourceId,
    client,
    rows.map(({ said }) => said.map(({ text }) => text).join('|')).join(' '),
  ]);

describe('turns of SONIA', () => {
  it('become question and answer with model, calls, latency, status and metadata', () => {
    const { conversations, problems } = sonia(
      [{ session_id: 's', user_id: 'a', conversation_id: 'c' }],
      [
        {
          ...{ session_id: 's', sequence_num: 1, user_input: 'why?', assistant_response: 'so' },
          ...{ model_used: 'm', tool_calls_json: '{"name":"x"}', latency_ms: 80.5 },
          ...{ status: 'ERROR', created_at: '2025-01-01', metadata_json: '{"k":1}' },
        },
      ],
    );
    expect(problems).toEqual([]);
    expect(conversations[0]?.rows).toEqual([
      {
        ...{ sourceId: 't0', session: 's', model: 'm', toolCalls: '[{"name":"x"}]' },
        ...{ latencyMs: 81, status: 'failed', metadata: { k: '1' } },
        createdAt: '2025-01-01T00:00:00.000Z',
        said: [
          { role: 'user', text: 'why?' },
          { role: 'assistant', text: 'so' },
        ],
      },
    ]);
  });

  it('come by sequence, then time; sessions of one conversation as they began', () => {
    const sessions = ['s1', 's2'].map((session_id) => ({
      ...{ session_id, user_id: 'a', conversation_id: 'c' },
    }));
    const turn = (session_id: string, sequence_num: number, day: string, user_input: string) => ({
      ...{ session_id, sequence_num, user_input, created_at: `2025-01-${day}` },
    });
    const found = sonia(sessions, [
      turn('s1', 2, '09', 'f'),
      turn('s1', 1, '08', 'e'),
      turn('s1', 1, '07', 'd'),
      turn('s2', 2, '02', 'b'),
      turn('s2', 3, '01', 'c'),
      turn('s2', 1, '03', 'a'),
    ]);
    expect(gist(found)).toEqual([['c', 'a', 'a b c d e f']]);
  });

  it('without a conversation have one of their session, which is told of it', () => {
    const found = sonia(
      [
        { session_id: 's', user_id: 'a' },
        { session_id: 'empty', user_id: 'a' },
      ],
      [
        { session_id: 's', user_input: 'x' },
        { session_id: 'lost', user_id: 'b', user_input: 'y' },
        { session_id: null, user_input: 'z' },
      ],
    );
    expect(gist(found)).toEqual([
      ['["turns",null]', null, 'z'],
      ['lost', 'b', 'y'],
      ['s', 'a', 'x'],
    ]);
    expect(found.sessions.map(({ conversation }) => conversation)).toEqual(['s', null]);
    const rows = found.conversations.flatMap((one) => one.rows);
    expect(rows.map(({ session }) => session)).toEqual([null, null, 's']);
  });

  it('never share a conversation with those of somebody else', () => {
    const found = sonia(
      [
        { session_id: 's1', user_id: 'a', conversation_id: 'c' },
        { session_id: 's2', user_id: 'b', conversation_id: 'c' },
      ],
      [
        { session_id: 's1', user_input: 'of a' },
        { session_id: 's2', user_input: 'of b' },
        { session_id: 's1', user_id: 'b', user_input: 'of b too' },
      ],
    );
    expect(gist(found)).toEqual([
      ['c', 'a', 'of a'],
      ['["c","b"]', 'b', 'of b too of b'],
    ]);
    expect(found.sessions.map(({ conversation }) => conversation)).toEqual(['c', '["c","b"]']);
  });

  it('of one id come once', () => {
    const { conversations, problems } = sonia(
      [],
      [
        { turn_id: 't', session_id: 's', user_input: 'x' },
        { turn_id: 't', session_id: 's', user_input: 'y' },
      ],
    );
    expect(conversations[0]?.rows).toHaveLength(1);
    expect(problems).toMatchObject([{ table: 'turn', name: 't', kept: false }]);
  });

  it('of which something does not fit come without it, and that is noted', () => {
    const { conversations, problems } = sonia(
      [],
      [
        {
          ...{ session_id: 's', user_input: 'x\ud800', model: 'm\nm', latency_ms: 1e9 },
          ...{ status: 'frozen', tool_calls: 'not json', metadata: '[1]' },
        },
        { session_id: 's', tool_calls: '[1]' },
        { session_id: 's' },
      ],
    );
    expect(conversations[0]?.rows).toMatchObject([
      {
        ...{ model: null, latencyMs: null, status: 'complete', toolCalls: '["not json"]' },
        ...{ said: [{ text: 'x\ufffd' }], metadata: {} },
      },
      { said: [{ role: 'assistant', text: '' }], toolCalls: '[1]' },
      { said: [] },
    ]);
    expect(problems.map(({ name, kept }) => `${name} ${String(kept)}`)).toEqual(
      Array<string>(5).fill('t0 true'),
    );
  });
});

describe('dates that cannot be read', () => {
  it('are noted, and what they stood at comes', () => {
    const sonia = readSoniaRows({
      users: [],
      sessions: [],
      turns: [row({ turn_id: 't', session_id: 's', user_input: 'x', created_at: 'noon' })],
    });
    const dump = {
      conversations: [{ id: 'c', created_at: 'noon' }],
      messages: [{ id: 'm', conversation_id: 'c', content: 'x', timestamp: 'noon' }],
    };
    const companion = parseCompanion([companionJson(dump)]);
    const said = [...sonia.problems, ...companion.problems];
    expect(said.map(({ table, name, kept }) => `${table} ${name} ${String(kept)}`)).toEqual([
      ...['turn t true', 'conversation c true', 'turn m true'],
    ]);
    const { conversations } = gatherConversations(companion);
    expect(conversations).toMatchObject([{ createdAt: null, rows: [{ createdAt: null }] }]);
  });
});

describe('a dump of the companion', () => {
  const companion = (dump?: object) => gatherConversations(parseCompanion([companionJson(dump)]));

  it('gives conversations with owners, titles of one line, dates and messages in order', () => {
    const { conversations, problems } = companion();
    expect(problems).toEqual([]);
    expect(conversations).toMatchObject([
      {
        ...{ client: '2', title: 'First chat', createdAt: '2025-07-02T00:00:00.000Z' },
        updatedAt: '2025-07-03T00:00:00.000Z',
        rows: [
          { sourceId: '11', said: [{ role: 'user', text: 'Hi' }] },
          { sourceId: '12', said: [{ role: 'assistant', text: 'Hello, "Bo"\r\nhow?' }] },
        ],
      },
      { client: null, title: null, rows: [{ sourceId: '13' }] },
    ]);
  });

  it('keeps empty conversations and messages of lost ones; cuts titles; knows other words for roles', () => {
    const { conversations, problems } = companion({
      conversations: [
        { id: 'e', title: 'x'.repeat(300) },
        { id: 'blank', title: ' \n ' },
      ],
      messages: [
        { id: 1, conversation_id: 'gone', sender: 'Human', content: 'h' },
        { id: 2, conversation_id: 'gone', sender: 'Oracle', content: 'o' },
      ],
    });
    expect(conversations.map(({ sourceId, rows }) => [sourceId, rows.length])).toEqual([
      ['e', 0],
      ['blank', 0],
      ['gone', 2],
    ]);
    expect(conversations.map(({ title }) => title?.length ?? null)).toEqual([256, null, null]);
    expect(conversations[2]?.rows.map(({ said }) => said[0])).toEqual([
      { role: 'user', text: 'h' },
      { role: 'assistant', actor: 'Oracle', text: 'o' },
    ]);
    expect(problems.map(({ table, kept }) => [table, kept])).toEqual([
      ['conversation', true],
      ['turn', true],
    ]);
  });
});
