import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import type { GatewayApp } from '../../src/gateway/route.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import {
  bearer,
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from './gateway-fixture.ts';
import { exchange, parseAnswers, requestText } from './raw-client.ts';

afterAll(closeTestGateways);

const INNER = 'inner words of a driver';
const broken = (): never => {
  throw new Error(INNER);
};
/** The vault with some of its verbs replaced. */
const withAccess =
  (changes: Partial<VaultApi['access']>) =>
  (vault: VaultApi): VaultApi => ({ ...vault, access: { ...vault.access, ...changes } });
const get = (g: TestGateway, path: string) => g.ask(`GET ${path} HTTP/1.1`, [bearer(g.key)]);
const why = (g: TestGateway) =>
  g
    .refusals()
    .map(({ ref, n }) => [
      (ref as Record<string, string>)['why'],
      (n as Record<string, number>)['calls'],
    ]);

describe('what goes wrong inside', () => {
  it('is told as internal and nothing more, with a line of its own', async () => {
    const g = await startTestGateway({ wrap: withAccess({ me: broken, identify: broken }) });
    const answer = await get(g, '/v1/me');
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('"internal"');
    expect(answer.body).not.toContain(INNER);
    expect(why(g)).toEqual([['internal', 1]]);
  });

  it('is the same in a verb, whatever a library calls it', async () => {
    const teapot = (): never => {
      throw Object.assign(new Error(INNER), { statusCode: 418, code: 'FST_ERR_VALIDATION' });
    };
    const g = await startTestGateway({ wrap: withAccess({ me: teapot }) });
    // Twice: what a verb may have left lines of is never counted with another.
    for (const answer of [await get(g, '/v1/me'), await get(g, '/v1/me')]) {
      expect(answer.status).toBe(500);
      expect(answer.body).not.toContain(INNER);
      const id = answer.headers.get('x-correlation-id') ?? '';
      expect(g.vault.audit.query({ correlationId: id })).toMatchObject([
        { event: 'gateway.refused', reason: 'internal', ref: { route: 'v1.me' }, n: { calls: 1 } },
      ]);
    }
  });

  it('is an answer that does not fit its schema too', async () => {
    const g = await startTestGateway({
      wrap: withAccess({ me: async () => ({ limits: {}, used: {}, name: 7 }) as never }),
    });
    expect((await get(g, '/v1/me')).status).toBe(500);
  });

  it('tells a code that is not for HTTP as internal, and no hint but of what was asked', async () => {
    let thrown = new VaultError('vault_in_use', { hint: 'hinting' });
    const me = (): never => {
      throw thrown;
    };
    const g = await startTestGateway({ wrap: withAccess({ me }) });
    expect((await get(g, '/v1/me')).body).toMatch(/"internal"/);
    thrown = new VaultError('not_granted', { hint: 'hinting' });
    expect((await get(g, '/v1/me')).body).not.toContain('hinting');
    thrown = new VaultError('invalid_input', { hint: 'hinting' });
    expect((await get(g, '/v1/me')).body).toContain('hinting');
    thrown = new VaultError('rate_limited', { retryAfterMs: 1001 });
    const limited = await get(g, '/v1/me');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
  });

  it('exempts nothing while nobody knows what is exempt', async () => {
    const g = await startTestGateway({ wrap: withAccess({ state: broken }) });
    expect((await g.ask('GET /healthz HTTP/1.1')).status).toBe(401);
    expect((await get(g, '/healthz')).status).toBe(200);
  });

  it('keeps no answer back that cannot be kept or noted', async () => {
    const g = await startTestGateway({
      wrap: (vault) => ({
        ...withAccess({ record: broken })(vault),
        audit: {
          ...vault.audit,
          note: (note, context) => {
            if (note.event === 'gateway.refused') broken();
            vault.audit.note(note, context);
          },
        },
      }),
    });
    expect((await get(g, '/v1/secrets/alpha')).status).toBe(200);
    expect((await get(g, '/nowhere')).status).toBe(404);
    expect((await get(g, '/v1/secrets/alpha/fields/none')).status).toBe(404);
    await g.gateway.close();
  });
});

