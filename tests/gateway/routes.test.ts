import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, field, utf8 } from '../support/vault-fixture.ts';
import {
  bearer,
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from './gateway-fixture.ts';
import type { RawAnswer } from './raw-client.ts';

let g: TestGateway;
let other: string;
beforeAll(async () => {
  g = await startTestGateway();
  await g.vault.secrets.set(
    {
      name: 'broker',
      kind: 'broker',
      fields: [
        field('key "quoted" \\ \u0001 ä 🔑', 'api_key'),
        { name: 'cert', value: utf8('AAEC/w=='), encoding: 'base64' },
      ],
      metadata: { environment: 'paper' },
      totp: utf8('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'),
    },
    call(),
  );
  const bot = { name: 'bot' };
  await g.vault.grants.add({ client: bot, secret: { name: 'broker' }, mode: 'read' }, call());
  await g.vault.clients.add({ name: 'other' }, call());
  const made = await g.vault.keys.create({ client: { name: 'other' }, name: 'k' }, call());
  other = Buffer.from(made.key).toString('latin1');
});
afterAll(closeTestGateways);

const get = (path: string, more: readonly string[] = []): Promise<RawAnswer> =>
  g.ask(`GET ${path} HTTP/1.1`, [bearer(g.key), ...more]);
const send = (method: string, path: string, body: unknown, key = g.key): Promise<RawAnswer> => {
  const text = Buffer.from(JSON.stringify(body), 'utf8').toString('latin1');
  const length = `Content-Length: ${String(text.length)}`;
  const headers = [bearer(key), 'Content-Type: application/json', length];
  return g.ask(`${method} ${path} HTTP/1.1`, headers, text);
};
const parsed = ({ body }: RawAnswer): unknown =>
  JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));

