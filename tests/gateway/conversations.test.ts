import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceMethods } from '../support/replace-methods.ts';
import { call } from '../support/vault-fixture.ts';
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

describe('/v1/conversations', () => {
  it('begins one with a title, an agent and metadata, or with none of them', async () => {
    const bare = await ask('POST', '/v1/conversations');
    expect(bare.status).toBe(201);
    expect(parsed(bare)).toMatchObject({ title: 'New chat', agent: null, turn_count: 0 });
    const body = { title: 'Börse', agent: 'sonia', metadata: { desk: 'fx' } };
    const made = await ask('POST', '/v1/conversations', body);
    expect(parsed(made)).toMatchObject({ ...body, client_id: clientId });
    const id = String(parsed(made)['id']);
    expect(parsed(await ask('GET', `/v1/conversations/${id}`))).toEqual(parsed(made));
  });

  it('lists them in pages, what was last spoken in first', async () => {
    const ids = [await begin('one'), await begin('two'), await begin('three')];
    await say(ids[0] ?? '', 'hello');
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = parsed(await ask('GET', `/v1/conversations?limit=2${cursor}`)) as {
        conversations: { id: string }[];
        next: string | null;
      };
      expect(page.conversations.length).toBeLessThanOrEqual(2);
      seen.push(...page.conversations.map(({ id }) => id));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    const places = ids.map((id) => seen.indexOf(id));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(places[0]).toBeLessThan(places[1] ?? -1);
  });

  it('renames one, empties it, takes it away', async () => {
    const id = await begin('before');
    await say(id, 'one');
    await say(id, 'two');
    const path = `/v1/conversations/${id}`;
    expect(parsed(await ask('PATCH', path, { title: 'after' }))).toMatchObject({
      title: 'after',
      turn_count: 2,
    });
    expect(parsed(await ask('POST', `${path}/reset`))).toEqual({ turns: 2 });
    expect(parsed(await ask('GET', path))).toMatchObject({ title: 'after', turn_count: 0 });
    expect(parsed(await say(id, 'anew'))).toMatchObject({ sequence: 1 });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await say(id, 'late')).status).toBe(404);
  });

  it('refuses what its schemas do not know', async () => {
    const id = await begin();
    const path = `/v1/conversations/${id}`;
    for (const [method, where, body] of [
      ['POST', '/v1/conversations', { title: 1 }],
      ['POST', '/v1/conversations', { name: 'x' }],
      ['POST', '/v1/conversations', { metadata: { 'bad name': 'x' } }],
      ['PATCH', path, {}],
      ['PATCH', path, { title: '' }],
      ['PATCH', path, { title: 'two\nlines' }],
      ['GET', '/v1/conversations/con_1', undefined],
      ['GET', '/v1/conversations?limit=0', undefined],
      ['GET', '/v1/conversations?limit=501', undefined],
      ['GET', '/v1/conversations?cursor=x', undefined],
      ['GET', '/v1/conversations?client=everybody', undefined],
      ['GET', `${path}/turns?order=random`, undefined],
      ['GET', `${path}/export?format=pdf`, undefined],
      ['GET', '/v1/turns?session_id=1', undefined],
      ['POST', `${path}/messages`, { role: 'user' }],
      ['POST', `${path}/messages`, { role: 'system', content: 'x' }],
      ['POST', `${path}/messages`, { role: 'user', content: '\ud800' }],
      ['POST', `${path}/messages`, { role: 'user', content: 'x', latency_ms: -1 }],
      ['POST', `${path}/messages`, { role: 'user', content: 'x', tool_calls: {} }],
      ['POST', `${path}/messages`, { role: 'user', content: 'x', status: 'ok' }],
      ['POST', '/v1/search', { query: '' }],
      ['POST', '/v1/search', { query: 'x', limit: 101 }],
      ['POST', '/v1/search', { query: 'x', scope: 'current' }],
      ['POST', '/v1/search', { query: 'x', filters: { from: 'yesterday' } }],
      ['POST', '/v1/memory/clear', { conversation_id: 'x' }],
    ] as const) {
      const answer = await ask(method, where, body);
      expect(answer.status, `${method} ${where} ${JSON.stringify(body)}`).toBe(400);
    }
  });
});

