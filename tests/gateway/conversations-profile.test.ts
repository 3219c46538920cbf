import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileMode } from '../../src/shared/profile.ts';
import { call } from '../support/vault-fixture.ts';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import { addClient, parsed, requestsOf } from './talk-to-gateway.ts';

let g: TestGateway;
beforeAll(async () => {
  g = await startTestGateway();
});
afterAll(closeTestGateways);

async function person(name: string, ...modes: readonly ProfileMode[]) {
  const { id, key } = await addClient(g, name);
  const allow = (mode: ProfileMode, allowed: boolean): Promise<void> =>
    g.vault.profiles.allow({ client: id, mode, allowed }, call());
  for (const mode of modes) await allow(mode, true);
  return { id, ask: requestsOf(g, key), allow };
}

const READS = ['', '/identity', '/about', '/preferences', '/history', '/export'];

describe('/v1/profile', () => {
  it('is closed without a grant, read with one, written with the other', async () => {
    const { ask, allow } = await person('closed');
    const patch = () => ask('PATCH', '/v1/profile/about', { text: 'x' });
    for (const part of READS) {
      const answer = await ask('GET', `/v1/profile${part}`);
      expect(answer.status, part).toBe(403);
      expect(answer.body).toContain('"not_granted"');
    }
    expect((await patch()).status).toBe(403);
    await allow('read', true);
    for (const part of READS) expect((await ask('GET', `/v1/profile${part}`)).status).toBe(200);
    expect((await patch()).status).toBe(403);
    await allow('write', true);
    expect((await patch()).status).toBe(200);
    await allow('read', false);
    await allow('write', false);
    expect((await ask('GET', '/v1/profile')).status).toBe(403);
  });

  it('shows and changes its sections, each change a version', async () => {
    const { id, ask } = await person('writer', 'read', 'write');
    expect(parsed(await ask('GET', '/v1/profile'))).toMatchObject({
      client_id: id,
      version: 1,
      identity: { id, external_id: null, display_name: 'writer' },
      about: '',
      preferences: '',
    });
    const named = await ask('PATCH', '/v1/profile/identity', { display_name: 'Ada' });
    expect(parsed(named)).toMatchObject({
      ...{ section: 'identity', version: 2 },
      identity: { display_name: 'Ada' },
    });
    const about = await ask('PATCH', '/v1/profile/about', { text: '# Über mich' });
    expect(parsed(about)).toMatchObject({ section: 'about', version: 3, text: '# Über mich' });
    const both = await ask('PATCH', '/v1/profile', {
      identity: { display_name: null },
      preferences: 'short answers',
    });
    expect(parsed(both)).toMatchObject({
      version: 5,
      identity: { display_name: 'writer' },
      about: '# Über mich',
      preferences: 'short answers',
    });
    expect(parsed(await ask('GET', '/v1/profile/preferences'))).toMatchObject({
      text: 'short answers',
    });
    const { versions } = parsed(await ask('GET', '/v1/profile/history')) as {
      versions: { version: number; current: boolean }[];
    };
    expect(versions.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(versions.map(({ current }) => current)).toEqual([true, false, false, false, false]);
    const markdown = await ask('GET', '/v1/profile/export');
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.headers.get('content-disposition')).toBe('attachment; filename="profile.md"');
    expect(markdown.body).toMatch(/^# User Profile\n/);
    const long = 'ä'.repeat(65_536);
    expect((await ask('PATCH', '/v1/profile/preferences', { text: long })).status).toBe(200);
  });

  it('takes nothing that its schemas do not know, and then changes nothing', async () => {
    const { ask } = await person('strict', 'read', 'write');
    for (const [path, body] of [
      ['/v1/profile', {}],
      ['/v1/profile', { about: 'x', rank: 1 }],
      ['/v1/profile', { about: 'x', identity: { display_name: 'two\nlines' } }],
      ['/v1/profile', { about: 'x', preferences: 'a\0b' }],
      ['/v1/profile/identity', { text: 'x' }],
      ['/v1/profile/identity', { display_name: '  ' }],
      ['/v1/profile/about', { display_name: 'x' }],
      ['/v1/profile/about', { text: 'x'.repeat(16_385) }],
      ['/v1/profile/preferences', { text: 'x'.repeat(65_537) }],
      ['/v1/profile/rank', { text: 'x' }],
    ] as const) {
      const answer = await ask('PATCH', path, body);
      expect(answer.status, `${path} ${JSON.stringify(body).slice(0, 60)}`).toBe(400);
    }
    expect(parsed(await ask('GET', '/v1/profile'))).toMatchObject({ version: 1, about: '' });
    expect((await ask('PATCH', '/v1/profile/history', { text: 'x' })).status).toBe(405);
  });
});

describe('/v1/memory/clear', () => {
  it('forgets preferences with a grant, and the turns of a conversation that is named', async () => {
    const { ask, allow } = await person('forgetful');
    const id = String(parsed(await ask('POST', '/v1/conversations'))['id']);
    const path = `/v1/conversations/${id}`;
    const say = () => ask('POST', `${path}/messages`, { role: 'user', content: 'x' });
    await say();
    const clear = (body?: unknown) => ask('POST', '/v1/memory/clear', body);
    expect((await clear()).status).toBe(403);
    expect(parsed(await clear({ conversation_id: id }))).toEqual({ turns: 1, preferences: false });
    await allow('write', true);
    await ask('PATCH', '/v1/profile/preferences', { text: 'learned' });
    await say();
    expect(parsed(await clear())).toEqual({ turns: 0, preferences: true });
    expect(parsed(await ask('GET', '/v1/profile'))).toMatchObject({ preferences: '' });
    expect(parsed(await ask('GET', path))).toMatchObject({ turn_count: 1 });
    expect(parsed(await clear({ conversation_id: id }))).toEqual({ turns: 1, preferences: true });
  });
});