const slowRoutes = (app: GatewayApp): void => {
  app.get('/v1/slow', { config: { door: 'socket' } }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { slow: true };
  });
  app.post(
    '/v1/bytes',
    { config: { door: 'socket', bodyType: 'application/octet-stream' }, bodyLimit: 1024 * 1024 },
    async ({ body }) => ({
      length: (body as Uint8Array).length,
      last: (body as Uint8Array).at(-1),
    }),
  );
};

describe('a connection that breaks off', () => {
  const post = (g: TestGateway, more: string): string =>
    requestText(
      'POST /v1/sessions HTTP/1.1',
      [
        ...[`Host: 127.0.0.1:${String(g.port)}`, bearer(g.key)],
        ...['Content-Type: application/json', 'Content-Length: 10'],
      ],
      more,
    );

  it('in the middle of a body leaves a line and no session', async () => {
    const g = await startTestGateway();
    const socket = connect({ host: '127.0.0.1', port: g.port });
    socket.write(post(g, '{"pro'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await expect.poll(() => why(g)).toEqual([['not_http', 1]]);
    expect((await get(g, '/v1/sessions')).body).toBe('{"sessions":[]}');
  });

  it('by its sender before the answer is kept as such', async () => {
    const g = await startTestGateway();
    const socket = connect({ host: '127.0.0.1', port: g.port });
    socket.write(post(g, ''));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.resetAndDestroy();
    await expect
      .poll(async () => {
        g.vault.access.flush();
        const { entries } = await g.vault.access.usageOf(
          {},
          { correlationId: '00000000-0000-4000-8000-000000000000', actor: 'cli' },
        );
        return entries.map(({ status }) => status);
      })
      .toEqual([499]);
  });

  it('by rubbish behind a request that is not answered yet gets no answer to the rubbish', async () => {
    const g = await startTestGateway({ ownerRoutes: slowRoutes });
    const slow = requestText('GET /v1/slow HTTP/1.1', ['Host: localhost']);
    const received = await exchange({ path: g.socketPath }, `${slow}rubbish\r\n\r\n`);
    expect(received).toBe('');
    expect(why(g)).toEqual([['not_http', 1]]);
  });

  it('by rubbish behind an answer gets an answer to the rubbish', async () => {
    const g = await startTestGateway();
    const socket = connect({ host: '127.0.0.1', port: g.port });
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.write(requestText('GET /healthz HTTP/1.1', [`Host: 127.0.0.1:${String(g.port)}`]));
    await expect.poll(() => received).toMatch(/"ok"/);
    socket.write('rubbish\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(parseAnswers(received).map(({ status }) => status)).toEqual([200, 400]);
  });

  it('while nobody is answered lets the gateway close', async () => {
    const g = await startTestGateway({ ownerRoutes: slowRoutes });
    const socket = connect({ path: g.socketPath });
    await new Promise((resolve) => socket.once('connect', resolve));
    const began = performance.now();
    await g.gateway.close();
    expect(performance.now() - began).toBeLessThan(3000);
    socket.destroy();
  });
});

describe('a body of bytes', () => {
  const post = async (g: TestGateway, body: string, type = 'application/octet-stream') => {
    const headers = ['Host: localhost', 'Connection: close', `Content-Type: ${type}`];
    const length = `Content-Length: ${String(body.length)}`;
    const text = requestText('POST /v1/bytes HTTP/1.1', [...headers, length], body);
    const [answer] = await g.rawSocket(text);
    return answer;
  };

  it('reaches its route whole, up to the limit of that route', async () => {
    const g = await startTestGateway({ ownerRoutes: slowRoutes });
    expect((await post(g, 'a'.repeat(1024 * 1024)))?.body).toBe('{"length":1048576,"last":97}');
    expect((await post(g, 'a'.repeat(1024 * 1024 + 1)))?.status).toBe(413);
    expect((await post(g, '{}', 'application/json'))?.status).toBe(415);
  });
});
