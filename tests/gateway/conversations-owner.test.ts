import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { A, B, OwnerSocket } from '../support/owner-socket.ts';
import { serveHome } from '../support/served-home.ts';
import { homeWithTwoSecrets, removeHomes } from '../support/vault-fixture.ts';

type Json = Record<string, unknown>;
interface Client {
  readonly id: string;
  readonly conversation: string;
  ask(method: string, path: string, value?: unknown): Promise<{ status: number; json: Json }>;
}

const NO_SUCH = 'cli_00000000-0000-4000-8000-000000000000';

let owner: OwnerSocket;
let ada: Client;
let ben: Client;

/** A client that has said one thing, over TCP. */
async function client(name: string): Promise<Client> {
  const id = String((await owner.json('POST', '/v1/clients', { name })).json?.['id']);
  const key = (await owner.json('POST', `/v1/clients/${id}/keys`, { name: 'k' })).json?.['key'];
  const ask: Client['ask'] = async (method, path, value) => {
    const { status, body } = await owner.ask(method, path, {
      tcp: true,
      headers: {
        Authorization: `Bearer ${String(key)}`,
        ...(value === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(value === undefined ? {} : { body: Buffer.from(JSON.stringify(value)) }),
    });
    return { status, json: body.length === 0 ? {} : (JSON.parse(body.toString()) as Json) };
  };
  const begun = await ask('POST', '/v1/conversations', { title: `talk of ${name}` });
  const conversation = String(begun.json['id']);
  const content = `the amber phrase of ${name}`;
  await ask('POST', `/v1/conversations/${conversation}/messages`, { role: 'user', content });
  return { id, conversation, ask };
}

const own = async (method: string, path: string, value?: unknown) => {
  const { status, json, headers, body } = await owner.json(method, `/v1/owner${path}`, value);
  return { status, headers, body, json: (json ?? {}) as Json };
};

beforeAll(async () => {
  owner = new OwnerSocket(await serveHome(await homeWithTwoSecrets()));
  owner.ticket = await owner.ticketFor(A, true);
  ada = await client('ada');
  ben = await client('ben');
});
afterAll(async () => {
  await owner.served.stop();
  removeHomes();
});

describe('the owner', () => {
  it('sees the conversations and turns of all, and those of one', async () => {
    const ids = async (query = '') => {
      const { json } = await own('GET', `/conversations${query}`);
      return (json['conversations'] as { id: string }[]).map(({ id }) => id);
    };
    expect(new Set(await ids())).toEqual(new Set([ada.conversation, ben.conversation]));
    expect(await ids(`?client=${ada.id}`)).toEqual([ada.conversation]);
    expect(await ids('?client=owner')).toEqual([]);
    expect((await own('GET', `/conversations?client=${NO_SUCH}`)).status).toBe(404);
    expect((await own('GET', '/turns')).json['turns']).toHaveLength(2);
    expect((await own('GET', `/turns?client=${ben.id}`)).json['turns']).toMatchObject([
      { client_id: ben.id, content: 'the amber phrase of ben' },
    ]);
    const path = `/conversations/${ada.conversation}`;
    expect((await own('GET', path)).json).toMatchObject({ client_id: ada.id, turn_count: 1 });
    expect((await own('GET', `${path}/turns`)).json['turns']).toMatchObject([{ sequence: 1 }]);
  });

  it('finds a phrase in both, or in one', async () => {
    const find = async (filters: object) =>
      (await own('POST', '/search', { query: '"amber phrase"', filters })).json;
    expect(await find({})).toMatchObject({ total: 2, complete: true });
    expect(await find({ client: ben.id })).toMatchObject({
      total: 1,
      hits: [{ client_id: ben.id, title: 'talk of ben' }],
    });
    expect(await find({ client: 'owner' })).toMatchObject({ total: 0 });
  });

  it('speaks, renames, exports, assigns, empties and removes', async () => {
    const made = await own('POST', '/conversations', { title: 'mine' });
    expect(made).toMatchObject({ status: 201, json: { client_id: null, title: 'mine' } });
    const id = String(made.json['id']);
    const path = `/conversations/${id}`;
    const said = await own('POST', `${path}/messages`, { role: 'user', content: 'hello' });
    expect(said).toMatchObject({ status: 201, json: { stored: true, sequence: 1 } });
    expect((await own('PATCH', path, { title: 'yours' })).json).toMatchObject({ title: 'yours' });
    const markdown = await own('GET', `${path}/export?format=json`);
    expect(markdown.headers['content-disposition']).toBe(`attachment; filename="${id}.json"`);
    expect(markdown.json['turns']).toMatchObject([{ content: 'hello' }]);
    expect((await ada.ask('GET', `/v1${path}`)).status).toBe(404);
    const given = await own('POST', `${path}/assign`, { client_id: ada.id });
    expect(given.json).toMatchObject({ id, client_id: ada.id, turn_count: 1 });
    expect((await ada.ask('GET', `/v1${path}/turns`)).json['turns']).toMatchObject([
      { client_id: ada.id, content: 'hello' },
    ]);
    expect((await ben.ask('GET', `/v1${path}`)).status).toBe(404);
    expect((await own('POST', `${path}/assign`, { client_id: NO_SUCH })).status).toBe(404);
    expect((await own('POST', `${path}/assign`, { client_id: 'nobody' })).status).toBe(400);
    const back = await own('POST', `${path}/assign`, { client_id: 'owner' });
    expect(back.json).toMatchObject({ client_id: null });
    expect((await ada.ask('GET', `/v1${path}`)).status).toBe(404);
    expect((await own('POST', `${path}/reset`)).json).toEqual({ turns: 1 });
    expect((await own('DELETE', path)).status).toBe(204);
    expect((await own('GET', path)).status).toBe(404);
  });

  it('reads and writes every profile', async () => {
    const query = `?client=${ada.id}`;
    const written = await own('PATCH', `/profile${query}`, {
      identity: { display_name: 'Ada L.' },
      preferences: 'tea',
    });
    expect(written.json).toMatchObject({ client_id: ada.id, preferences: 'tea' });
    expect((await own('GET', '/profile')).json).toMatchObject({ client_id: null, preferences: '' });
    expect((await own('GET', `/profile/identity${query}`)).json).toMatchObject({
      identity: { id: ada.id, display_name: 'Ada L.' },
    });
    const versions = (await own('GET', `/profile/history${query}`)).json['versions'];
    expect(versions).toHaveLength(3);
    const text = await owner.ask('GET', `/v1/owner/profile/export${query}`, {
      headers: owner.withTicket(),
    });
    expect(text.body.toString()).toContain('- Display Name: Ada L.');
    expect((await own('POST', '/memory/clear', { client: ada.id })).json).toEqual({
      turns: 0,
      preferences: true,
    });
    expect((await own('GET', `/profile/preferences${query}`)).json).toMatchObject({ text: '' });
    expect((await own('GET', `/profile?client=${NO_SUCH}`)).status).toBe(404);
  });

  it('chooses for how long turns are kept', async () => {
    const path = `/retention?client=${ben.id}`;
    expect((await own('GET', path)).json).toEqual({ client: ben.id, keep: 'forever' });
    expect((await own('PUT', path, { keep: 'off' })).json).toEqual({ client: ben.id, keep: 'off' });
    const said = await ben.ask('POST', `/v1/conversations/${ben.conversation}/messages`, {
      role: 'user',
      content: 'gone',
    });
    expect(said).toEqual({ status: 200, json: { stored: false } });
    expect((await own('PUT', path, { keep: 30 })).json).toEqual({ client: ben.id, keep: 30 });
    expect((await own('GET', path)).json).toEqual({ client: ben.id, keep: 30 });
    expect((await own('GET', '/retention?client=owner')).json).toMatchObject({ keep: 'forever' });
    for (const keep of [0, -1, 1.5, 36_526, 'never', null]) {
      expect((await own('PUT', path, { keep })).status, String(keep)).toBe(400);
    }
    expect((await own('GET', '/retention')).status).toBe(400);
    expect((await own('GET', `/retention?client=${NO_SUCH}`)).status).toBe(404);
  });
});

describe('the owner’s routes', () => {
  const served = async (): Promise<[method: string, path: string][]> => {
    const document = JSON.parse((await owner.ask('GET', '/openapi.json')).body.toString()) as {
      paths: Record<string, Record<string, { security?: unknown }>>;
    };
    return Object.entries(document.paths)
      .filter(([path]) =>
        /^\/v1\/owner\/(?:conversations|turns|search|memory|profile|retention)/.test(path),
      )
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method): [string, string] => [
          method.toUpperCase(),
          path.replace('{id}', ada.conversation).replace('{section}', 'about'),
        ]),
      );
  };

  it('are not there on TCP, and on the socket for nobody without a ticket of that terminal', async () => {
    const routes = await served();
    expect(routes).toHaveLength(21);
    for (const [method, path] of routes) {
      const ask = async (headers: Record<string, string>, tcp = false): Promise<number> =>
        (await owner.ask(method, path, { headers, tcp })).status;
      expect(await ask(owner.withTicket(), true), `${method} ${path}`).toBe(404);
      expect(await ask({}, true)).toBe(404);
      expect(await ask({})).toBe(401);
      expect(await ask(owner.withTicket('x'.repeat(43)))).toBe(401);
      expect(await ask(owner.withTicket(owner.ticket, B))).toBe(401);
    }
  });

  it('close with the vault', async () => {
    expect((await owner.served.run(['lock'])).exit).toBe(0);
    for (const [method, path] of await served()) {
      const { status } = await owner.ask(method, path, { headers: owner.withTicket() });
      expect(status, `${method} ${path}`).toBe(401);
    }
    expect((await ada.ask('GET', '/v1/conversations')).status).toBe(423);
    owner.ticket = await owner.ticketFor(A, true);
    const { json } = await own('GET', `/conversations/${ada.conversation}/turns`);
    expect(json['turns']).toMatchObject([{ content: 'the amber phrase of ada' }]);
  });
});
