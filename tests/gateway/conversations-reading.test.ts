import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import type { RawAnswer } from './raw-client.ts';
import { addClient, parsed, requestsOf } from './talk-to-gateway.ts';

interface Turn {
  readonly id: string;
  readonly sequence: number;
  readonly content: string;
  readonly created_at: string;
}
interface TurnPage {
  readonly turns: readonly Turn[];
  readonly next: string | null;
  readonly damaged: readonly string[];
}

const pageIn = (answer: RawAnswer): TurnPage => parsed(answer) as unknown as TurnPage;

let g: TestGateway;
let ask: ReturnType<typeof requestsOf>;
let clientId: string;
beforeAll(async () => {
  g = await startTestGateway();
  const talker = await addClient(g, 'talker');
  clientId = talker.id;
  ask = requestsOf(g, talker.key);
});
afterAll(closeTestGateways);

const begin = async (title = 'A talk'): Promise<string> =>
  String(parsed(await ask('POST', '/v1/conversations', { title }))['id']);
const say = (id: string, content: string, more: object = {}, headers: readonly string[] = []) =>
  ask('POST', `/v1/conversations/${id}/messages`, { role: 'user', content, ...more }, headers);
const turnsOf = async (id: string, query = ''): Promise<TurnPage> =>
  pageIn(await ask('GET', `/v1/conversations/${id}/turns${query}`));

describe('turns', () => {
  it('come in order, in pages that neither repeat nor leave out', async () => {
    const id = await begin();
    for (let i = 1; i <= 5; i += 1) await say(id, `turn ${String(i)}`);
    const pages: (readonly string[])[] = [];
    let cursor = '';
    do {
      const page = await turnsOf(id, `?limit=2${cursor}`);
      pages.push(page.turns.map(({ content }) => content));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
      if (pages.length === 1) await say(id, 'turn 6');
    } while (cursor !== '');
    expect(pages).toEqual([
      ['turn 1', 'turn 2'],
      ['turn 3', 'turn 4'],
      ['turn 5', 'turn 6'],
    ]);
    const newest = await turnsOf(id, '?order=desc&limit=1');
    expect(newest.turns[0]?.content).toBe('turn 6');
    const other = await begin();
    await say(other, 'turn 7');
    const all = pageIn(await ask('GET', '/v1/turns?order=desc&limit=2'));
    expect(all.turns.map(({ content }) => content)).toEqual(['turn 7', 'turn 6']);
    const again = pageIn(
      await ask('GET', `/v1/turns?order=desc&limit=1&cursor=${String(all.next)}`),
    );
    expect(again.turns[0]?.content).toBe('turn 5');
    const wrong = `/v1/conversations/${id}/turns?cursor=${String(all.next)}`;
    expect((await ask('GET', wrong)).status).toBe(400);
  });
});

describe('a page of long turns', () => {
  it('is shorter than was asked for, and leaves none out', async () => {
    const id = await begin();
    const long = 'x'.repeat(500 * 1024);
    const more = { tool_calls: [long] };
    for (let i = 0; i < 10; i += 1) expect((await say(id, long, more)).status).toBe(201);
    const first = await turnsOf(id, '?limit=500');
    expect(first.turns).toHaveLength(9);
    const second = await turnsOf(id, `?limit=500&cursor=${String(first.next)}`);
    expect(second.turns.map(({ sequence }) => sequence)).toEqual([10]);
    expect(second.next).toBeNull();
  });
});

describe('an export', () => {
  it('is Markdown or JSON under a name without a word of the title', async () => {
    const id = await begin('"; filename=evil.exe');
    await say(id, 'What is a vault?', { actor: 'Ada' });
    await say(id, 'A room.', { role: 'assistant' });
    const path = `/v1/conversations/${id}/export`;
    const markdown = await ask('GET', path);
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.headers.get('content-disposition')).toBe(`attachment; filename="${id}.md"`);
    expect(markdown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(markdown.body).toContain('What is a vault?');
    const json = await ask('GET', `${path}?format=json`);
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(json.headers.get('content-disposition')).toBe(`attachment; filename="${id}.json"`);
    expect(parsed(json)).toMatchObject({
      format: 'strongroom/conversation',
      version: 1,
      conversation: { id, title: '"; filename=evil.exe' },
      turns: [{ content: 'What is a vault?' }, { content: 'A room.' }],
    });
    const events = g.vault.audit.query({ event: 'conversation.export' });
    expect(events.at(-1)?.ref).toMatchObject({ conversation: id, client: clientId });
  });
});

describe('/v1/search', () => {
  it('finds words and phrases, with where they stand and whether that is all', async () => {
    const id = await begin('Harbour');
    await say(id, 'the quick silver fox', { model: 'm-2' });
    await say(id, 'silver and quick', { role: 'assistant' });
    const find = async (body: object) =>
      parsed(await ask('POST', '/v1/search', body)) as {
        total: number;
        complete: boolean;
        hits: Record<string, unknown>[];
      };
    await g.vault.search.ready();
    const found = await find({ query: 'quick silver' });
    expect(found).toMatchObject({ total: 2, complete: true });
    expect(found.hits[0]).toMatchObject({
      ...{ conversation_id: id, client_id: clientId, title: 'Harbour', sequence: 1 },
      ...{ role: 'user', model: 'm-2', snippet: 'the quick silver fox' },
    });
    expect(found.hits[0]?.['matches']).toEqual([
      [4, 9],
      [10, 16],
    ]);
    expect(await find({ query: '"quick silver"' })).toMatchObject({ total: 1 });
    expect(await find({ query: 'fox nowhere', match: 'any' })).toMatchObject({ total: 1 });
    expect(await find({ query: 'silver', limit: 1 })).toMatchObject({ total: 2, hits: [{}] });
    expect(await find({ query: 'silver', filters: { model: 'm-2' } })).toMatchObject({ total: 1 });
    expect(
      await find({ query: 'silver', filters: { to: '2001-01-01T00:00:00.000Z' } }),
    ).toMatchObject({ total: 0 });
    const elsewhere = await begin();
    const here = { query: 'silver', scope: 'current' };
    expect(await find({ ...here, conversation_id: elsewhere })).toMatchObject({ total: 0 });
    expect(await find({ ...here, conversation_id: id })).toMatchObject({ total: 2 });
  });
});

describe('/v1/me', () => {
  it('counts what is kept', async () => {
    const used = async (): Promise<{ items: number; bytes: number }> => {
      const { quota } = parsed(await ask('GET', '/v1/me')) as {
        quota: Record<'items' | 'bytes', { used: number }>;
      };
      return { items: quota.items.used, bytes: quota.bytes.used };
    };
    const id = await begin();
    const before = await used();
    await say(id, 'some more');
    const after = await used();
    expect(after.items).toBe(before.items + 1);
    expect(after.bytes).toBeGreaterThan(before.bytes);
  });
});
