import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/vault-fixture.ts';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import { requestText } from './raw-client.ts';

let g: TestGateway;
let auth: string;
beforeAll(async () => {
  g = await startTestGateway();
  auth = `Authorization: Bearer ${g.key}`;
});
afterAll(closeTestGateways);

const TRAITS = [
  'Origin: https://evil.example',
  'Origin: null',
  'Origin:',
  'Cookie: a=b',
  'Access-Control-Request-Method: GET',
  'Access-Control-Request-Headers: authorization',
  'Access-Control-Request-Private-Network: true',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Site: none',
  'Sec-Fetch-Dest: empty',
  'Sec-Fetch-User: ?1',
];
const NAVIGATION = [
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Dest: document',
  'Sec-Fetch-Site: none',
  'Sec-Fetch-User: ?1',
  'Cookie: of=another-port',
];

describe('a request with a trait of browsers', () => {
  it.each(TRAITS)('gets 403 at every route, and no CORS header: %s', async (trait) => {
    for (const path of ['/healthz', '/docs', '/v1/secrets/alpha']) {
      const answer = await g.ask(`GET ${path} HTTP/1.1`, [auth, trait]);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('browser_refused');
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-'))).toEqual([]);
    }
  });

  it.each(TRAITS)('gets 403 on the socket too: %s', async (trait) => {
    const text = requestText('GET /v1/me HTTP/1.1', ['Host: localhost', auth, trait]);
    expect((await g.rawSocket(text))[0]?.status).toBe(403);
  });

  it('cannot hide it behind more headers than Node keeps', async () => {
    const filler = 'a:\r\n'.repeat(2005);
    const host = `Host: 127.0.0.1:${String(g.port)}\r\nConnection: close\r\n`;
    const [answer] = await g.raw(
      `GET /healthz HTTP/1.1\r\n${host}${filler}Origin: https://evil.example\r\n\r\n`,
    );
    expect(answer?.status).toBe(403);
  });

  it('gets 403 for a preflight, 405 for an OPTIONS without a trait', async () => {
    const preflight = ['Origin: https://evil.example', 'Access-Control-Request-Method: GET'];
    expect((await g.ask('OPTIONS /v1/me HTTP/1.1', preflight)).status).toBe(403);
    const plain = await g.ask('OPTIONS /v1/me HTTP/1.1', [auth]);
    expect(plain.status).toBe(405);
    expect(plain.headers.get('allow')).toBe('GET');
  });

  it('passes with Sec-Fetch-Mode alone, which Node sends', async () => {
    const answer = await g.ask('GET /v1/me HTTP/1.1', [auth, 'Sec-Fetch-Mode: cors']);
    expect(answer.status).toBe(200);
    const url = `http://127.0.0.1:${String(g.port)}/v1/me`;
    const fetched = await fetch(url, { headers: { Authorization: `Bearer ${g.key}` } });
    expect(fetched.status).toBe(200);
    await fetched.arrayBuffer();
  });

  it('may look at the open documents by top-level navigation, and at nothing else', async () => {
    for (const path of ['/docs', '/openapi.json', '/healthz', '/status']) {
      expect((await g.ask(`GET ${path} HTTP/1.1`, NAVIGATION)).status).toBe(200);
    }
    expect((await g.ask('GET /v1/me HTTP/1.1', [...NAVIGATION, auth])).status).toBe(403);
    const posted = [...NAVIGATION, 'Origin: https://evil.example'];
    expect((await g.ask('GET /docs HTTP/1.1', posted)).status).toBe(403);
    const framed = NAVIGATION.map((line) => line.replace('document', 'iframe'));
    expect((await g.ask('GET /docs HTTP/1.1', framed)).status).toBe(403);
  });

  it('may not look at a document that the owner has closed', async () => {
    const closed = { name: 'auth.exempt_paths', value: '/healthz' };
    await g.vault.settings.set(closed, call());
    try {
      expect((await g.ask('GET /docs HTTP/1.1', NAVIGATION)).status).toBe(403);
      expect((await g.ask('GET /docs HTTP/1.1')).status).toBe(401);
      expect((await g.ask('GET /docs HTTP/1.1', [auth])).status).toBe(200);
      expect((await g.ask('GET /healthz HTTP/1.1')).status).toBe(200);
    } finally {
      await g.vault.settings.reset({ name: closed.name }, call());
    }
  });
});
