import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApiKey } from '../../src/core/clients/api-key.ts';
import { call, PASSWORD, SteppingClock, utf8 } from '../support/vault-fixture.ts';
import {
  bearer,
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from './gateway-fixture.ts';
import { exchange, requestText, type RawAnswer } from './raw-client.ts';

const clock = new SteppingClock();
let g: TestGateway;
beforeAll(async () => {
  g = await startTestGateway({ clock });
});
afterAll(closeTestGateways);

const ask = (headers: readonly string[], path = '/v1/secrets/alpha'): Promise<RawAnswer> =>
  g.ask(`GET ${path} HTTP/1.1`, headers);
const keyText = async (input: { name: string; lifetimeSeconds?: number }) => {
  const made = await g.vault.keys.create({ client: { name: 'bot' }, ...input }, call());
  return { text: Buffer.from(made.key).toString('latin1'), id: made.summary.id };
};

/** Every byte of an answer but the ones that are different each time. */
async function bytesOf(headers: readonly string[]): Promise<string> {
  const host = `Host: 127.0.0.1:${String(g.port)}`;
  const text = requestText('GET /v1/secrets/alpha HTTP/1.1', [
    host,
    'Connection: close',
    ...headers,
  ]);
  const received = await exchange({ host: '127.0.0.1', port: g.port }, text);
  return received
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/\r\nDate: [^\r]*/, '');
}

describe('a credential that is not taken', () => {
  it('is answered with the same bytes whatever is wrong with it', async () => {
    const expired = await keyText({ name: 'short', lifetimeSeconds: 60 });
    const revoked = await keyText({ name: 'revoked' });
    await g.vault.keys.revoke({ id: revoked.id }, call());
    clock.advance(61_000);
    const last = g.key.at(-1) === 'a' ? 'b' : 'a';
    const unknown = Buffer.from(makeApiKey('live').key).toString('latin1');
    const shown = [
      bearer(expired.text),
      bearer(revoked.text),
      bearer(unknown),
      bearer(g.key.slice(0, -1) + last),
      bearer(g.key.slice(0, 20)),
      bearer(`${g.key}x`),
      bearer('srt_00000000000000000000000000000000000000'),
      bearer('x'),
      'Authorization: Bearer',
      'Authorization:',
      `Authorization: Basic ${Buffer.from(g.key).toString('base64')}`,
      `Authorization: ${g.key}`,
      `Authorization: Ticket ${g.key}`,
      `Authorization: Bearer ${g.key} ${g.key}`,
      `X-Api-Key: ${g.key}`,
    ];
    const expected = await bytesOf([]);
    expect(expected).toMatch(/^HTTP\/1\.1 401 /);
    expect(expected).toMatch(/\r\nWWW-Authenticate: Bearer\r\n/);
    for (const header of shown) expect(await bytesOf([header])).toBe(expected);
    const why = new Set(g.refusals().map(({ ref }) => (ref as Record<string, string>)['why']));
    for (const word of ['expired', 'revoked', 'unknown', 'malformed', 'missing']) {
      expect(why).toContain(word);
    }
  });

  it('is not the good one beside it', async () => {
    const good = bearer(g.key);
    for (const other of ['X-Api-Key', 'Api-Key', 'X-Goog-Api-Key', 'Proxy-Authorization']) {
      expect((await ask([good, `${other}: ${g.key}`])).status).toBe(400);
    }
    expect((await ask([good, good])).status).toBe(400);
    expect((await ask(['X-Api-Key: a', 'Api-Key: b'])).status).toBe(400);
  });

  it('does not stand in the log', () => {
    const lines = JSON.stringify(g.refusals());
    expect(lines).not.toContain(g.key.slice(8));
  });
});