describe('a message', () => {
  it('is kept with all that came with it, under the id of its request', async () => {
    const id = await begin();
    const said = {
      role: 'assistant',
      actor: 'Sonia',
      agent: 'sonia',
      content: 'Grüße 👋\n\n<script>',
      model: 'm-1',
      tool_calls: [{ name: 'quote', arguments: { symbol: 'DAX', deep: [1, null, true] } }],
      latency_ms: 12,
      status: 'aborted',
      metadata: { cost: '0.01' },
    };
    const answer = await ask('POST', `/v1/conversations/${id}/messages`, said);
    expect(answer.status).toBe(201);
    const kept = parsed(answer);
    expect(kept).toMatchObject({ stored: true, conversation_id: id, sequence: 1 });
    const { turns, next, damaged } = await turnsOf(id);
    expect({ next, damaged }).toEqual({ next: null, damaged: [] });
    expect(turns).toEqual([
      {
        ...said,
        id: kept['id'],
        conversation_id: id,
        session_id: null,
        client_id: clientId,
        sequence: 1,
        correlation_id: answer.headers.get('x-correlation-id'),
        created_at: kept['created_at'],
      },
    ]);
  });

  it('may be larger than other bodies, and has an end', async () => {
    const id = await begin();
    const large = 'x'.repeat(900 * 1024);
    expect((await say(id, large)).status).toBe(201);
    expect((await turnsOf(id)).turns[0]?.content).toBe(large);
    const answer = await say(id, 'x'.repeat(1024 * 1024));
    expect(answer.status).toBe(413);
    expect((await turnsOf(id)).turns).toHaveLength(1);
  });

  it('is numbered in the order of its arrival, however many come at once', async () => {
    const id = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => say(id, String(i))));
    const numbers = answers.map((answer) => (parsed(answer) as { sequence: number }).sequence);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('counts in the session that it names, and only in one of its own client', async () => {
    const id = await begin();
    const session = String(parsed(await ask('POST', '/v1/sessions', {}))['id']);
    const named = [`X-Strongroom-Session: ${session}`];
    const before = parsed(await ask('GET', `/v1/sessions/${session}`));
    expect((await say(id, 'in it', {}, named)).status).toBe(201);
    await say(id, 'beside it');
    const after = parsed(await ask('GET', `/v1/sessions/${session}`));
    expect(after['turn_count']).toBe(1);
    expect(String(after['expires_at']) > String(before['expires_at'])).toBe(true);
    const found = pageIn(await ask('GET', `/v1/turns?session_id=${session}`));
    expect(found.turns.map(({ content }) => content)).toEqual(['in it']);
    const stranger = requestsOf(g, (await addClient(g, 'stranger')).key);
    const foreign = String(parsed(await stranger('POST', '/v1/sessions', {}))['id']);
    expect((await say(id, 'x', {}, [`X-Strongroom-Session: ${foreign}`])).status).toBe(404);
    expect((await say(id, 'x', {}, ['X-Strongroom-Session: ses_x'])).status).toBe(400);
    expect((await ask('GET', `/v1/turns?session_id=${foreign}`)).status).toBe(404);
    const both = `/v1/turns?session_id=${session}&client=${clientId}`;
    expect((await ask('GET', both)).status).toBe(400);
    expect((await turnsOf(id)).turns).toHaveLength(2);
  });

  it('touches its session once, and when it is answered', async () => {
    const turns: unknown[] = [];
    const watched = await startTestGateway({
      wrap: (vault) =>
        replaceMethods(vault, ({ access }) => ({
          access: replaceMethods(access, ({ sessions }) => ({
            sessions: replaceMethods(sessions, () => ({
              touch: (_principal, input) => {
                turns.push(input.turns);
                throw new Error('the disk is full');
              },
            })),
          })),
        })),
    });
    const own = requestsOf(watched, watched.key);
    const id = String(parsed(await own('POST', '/v1/conversations'))['id']);
    const session = String(parsed(await own('POST', '/v1/sessions'))['id']);
    const path = `/v1/conversations/${id}/messages`;
    const named = [`X-Strongroom-Session: ${session}`];
    const answer = await own('POST', path, { role: 'user', content: 'x' }, named);
    expect(answer.status).toBe(201);
    expect(turns).toEqual([1]);
  });

  it('is not kept if it is incognito: nothing but its usage is', async () => {
    const id = await begin();
    const session = String(parsed(await ask('POST', '/v1/sessions', {}))['id']);
    const headers = ['X-Strongroom-Incognito: 1', `X-Strongroom-Session: ${session}`];
    const answer = await say(id, 'zzincognitozz', {}, headers);
    expect([answer.status, parsed(answer)]).toEqual([200, { stored: false }]);
    expect((await turnsOf(id)).turns).toEqual([]);
    expect(parsed(await ask('GET', `/v1/sessions/${session}`))['turn_count']).toBe(0);
    const found = await ask('POST', '/v1/search', { query: 'zzincognitozz' });
    expect(parsed(found)).toMatchObject({ hits: [], total: 0 });
    const correlationId = answer.headers.get('x-correlation-id');
    const usage = parsed(await ask('GET', '/v1/usage')) as {
      entries: { correlation_id: string; route: string }[];
    };
    const own = usage.entries.find(({ correlation_id: its }) => its === correlationId);
    expect(own?.route).toBe('/v1/conversations/{id}/messages');
    expect((await say(id, 'kept', {}, ['X-Strongroom-Incognito: 0'])).status).toBe(201);
  });

  it('is refused rather than kept if incognito is asked for in other words', async () => {
    const id = await begin();
    for (const value of ['true', 'yes', '', '1, 1']) {
      const answer = await say(id, 'x', {}, [`X-Strongroom-Incognito: ${value}`]);
      expect(answer.status, value).toBe(400);
    }
    expect((await turnsOf(id)).turns).toEqual([]);
    const incognito = ['X-Strongroom-Incognito: 1'];
    const path = `/v1/conversations/${id}`;
    expect((await ask('POST', '/v1/conversations', {}, incognito)).status).toBe(400);
    expect((await ask('PATCH', path, { title: 'kept?' }, incognito)).status).toBe(400);
    expect((await ask('PATCH', '/v1/profile', { about: 'kept?' }, incognito)).status).toBe(400);
    expect((await ask('GET', path, undefined, incognito)).status).toBe(200);
  });

  it('is not kept while nothing of its client is', async () => {
    const id = await begin();
    await g.vault.conversations.setRetention({ client: clientId, keep: 'off' }, call());
    try {
      expect(parsed(await say(id, 'gone'))).toEqual({ stored: false });
      expect((await ask('POST', '/v1/conversations')).status).toBe(501);
    } finally {
      await g.vault.conversations.setRetention({ client: clientId, keep: 'forever' }, call());
    }
    expect((await turnsOf(id)).turns).toEqual([]);
  });
});

describe('the log', () => {
  it('has no word of what was said, searched or refused', async () => {
    const id = await begin('zzcanarytitle');
    await say(id, 'zzcanarycontent', { actor: 'zzcanaryactor' });
    await say(id, 'zzcanarycontent', { model: 'zzcanary\n' });
    await ask('POST', '/v1/search', { query: 'zzcanaryquery' });
    await ask('POST', '/v1/search', { query: 'zzcanaryquery', filters: { from: 'zzcanary' } });
    await ask('GET', '/v1/turns?cursor=zzcanary');
    await ask('GET', `/v1/conversations/${id}/export`);
    await ask('POST', `/v1/conversations/${id}/reset`);
    const log = readFileSync(join(g.home, 'audit', 'audit.jsonl'), 'utf8');
    expect(log).toContain(id);
    expect(log).not.toContain('zzcanary');
  });
});
