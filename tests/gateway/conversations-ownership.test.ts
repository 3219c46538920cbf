import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/vault-fixture.ts';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import type { RawAnswer } from './raw-client.ts';
import { addClient, parsed, requestsOf } from './talk-to-gateway.ts';

interface Target {
  /** A client's id, or `owner`. */
  readonly client: string;
  readonly conversation: string;
  readonly session: string;
}
interface Route {
  readonly name: string;
  readonly path: (of: Target) => string;
  readonly body?: (of: Target) => unknown;
  readonly own: number;
  /** It names whose by a client's id. */
  readonly byClient?: true;
}

const chat = (more = '') => ({
  path: (of: Target) => `/v1/conversations/${of.conversation}${more}`,
});
const whose = (path: string) => ({
  path: (of: Target) => `${path}?client=${of.client}`,
  byClient: true as const,
});
const at = (path: string) => ({ path: () => path });

/** Every route that reaches something that is somebody's. What takes something away stands at the end. */
const ROUTES: readonly Route[] = [
  { name: 'GET /v1/conversations', ...whose('/v1/conversations'), own: 200 },
  { name: 'GET /v1/conversations/{id}', ...chat(), own: 200 },
  { name: 'PATCH /v1/conversations/{id}', ...chat(), body: () => ({ title: 'mine' }), own: 200 },
  {
    name: 'POST /v1/conversations/{id}/messages',
    ...chat('/messages'),
    body: () => ({ role: 'user', content: 'put there' }),
    own: 201,
  },
  { name: 'GET /v1/conversations/{id}/turns', ...chat('/turns'), own: 200 },
  { name: 'GET /v1/conversations/{id}/export', ...chat('/export'), own: 200 },
  { name: 'GET /v1/conversations/{id}/export', ...chat('/export?format=json'), own: 200 },
  { name: 'GET /v1/turns', ...whose('/v1/turns'), own: 200 },
  { name: 'GET /v1/turns', path: (of) => `/v1/turns?session_id=${of.session}`, own: 200 },
  {
    name: 'POST /v1/search',
    ...at('/v1/search'),
    body: (of) => ({ query: 'x', filters: { client: of.client } }),
    own: 200,
    byClient: true,
  },
  {
    name: 'POST /v1/search',
    ...at('/v1/search'),
    body: (of) => ({ query: 'x', scope: 'current', conversation_id: of.conversation }),
    own: 200,
  },
  { name: 'GET /v1/profile', ...whose('/v1/profile'), own: 200 },
  { name: 'GET /v1/profile/{section}', ...whose('/v1/profile/about'), own: 200 },
  { name: 'GET /v1/profile/history', ...whose('/v1/profile/history'), own: 200 },
  { name: 'GET /v1/profile/export', ...whose('/v1/profile/export'), own: 200 },
  {
    name: 'PATCH /v1/profile',
    ...whose('/v1/profile'),
    body: () => ({ preferences: 'put there' }),
    own: 200,
  },
  {
    name: 'PATCH /v1/profile/{section}',
    ...whose('/v1/profile/about'),
    body: () => ({ text: 'put there' }),
    own: 200,
  },
  {
    name: 'POST /v1/memory/clear',
    ...at('/v1/memory/clear'),
    body: (of) => ({ client: of.client }),
    own: 200,
    byClient: true,
  },
  {
    name: 'POST /v1/memory/clear',
    ...at('/v1/memory/clear'),
    body: (of) => ({ conversation_id: of.conversation }),
    own: 200,
  },
  { name: 'POST /v1/conversations/{id}/reset', ...chat('/reset'), own: 200 },
  { name: 'DELETE /v1/conversations/{id}', ...chat(), own: 204 },
];
const MINE = /^\/v1\/(?:conversations|turns|search|memory|profile)(?:\/|$)/;
const NOBODY: Target = {
  client: 'cli_00000000-0000-4000-8000-000000000000',
  conversation: 'con_00000000-0000-4000-8000-000000000000',
  session: 'ses_00000000-0000-4000-8000-000000000000',
};

type Ask = ReturnType<typeof requestsOf>;

let g: TestGateway;
let alice: Awaited<ReturnType<typeof talker>>;
let bob: Awaited<ReturnType<typeof talker>>;

/** A client with a conversation, a session, and a profile that it may read and write. */
async function talker(name: string) {
  const { id, key } = await addClient(g, name);
  const ask = requestsOf(g, key);
  for (const mode of ['read', 'write'] as const) {
    await g.vault.profiles.allow({ client: id, mode, allowed: true }, call());
  }
  await ask('PATCH', '/v1/profile', { about: `about ${name}`, preferences: `likes of ${name}` });
  const conversation = String(parsed(await ask('POST', '/v1/conversations'))['id']);
  const session = String(parsed(await ask('POST', '/v1/sessions'))['id']);
  const path = `/v1/conversations/${conversation}/messages`;
  const content = `common word of ${name}`;
  const named = [`X-Strongroom-Session: ${session}`];
  await ask('POST', path, { role: 'user', content }, named);
  return { id, key, ask, target: { client: id, conversation, session } };
}

