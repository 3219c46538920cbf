import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTestGateways, startTestGateway, type TestGateway } from './gateway-fixture.ts';
import { exchange, parseAnswers, requestText } from './raw-client.ts';

let g: TestGateway;
let auth: string;
let host: string;
beforeAll(async () => {
  g = await startTestGateway();
  auth = `Authorization: Bearer ${g.key}`;
  host = `Host: 127.0.0.1:${String(g.port)}`;
});
afterAll(closeTestGateways);

const JSON_TYPE = 'Content-Type: application/json';
const post = (headers: readonly string[], body = '', path = '/v1/sessions') =>
  g.ask(`POST ${path} HTTP/1.1`, [auth, ...headers], body);
const withLength = (text: string, type = JSON_TYPE) => {
  const body = Buffer.from(text, 'utf8').toString('latin1');
  return post([type, `Content-Length: ${String(body.length)}`], body);
};

describe('the method of a request', () => {
  it.each(['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND', 'QUERY'])(
    '%s is answered 405 with what is allowed',
    async (method) => {
      const text = requestText(`${method} /v1/me HTTP/1.1`, [host, auth, 'Connection: close']);
      const received = await exchange({ host: '127.0.0.1', port: g.port }, text);
      expect(received).toMatch(/^HTTP\/1\.1 405 /);
      expect(received).toMatch(/\r\nAllow: GET\r\n/);
      expect(received).toMatch(/\r\nX-Correlation-Id: [0-9a-f-]{36}\r\n/);
    },
  );

  it('is one of several where a path has several', async () => {
    const answer = await g.ask('PUT /v1/sessions HTTP/1.1', [auth]);
    expect(answer.headers.get('allow')).toBe('POST, GET');
  });

  it('CONNECT is answered and ended', async () => {
    const [answer] = await g.raw(requestText('CONNECT evil.example:443 HTTP/1.1', [host]));
    expect(answer?.status).toBe(400);
    const [rebound] = await g.raw(
      requestText('CONNECT evil.example:443 HTTP/1.1', ['Host: evil.example:443']),
    );
    expect(rebound?.status).toBe(421);
  });
});