describe('every answer', () => {
  it('may be neither kept nor guessed at nor framed, and names no server', async () => {
    for (const answer of [
      await get('/healthz'),
      await get('/v1/secrets/alpha'),
      await get('/no'),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      const names = [...answer.headers.keys()];
      expect(names).not.toContain('server');
      expect(names).not.toContain('x-powered-by');
      expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('/status', () => {
  it('says nothing of what the vault holds', async () => {
    expect(parsed(await g.ask('GET /status HTTP/1.1'))).toEqual({
      version: '1.2.3',
      locked: false,
      paused: false,
      keys_required: true,
      warnings: [],
    });
  });

  it('warns while keys are not required; then a call without one is the client default', async () => {
    await g.vault.clients.add({ name: 'default' }, call());
    await g.vault.settings.set({ name: 'auth.required', value: '0' }, call());
    try {
      expect(parsed(await g.ask('GET /status HTTP/1.1'))).toMatchObject({
        keys_required: false,
        warnings: ['keys_not_required'],
      });
      expect((await g.ask('GET /v1/secrets/alpha HTTP/1.1')).status).toBe(403);
      const basic = await g.ask('GET /v1/me HTTP/1.1', ['Authorization: Basic x']);
      expect(basic.status).toBe(401);
    } finally {
      await g.vault.settings.reset({ name: 'auth.required' }, call());
    }
  });
});

describe('/v1/me', () => {
  it('tells who calls and what is left', async () => {
    const seen = parsed(await get('/v1/me'));
    expect(seen).toMatchObject({
      client: { name: 'bot' },
      key: { prefix: g.key.slice(0, 12) },
      plan: 'unlimited',
      quota: { minute: { limit: null, left: null } },
    });
    const limited = parsed(await g.ask('GET /v1/me HTTP/1.1', [bearer(other)]));
    const { quota } = limited as { quota: Record<string, Record<string, number>> };
    const { limit = 0, used = 0, left } = quota['minute'] ?? {};
    expect(used).toBeGreaterThan(0);
    expect(left).toBe(limit - used);
  });
});

describe('/v1/secrets', () => {
  it('lists what was granted, without values', async () => {
    const answer = await get('/v1/secrets');
    expect(parsed(answer)).toMatchObject({
      secrets: [
        { name: 'alpha', kind: 'generic', modes: ['read'], environment: null, expires_in: null },
        { name: 'broker', kind: 'broker', modes: ['read'], environment: 'paper' },
      ],
    });
    expect(answer.body).not.toContain('quoted');
    expect(answer.body).not.toContain('beta');
  });

  it('gives a secret with its fields, and says which are base64', async () => {
    expect(parsed(await get('/v1/secrets/broker'))).toEqual({
      name: 'broker',
      kind: 'broker',
      version: 1,
      fields: { api_key: 'key "quoted" \\ \u0001 ä 🔑', cert: 'AAEC/w==' },
      encodings: { cert: 'base64' },
    });
    expect(parsed(await get('/v1/secrets/ALPHA'))).toEqual({
      name: 'alpha',
      kind: 'generic',
      version: 1,
      fields: { value: 'one' },
    });
  });

  it('gives a field in JSON or as it is', async () => {
    expect(parsed(await get('/v1/secrets/broker/fields/cert'))).toEqual({
      name: 'broker',
      field: 'cert',
      value: 'AAEC/w==',
      encoding: 'base64',
    });
    const path = '/v1/secrets/broker/fields/api_key';
    const plain = await get(path, ['Accept: text/plain']);
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(Buffer.from(plain.body, 'latin1').toString('utf8')).toBe('key "quoted" \\ \u0001 ä 🔑');
    for (const accept of ['*/*', 'application/json', 'application/json, text/plain, */*']) {
      expect(parsed(await get(path, [`Accept: ${accept}`]))).toMatchObject({ field: 'api_key' });
    }
  });

  it('answers a reference like the field that it names', async () => {
    const ask = (ref: string) => get(`/v1/secrets/by-ref?ref=${encodeURIComponent(ref)}`);
    expect(parsed(await ask('strongroom://alpha'))).toMatchObject({ field: 'value', value: 'one' });
    expect(parsed(await ask('strongroom://broker/cert'))).toMatchObject({ field: 'cert' });
    expect((await ask('strongroom://broker')).status).toBe(404);
    expect((await ask('strongroom://beta/value')).status).toBe(403);
    expect((await ask('op://alpha/value')).status).toBe(400);
  });

  it('gives a code, and no seed', async () => {
    const answer = await get('/v1/secrets/broker/totp');
    expect(parsed(answer)).toMatchObject({ code: expect.stringMatching(/^\d{6}$/) as string });
    expect(Object.keys(parsed(answer) as object).sort()).toEqual([
      'code',
      'period_seconds',
      'remaining_seconds',
    ]);
    expect((await get('/v1/secrets/alpha/totp')).status).toBe(404);
  });

  it('tells a name that nobody has from one that was not granted in nothing', async () => {
    const [missing, refused] = [await get('/v1/secrets/gamma'), await get('/v1/secrets/beta')];
    const same = ({ status, body }: RawAnswer) => [status, body.replace(/[0-9a-f-]{36}/, '')];
    expect(same(missing)).toEqual(same(refused));
    expect(missing.status).toBe(403);
  });

  it('gives nothing of a secret whose field is not there', async () => {
    const answer = await get('/v1/secrets/broker/fields/none');
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('api_key');
    const id = answer.headers.get('x-correlation-id') ?? '';
    const events = g.vault.audit.query({ correlationId: id }).map(({ event }) => event);
    expect(events).toEqual(['secret.read', 'gateway.refused']);
  });
});

describe('/v1/sessions', () => {
  it('are begun, seen, changed and closed by their client alone', async () => {
    const begun = await send('POST', '/v1/sessions', {
      profile: 'p',
      metadata: { a: '1', b: '2' },
    });
    expect(begun.status).toBe(201);
    const session = parsed(begun) as { id: string };
    expect(session).toMatchObject({ status: 'active', profile: 'p', metadata: { a: '1', b: '2' } });
    const path = `/v1/sessions/${session.id}`;
    expect(parsed(await get(path))).toEqual(session);
    expect((await g.ask(`GET ${path} HTTP/1.1`, [bearer(other)])).status).toBe(404);
    const patched = await send('PATCH', path, { profile: null, metadata: { a: null, c: '3' } });
    expect(parsed(patched)).toMatchObject({ profile: null, metadata: { b: '2', c: '3' } });
    expect((await send('PATCH', path, { profile: 'x' }, other)).status).toBe(404);
    const listed = parsed(await get('/v1/sessions')) as { sessions: { id: string }[] };
    expect(listed.sessions.map(({ id }) => id)).toContain(session.id);
    const closed = await g.ask(`DELETE ${path} HTTP/1.1`, [bearer(g.key)]);
    expect([closed.status, closed.body]).toEqual([204, '']);
    expect(parsed(await get('/v1/sessions'))).toMatchObject({ sessions: [] });
    const all = parsed(await get('/v1/sessions?all=true')) as { sessions: object[] };
    expect(all.sessions).toMatchObject([{ id: session.id, status: 'closed' }]);
  });

  it('live on when a request names them, and only for their own client', async () => {
    const begun = parsed(await send('POST', '/v1/sessions', {})) as {
      id: string;
      expires_at: string;
    };
    const named = (id: string, key = g.key) =>
      g.ask('GET /v1/me HTTP/1.1', [bearer(key), `X-Strongroom-Session: ${id}`]);
    expect((await named(begun.id)).status).toBe(200);
    const seen = parsed(await get(`/v1/sessions/${begun.id}`)) as { expires_at: string };
    expect(seen.expires_at > begun.expires_at).toBe(true);
    expect((await named(begun.id, other)).status).toBe(404);
    expect((await named('ses_x')).status).toBe(400);
    expect((await named(`${begun.id}, ${begun.id}`)).status).toBe(400);
  });
});

describe('/v1/usage and /v1/audit', () => {
  it("show the client's own requests and lines", async () => {
    const stranger = await g.ask('GET /v1/secrets/alpha HTTP/1.1', [bearer(other)]);
    expect(stranger.status).toBe(403);
    const usage = parsed(await get('/v1/usage?limit=2')) as {
      requests: number;
      entries: object[];
      by_route: { requests: number }[];
    };
    expect(usage.entries).toHaveLength(2);
    expect(usage.by_route.reduce((sum, { requests }) => sum + requests, 0)).toBe(usage.requests);
    const seen = parsed(await get('/v1/audit?limit=1000')) as { events: { ref: object }[] };
    const [client] = await g.vault.clients.list({}, call()).then(({ clients }) => clients);
    expect(seen.events.length).toBeGreaterThan(0);
    for (const { ref } of seen.events) expect(ref).toMatchObject({ client: client?.id });
  });
});
