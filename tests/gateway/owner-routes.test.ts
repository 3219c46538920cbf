import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { A, OwnerSocket } from '../support/owner-socket.ts';
import { serveHome } from '../support/served-home.ts';
import { homeWithTwoSecrets, removeHomes } from '../support/vault-fixture.ts';

const ID = '6f1c0a3e-5d2b-4b0e-9a55-0c9e5b1f7a10';

let owner: OwnerSocket;

beforeAll(async () => {
  owner = new OwnerSocket(await serveHome(await homeWithTwoSecrets()));
});
afterAll(async () => {
  await owner.served.stop();
  removeHomes();
});
beforeEach(async () => {
  owner.ticket = await owner.ticketFor(A, true);
});

describe('the owner’s routes in JSON', () => {
  it('let a client in, give it a key and a grant, and shut it out again', async () => {
    const made = await owner.json('POST', '/v1/clients', { name: 'bot', metadata: { desk: 'fx' } });
    expect([made.status, made.json?.['name']]).toEqual([201, 'bot']);
    const id = String(made.json?.['id']);
    expect((await owner.json('POST', '/v1/clients', { name: 'BOT' })).status).toBe(409);
    const key = await owner.json('POST', `/v1/clients/${id}/keys`, { name: 'desk' });
    expect(key.status).toBe(201);
    const text = String(key.json?.['key']);
    expect(text).toMatch(/^sr_live_/);
    const hash = createHash('sha256').update(text).digest('hex');
    expect((await owner.json('POST', '/v1/clients/by-key', { hash })).json).toMatchObject({
      client: { id, name: 'bot' },
      key: { id: key.json?.['id'], state: 'active' },
    });
    const grant = await owner.json('POST', '/v1/grants', {
      client_id: id,
      secret: 'alpha',
      mode: 'read',
    });
    expect(grant.status).toBe(201);
    expect((await owner.json('GET', `/v1/grants?client_id=${id}`)).json).toMatchObject({
      grants: [{ id: grant.json?.['id'], secret: 'alpha', standing: 'holds' }],
    });
    const secretPath = '/v1/secrets/alpha';
    const bearer = { Authorization: `Bearer ${text}` };
    expect((await owner.ask('GET', secretPath, { tcp: true, headers: bearer })).status).toBe(200);
    expect(
      (await owner.json('PATCH', `/v1/clients/${id}`, { status: 'suspended', name: 'robot' })).json,
    ).toMatchObject({
      name: 'robot',
      status: 'suspended',
    });
    expect((await owner.ask('GET', secretPath, { tcp: true, headers: bearer })).status).toBe(403);
    await owner.json('PATCH', `/v1/clients/${id}`, { status: 'active' });
    const rotated = await owner.json('POST', `/v1/clients/${id}/rotate-key`, {
      overlap_seconds: 0,
    });
    expect(rotated.status).toBe(201);
    expect((await owner.ask('GET', secretPath, { tcp: true, headers: bearer })).status).toBe(401);
    const next = { Authorization: `Bearer ${String(rotated.json?.['key'])}` };
    expect((await owner.ask('GET', secretPath, { tcp: true, headers: next })).status).toBe(200);
    expect((await owner.json('DELETE', `/v1/grants/${String(grant.json?.['id'])}`)).status).toBe(
      204,
    );
    expect((await owner.ask('GET', secretPath, { tcp: true, headers: next })).status).toBe(403);
    expect((await owner.json('DELETE', `/v1/keys/${String(rotated.json?.['id'])}`)).status).toBe(
      204,
    );
    expect((await owner.json('DELETE', `/v1/clients/${id}`)).json).toMatchObject({ id, grants: 0 });
    expect((await owner.json('GET', '/v1/clients')).json).toMatchObject({
      clients: [],
      damaged: [],
    });
  });

  it('let a client read or write its profile by a grant that names no secret', async () => {
    const client = await owner.json('POST', '/v1/clients', { name: 'profiled' });
    const id = String(client.json?.['id']);
    const wanted = { client_id: id, object: 'profile', mode: 'write' };
    const made = await owner.json('POST', '/v1/grants', wanted);
    expect(made.status).toBe(201);
    expect((await owner.json('POST', '/v1/grants', wanted)).json).toEqual(made.json);
    expect((await owner.json('GET', `/v1/grants?client_id=${id}`)).json).toMatchObject({
      grants: [{ ...made.json, ...wanted, secret_id: null, secret: null, standing: 'holds' }],
    });
    for (const wrong of [
      { ...wanted, mode: 'sign' },
      { ...wanted, secret: 'alpha' },
      { ...wanted, expires_at: null },
      { client_id: id, secret: 'alpha', mode: 'write' },
    ]) {
      expect((await owner.json('POST', '/v1/grants', wrong)).status).toBe(400);
    }
    const path = `/v1/grants/${String(made.json?.['id'])}`;
    expect((await owner.json('DELETE', path)).status).toBe(204);
    await owner.json('DELETE', `/v1/clients/${id}`);
  });

  it('show one client by its id, without a key of it', async () => {
    const made = await owner.json('POST', '/v1/clients', { name: 'shown', email: 'a@b.example' });
    const id = String(made.json?.['id']);
    const shown = await owner.json('GET', `/v1/clients/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.json).toMatchObject({ id, name: 'shown', email: 'a@b.example', status: 'active' });
    expect(JSON.stringify(shown.json)).not.toContain('sr_');
    expect((await owner.json('GET', `/v1/clients/cli_${ID}`)).status).toBe(404);
    expect((await owner.ask('GET', `/v1/clients/${id}`, { tcp: true })).status).toBe(404);
    await owner.json('DELETE', `/v1/clients/${id}`);
  });

  it('change settings and pauses', async () => {
    expect((await owner.json('PUT', '/v1/settings/history.keep', { value: 5 })).json).toMatchObject(
      {
        value: 5,
      },
    );
    expect((await owner.json('PUT', '/v1/settings/history.keep', { value: 'x' })).status).toBe(400);
    expect((await owner.json('DELETE', '/v1/settings/history.keep')).json).toMatchObject({
      value: 10,
    });
    expect((await owner.json('GET', '/v1/settings')).json?.['settings']).toContainEqual(
      expect.objectContaining({ name: 'history.keep' }),
    );
    expect((await owner.json('POST', '/v1/pause')).json).toMatchObject({ target: '*' });
    expect((await owner.json('GET', '/v1/pause')).json).toMatchObject({
      pauses: [{ target: '*' }],
    });
    expect((await owner.json('DELETE', '/v1/pause')).json).toEqual({ was_paused: true });
  });

  it('refuse what their schemas do not know', async () => {
    for (const [method, path, value] of [
      ['POST', '/v1/clients', { name: 'x', rank: 1 }],
      ['POST', '/v1/clients', { name: 1 }],
      ['POST', '/v1/clients', undefined],
      ['GET', '/v1/clients?all=maybe', undefined],
      ['GET', '/v1/clients/nobody', undefined],
      ['POST', '/v1/clients/by-key', { hash: 'xyz' }],
      ['POST', '/v1/grants', { client_id: `cli_${ID}`, mode: 'read' }],
      ['POST', '/v1/grants', { client_id: `cli_${ID}`, secret: 'alpha', mode: 'own' }],
      ['PUT', '/v1/settings/history.keep', { value: null }],
    ] as const) {
      expect((await owner.json(method, path, value)).status, `${method} ${path}`).toBe(400);
    }
  });

  it('are in the document of the socket as the owner’s, and in no other', async () => {
    const socket = JSON.parse((await owner.ask('GET', '/openapi.json')).body.toString()) as {
      paths: Record<string, Record<string, { security?: unknown }>>;
    };
    expect(socket.paths['/v1/clients']?.['get']?.security).toEqual([{ ticket: [] }]);
    const tcp = (await owner.ask('GET', '/openapi.json', { tcp: true })).body.toString();
    for (const path of ['/v1/clients', '/v1/grants', '/v1/owner', '/v1/settings', '/v1/pause']) {
      expect(tcp.includes(path), path).toBe(false);
    }
  });
});

describe('a lock', () => {
  it('is felt by clients within a second, while health is answered', async () => {
    const { json: client } = await owner.json('POST', '/v1/clients', { name: 'lodger' });
    const id = String(client?.['id']);
    const { json: key } = await owner.json('POST', `/v1/clients/${id}/keys`, { name: 'one' });
    const headers = { Authorization: `Bearer ${String(key?.['key'])}` };
    expect((await owner.ask('GET', '/v1/me', { tcp: true, headers })).status).toBe(200);
    const began = performance.now();
    expect((await owner.served.run(['lock'])).exit).toBe(0);
    expect((await owner.ask('GET', '/v1/me', { tcp: true, headers })).status).toBe(423);
    expect((await owner.ask('GET', '/v1/me', { headers })).status).toBe(423);
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await owner.ask('GET', '/healthz', { tcp: true })).status).toBe(200);
    expect(
      (await owner.ask('GET', '/v1/me', { tcp: true, headers: { Authorization: 'Bearer x' } }))
        .status,
    ).toBe(401);
    await owner.ticketFor(A, true);
    expect((await owner.ask('GET', '/v1/me', { tcp: true, headers })).status).toBe(200);
  });
});