const send = (ask: Ask, { name, path, body }: Route, of: Target): Promise<RawAnswer> =>
  ask(name.split(' ')[0] ?? '', path(of), body?.(of));

const withoutId = ({ status, body }: RawAnswer): unknown => [
  status,
  body.replace(/[0-9a-f-]{36}/, ''),
];

/** All that there is of a client. */
async function everything({ ask, target }: typeof alice): Promise<unknown> {
  const { conversation } = target;
  return [
    (await ask('GET', `/v1/conversations/${conversation}/export?format=json`)).body,
    (await ask('GET', '/v1/profile')).body,
  ];
}

beforeAll(async () => {
  g = await startTestGateway();
  alice = await talker('alice');
  bob = await talker('bob');
});
afterAll(closeTestGateways);

describe('what is a client’s own', () => {
  it('is reached by no route that is not looked at here', async () => {
    const document = parsed(await g.ask('GET /openapi.json HTTP/1.1')) as {
      paths: Record<string, object>;
    };
    const served = Object.entries(document.paths)
      .filter(([path]) => MINE.test(path))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      )
      .filter((name) => name !== 'POST /v1/conversations');
    expect(served.sort()).toEqual([...new Set(ROUTES.map(({ name }) => name))].sort());
  });

  it('is not there for another client, nor the owner’s for any, and nothing of it changes', async () => {
    const before = await everything(alice);
    for (const route of ROUTES) {
      const refused = await send(bob.ask, route, alice.target);
      expect(refused.status, route.name).toBe(404);
      expect(withoutId(refused)).toEqual(withoutId(await send(bob.ask, route, NOBODY)));
      if (route.byClient === true) {
        const ofOwner = await send(bob.ask, route, { ...alice.target, client: 'owner' });
        expect(ofOwner.status, route.name).toBe(404);
      }
    }
    expect(await everything(alice)).toEqual(before);
  });

  it('is not in what another one lists or finds', async () => {
    const answers = [
      await bob.ask('GET', '/v1/conversations'),
      await bob.ask('GET', '/v1/turns'),
      await bob.ask('POST', '/v1/search', { query: 'common word' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toContain(bob.target.conversation);
      expect(body).not.toContain(alice.target.conversation);
      expect(body).not.toContain('alice');
    }
    const path = `/v1/conversations/${alice.target.conversation}/turns?cursor=`;
    const { next } = parsed(await alice.ask('GET', '/v1/turns?limit=1')) as { next: string };
    expect((await bob.ask('GET', `${path}${next}`)).status).toBe(404);
  });

  it('is closed to whoever shows no key or one that is not good', async () => {
    const before = await everything(alice);
    const none = requestsOf(g, null);
    const wrong = requestsOf(g, `${alice.key.slice(0, -1)}!`);
    for (const route of ROUTES) {
      expect((await send(none, route, alice.target)).status, route.name).toBe(401);
      expect((await send(wrong, route, alice.target)).status, route.name).toBe(401);
    }
    expect((await none('POST', '/v1/conversations')).status).toBe(401);
    expect(await everything(alice)).toEqual(before);
  });

  it('is not there for calls without a key either, where they are let in', async () => {
    const before = await everything(alice);
    await g.vault.clients.add({ name: 'default', plan: 'unlimited' }, call());
    await g.vault.settings.set({ name: 'auth.required', value: '0' }, call());
    try {
      const keyless = requestsOf(g, null);
      expect((await keyless('POST', '/v1/conversations')).status).toBe(201);
      for (const route of ROUTES) {
        expect((await send(keyless, route, alice.target)).status, route.name).toBe(404);
      }
    } finally {
      await g.vault.settings.reset({ name: 'auth.required' }, call());
    }
    expect(await everything(alice)).toEqual(before);
  });

  it('is there for the client itself', async () => {
    const carol = await talker('carol');
    for (const route of ROUTES) {
      expect((await send(carol.ask, route, carol.target)).status, route.name).toBe(route.own);
    }
  });

  it('is gone for all when the client is', async () => {
    const dave = await talker('dave');
    await g.vault.clients.remove({ id: dave.id }, call());
    for (const route of ROUTES) {
      expect((await send(dave.ask, route, dave.target)).status, route.name).toBe(401);
      expect((await send(bob.ask, route, dave.target)).status, route.name).toBe(404);
    }
  });
});