describe('the body of a request', () => {
  it('is JSON with a length', async () => {
    expect((await withLength('{}')).status).toBe(201);
    expect((await withLength('{}', `${JSON_TYPE}; charset=utf-8`)).status).toBe(201);
    expect((await withLength('{"profile":"ä"}')).status).toBe(201);
  });

  it('may be none where all of it may be left out', async () => {
    expect((await post([])).status).toBe(201);
    expect((await post(['Content-Length: 0'])).status).toBe(201);
    expect((await post([JSON_TYPE, 'Content-Length: 0'])).status).toBe(201);
  });

  it.each([
    ['no type', ['Content-Length: 2'], '{}', 415],
    [
      'a form',
      ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 3'],
      'a=b',
      415,
    ],
    ['plain text', ['Content-Type: text/plain', 'Content-Length: 2'], '{}', 415],
    ['another charset', [`${JSON_TYPE}; charset=utf-16`, 'Content-Length: 2'], '{}', 415],
    [
      'the bytes of the owner',
      ['Content-Type: application/octet-stream', 'Content-Length: 2'],
      '{}',
      415,
    ],
    ['gzip', [JSON_TYPE, 'Content-Encoding: gzip', 'Content-Length: 2'], '{}', 415],
    ['chunks', [JSON_TYPE, 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n', 400],
    ['a length twice', [JSON_TYPE, 'Content-Length: 2', 'Content-Length: 2'], '{}', 400],
    ['two lengths', [JSON_TYPE, 'Content-Length: 2', 'Content-Length: 3'], '{}', 400],
    ['a length list', [JSON_TYPE, 'Content-Length: 2, 2'], '{}', 400],
    ['a length with a sign', [JSON_TYPE, 'Content-Length: +2'], '{}', 400],
    [
      'a length and chunks',
      [JSON_TYPE, 'Content-Length: 2', 'Transfer-Encoding: chunked'],
      '{}',
      400,
    ],
    [
      'chunks in disguise',
      [JSON_TYPE, 'Content-Length: 2', 'Transfer-Encoding: xchunked'],
      '{}',
      400,
    ],
    ['two types', [JSON_TYPE, 'Content-Type: text/plain', 'Content-Length: 2'], '{}', 400],
    ['another expectation', [JSON_TYPE, 'Expect: magic', 'Content-Length: 2'], '{}', 400],
    ['an upgrade', ['Upgrade: websocket', 'Connection: Upgrade'], '', 400],
    ['no JSON', [JSON_TYPE, 'Content-Length: 2'], '{x', 400],
    ['half of it', [JSON_TYPE, 'Content-Length: 1'], '{', 400],
    ['no UTF-8', [JSON_TYPE, 'Content-Length: 15'], '{"profile":"\xff"}', 400],
    ['a list', [JSON_TYPE, 'Content-Length: 2'], '[]', 400],
    ['a number', [JSON_TYPE, 'Content-Length: 1'], '7', 400],
  ])('is refused: %s', async (_, headers, body, status) => {
    const text = requestText(
      'POST /v1/sessions HTTP/1.1',
      [host, 'Connection: close', auth, ...headers].filter(
        (line, _i, all) => line !== 'Connection: close' || !all.includes('Connection: Upgrade'),
      ),
      body,
    );
    const [answer, ...more] = await g.raw(text);
    expect(answer?.status).toBe(status);
    expect(answer?.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(more).toEqual([]);
  });

  it('of another kind is told apart from one that is malformed', async () => {
    const answer = await post(['Content-Type: text/plain', 'Content-Length: 2'], '{}');
    const { error } = JSON.parse(answer.body) as { error: { code: string } };
    expect([answer.status, error.code]).toEqual([415, 'unsupported_media']);
  });

  it.each([
    ['a member that nobody knows', '{"extra":1}'],
    ['__proto__', '{"__proto__":{"profile":"x"}}'],
    ['__proto__ further down', '{"metadata":{"__proto__":"x"}}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"x":1}}}'],
    ['another type', '{"profile":7}'],
    ['a list for a text', '{"profile":["x"]}'],
    ['an id of something else', '{"conversation_id":"ses_00000000-0000-4000-8000-000000000000"}'],
    ['a lone surrogate', '{"profile":"\\ud800"}'],
    ['a text without end', `{"profile":"${'x'.repeat(5000)}"}`],
    ['a nesting without end', `{"metadata":${'['.repeat(4000)}${']'.repeat(4000)}}`],
  ])('is refused with 400: %s', async (_, body) => {
    const answer = await withLength(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('invalid_input');
    expect(answer.body).not.toContain('profile');
  });

  it('is refused with 413 before it is read if it says that it is too large', async () => {
    const answer = await post([JSON_TYPE, `Content-Length: ${String(16 * 1024 + 1)}`]);
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('too_large');
    const huge = await post([JSON_TYPE, 'Content-Length: 99999999999999']);
    expect(huge.status).toBe(413);
  });

  it('is refused where there is none', async () => {
    const headers = [auth, JSON_TYPE, 'Content-Length: 2'];
    expect((await g.ask('GET /v1/me HTTP/1.1', headers, '{}')).status).toBe(400);
    expect((await g.ask('POST /v1/auth/logout HTTP/1.1', headers, '{}')).status).toBe(400);
  });

  it('is asked for with 100 Continue once its request has passed every check', async () => {
    const expecting = ['Expect: 100-continue', JSON_TYPE, 'Content-Length: 2', 'Connection: close'];
    const text = requestText('POST /v1/sessions HTTP/1.1', [host, auth, ...expecting], '{}');
    expect((await g.raw(text)).map(({ status }) => status)).toEqual([100, 201]);
    const stranger = requestText('POST /v1/sessions HTTP/1.1', [host, ...expecting], '{}');
    expect((await g.raw(stranger)).map(({ status }) => status)).toEqual([401]);
  });
});

describe('bytes that are no request', () => {
  it.each([
    ['a header that is folded', () => `GET /healthz HTTP/1.1\r\n${host}\r\nX: a\r\n b\r\n\r\n`],
    ['bare line feeds', () => `GET /healthz HTTP/1.1\n${host}\n\n`],
    ['a bare carriage return', () => `GET /healthz HTTP/1.1\r\n${host}\r\nX: a\rb\r\n\r\n`],
    ['a space before the colon', () => `GET /healthz HTTP/1.1\r\n${host}\r\nX : a\r\n\r\n`],
    ['a NUL in a header', () => `GET /healthz HTTP/1.1\r\n${host}\r\nX: a\0b\r\n\r\n`],
    ['a space in the target', () => `GET /heal thz HTTP/1.1\r\n${host}\r\n\r\n`],
    ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['another version', () => `GET /healthz HTTP/1.2\r\n${host}\r\n\r\n`],
    ['another method', () => `BREW /healthz HTTP/1.1\r\n${host}\r\n\r\n`],
    ['a method in lower case', () => `get /healthz HTTP/1.1\r\n${host}\r\n\r\n`],
    ['a hello of TLS', () => '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'],
    ['nothing of the kind', () => 'hello\r\n\r\n'],
    ['a header without a name', () => `GET /healthz HTTP/1.1\r\n${host}\r\n: a\r\n\r\n`],
    ['bytes beyond ASCII in the target', () => `GET /heälthz HTTP/1.1\r\n${host}\r\n\r\n`],
  ])('are answered 400 and ended: %s', async (_, text) => {
    const [answer, ...more] = await g.raw(text());
    expect(answer?.status).toBe(400);
    expect(answer?.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer?.headers.get('connection')).toBe('close');
    expect(more).toEqual([]);
  });

  it('are answered 413 if the headers are above 8 KiB', async () => {
    const text = requestText('GET /healthz HTTP/1.1', [host, `X: ${'a'.repeat(9000)}`]);
    const [answer] = await g.raw(text);
    expect(answer?.status).toBe(413);
    expect(answer?.body).toContain('8 KiB');
  });

  it('are answered once their five seconds are over', async () => {
    const began = performance.now();
    const received = await exchange(
      { host: '127.0.0.1', port: g.port },
      `GET /healthz HTTP/1.1\r\n${host}\r\nX-Slow: `,
    );
    const [answer] = parseAnswers(received);
    expect(answer?.status).toBe(400);
    expect(answer?.body).toContain('too long');
    expect(performance.now() - began).toBeGreaterThan(4500);
  });
});

describe('requests that follow each other on one connection', () => {
  it('are each checked and answered in order', async () => {
    const one = requestText('GET /v1/secrets/alpha/fields/value HTTP/1.1', [host, auth]);
    const refused = requestText('GET /v1/secrets/beta HTTP/1.1', [host, auth]);
    const last = requestText('GET /v1/me HTTP/1.1', [host, 'Connection: close']);
    const answers = await g.raw(one + refused + last);
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401]);
    expect(new Set(answers.map(({ headers }) => headers.get('x-correlation-id'))).size).toBe(3);
  });

  it('end with the first that is malformed', async () => {
    const bad = requestText('GET /healthz HTTP/1.1', ['Host: evil.example']);
    const good = requestText('GET /v1/secrets/alpha HTTP/1.1', [host, auth]);
    const answers = await g.raw(bad + good);
    expect(answers.map(({ status }) => status)).toEqual([421]);
  });
});

describe('every refusal', () => {
  it('is a line in the log with fixed words, under the id of its answer', async () => {
    const answer = await g.ask('GET /nowhere HTTP/1.1', ['X-Marker: zzmarkerzz']);
    const lines = g.refusals();
    expect(JSON.stringify(lines)).not.toContain('zzmarkerzz');
    const id = answer.headers.get('x-correlation-id');
    expect(lines.filter(({ correlation_id }) => correlation_id === id)).toMatchObject([
      { actor: 'gateway', outcome: 'denied', reason: 'not_found', ref: { listener: 'tcp' } },
    ]);
    const body = JSON.parse(answer.body) as { error: { correlation_id: string } };
    expect(body.error.correlation_id).toBe(id);
  });
});