describe('a good credential', () => {
  it('is taken with its scheme in any case', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect((await ask([`Authorization: ${scheme} ${g.key}`])).status).toBe(200);
    }
  });

  it('makes a token, which works until it is ended', async () => {
    const made = await g.ask('POST /v1/auth/token HTTP/1.1', [bearer(g.key)]);
    expect(made.status).toBe(200);
    const { token, token_type: type } = JSON.parse(made.body) as Record<string, string>;
    expect(type).toBe('Bearer');
    const shown = [bearer(token ?? '')];
    expect((await ask(shown)).status).toBe(200);
    expect((await g.ask('POST /v1/auth/token HTTP/1.1', shown)).status).toBe(403);
    const out = await g.ask('POST /v1/auth/logout HTTP/1.1', shown);
    expect([out.status, out.body]).toEqual([204, '']);
    expect((await ask(shown)).status).toBe(401);
    expect((await ask([bearer(g.key)])).status).toBe(200);
  });

  it('gets 423 while locked, a bad one 401, and healthz answers', async () => {
    await g.vault.lock('owner', call());
    try {
      const answer = await ask([bearer(g.key)]);
      expect(answer.status).toBe(423);
      expect(answer.body).toContain('"locked"');
      expect((await ask([bearer(`${g.key}x`)])).status).toBe(401);
      expect((await ask([])).status).toBe(401);
      expect((await ask([], '/healthz')).status).toBe(200);
      expect(JSON.parse((await ask([], '/status')).body)).toMatchObject({ locked: true });
    } finally {
      await g.vault.unlock({ password: utf8(PASSWORD) }, call());
    }
    expect((await ask([bearer(g.key)])).status).toBe(200);
  });

  it('gets 403 while its client is suspended or paused', async () => {
    const bot = { name: 'bot' };
    await g.vault.clients.suspend(bot, call());
    expect((await ask([bearer(g.key)])).body).toContain('"suspended"');
    await g.vault.clients.resume(bot, call());
    await g.vault.pauses.pause({ client: null }, call());
    expect((await ask([bearer(g.key)])).body).toContain('"paused"');
    expect(JSON.parse((await ask([], '/status')).body)).toMatchObject({ paused: true });
    await g.vault.pauses.unpause({ client: null }, call());
    expect((await ask([bearer(g.key)])).status).toBe(200);
  });

  it('has one correlation id from the answer to the log and the usage', async () => {
    const answer = await ask([bearer(g.key)]);
    const id = answer.headers.get('x-correlation-id') ?? '';
    expect(g.vault.audit.query({ correlationId: id })).toMatchObject([
      { event: 'secret.read', actor: 'gateway' },
    ]);
    g.vault.access.flush();
    const { entries } = await g.vault.access.usageOf({}, call());
    expect(entries.filter(({ correlationId }) => correlationId === id)).toMatchObject([
      { route: '/v1/secrets/{name}', method: 'GET', status: 200 },
    ]);
  });

  it('has one for a refusal as well', async () => {
    const answer = await ask([bearer(g.key)], '/v1/secrets/beta');
    expect(answer.status).toBe(403);
    const id = answer.headers.get('x-correlation-id') ?? '';
    expect(g.vault.audit.query({ correlationId: id })).toHaveLength(1);
    g.vault.access.flush();
    const { entries } = await g.vault.access.usageOf({}, call());
    expect(entries.filter(({ correlationId }) => correlationId === id)).toMatchObject([
      { status: 403 },
    ]);
  });
});

describe('strangers', () => {
  it('are slowed down together, and shut no client out', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 300; i += 1) statuses.push((await ask([])).status);
    expect(statuses[0]).toBe(401);
    const slowed = await ask([]);
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await ask([], '/healthz')).status).toBe(429);
    expect((await ask([bearer(`${g.key}x`)])).status).toBe(429);
    expect((await ask([bearer(g.key)])).status).toBe(200);
    clock.advance(1000);
    expect((await ask([], '/healthz')).status).toBe(200);
  });

  it('are counted in the log to the last one, in few lines', async () => {
    const before = countOf(g, 'missing');
    clock.advance(10_000);
    for (let i = 0; i < 200; i += 1) await ask([]);
    await g.gateway.close();
    expect(countOf(g, 'missing') - before).toBeGreaterThanOrEqual(200);
    expect(g.refusals().length).toBeLessThan(100);
  });
});

function countOf(gateway: TestGateway, why: string): number {
  return gateway
    .refusals()
    .filter(({ ref }) => (ref as Record<string, string>)['why'] === why)
    .reduce((sum, { n }) => sum + ((n as Record<string, number>)['calls'] ?? 0), 0);
}
