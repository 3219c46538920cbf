import { createServer, type Server, type Socket } from 'node:net';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { gatewayAddress } from '../../src/cli/gateway-address.ts';
import { askGateway, refusalOf, type GatewayRequest } from '../../src/cli/gateway-client.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { fakeWorld } from './fake-world.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const GET: GatewayRequest = { method: 'GET', target: '/healthz', credential: null };
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';

/** Answers on a port of its own; keeps what it was asked. */
async function answering(act: (socket: Socket) => void, asked: string[] = []) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      asked.push(chunk.toString('latin1'));
      act(socket);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { host: '127.0.0.1', port: address.port } as const;
}

const codeOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => 'answered',
    (thrown: unknown) => (thrown as VaultError).code,
  );

describe('asking the gateway', () => {
  it('sends one host, the key as a bearer and nothing that a browser sends', async () => {
    const asked: string[] = [];
    const address = await answering((socket) => socket.end(`${HEAD}hello`), asked);
    const key = Buffer.from('sr_live_abc');
    await askGateway(address, { ...GET, credential: key, accept: 'text/plain' });
    expect(asked).toEqual([
      [
        'GET /healthz HTTP/1.1',
        `Host: 127.0.0.1:${address.port}`,
        'Accept: text/plain',
        'Connection: close',
        'Authorization: Bearer sr_live_abc',
        '\r\n',
      ].join('\r\n'),
    ]);
    expect(key.toString()).toBe('sr_live_abc');
  });

  it('sends a body as JSON with its length', async () => {
    const asked: string[] = [];
    const address = await answering((socket) => socket.end(`${HEAD}hello`), asked);
    await askGateway(address, { ...GET, method: 'POST', json: { name: 'ü' } });
    expect(asked[0]).toContain('Content-Type: application/json\r\nContent-Length: 13\r\n\r\n');
  });

  it.each([
    ['whole', [`${HEAD}hello`]],
    ['byte by byte', Array.from(`${HEAD}hello`)],
    ['without a length', ['HTTP/1.1 200 OK\r\n\r\nhel', 'lo']],
    [
      'in chunks',
      [
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe',
        '\r\n3;x=y\r\nllo\r\n0\r\n\r\n',
      ],
    ],
  ])('reads an answer that comes %s', async (_, parts) => {
    const address = await answering((socket) => void sendSlowly(socket, parts));
    const { status, body } = await askGateway(address, GET);
    expect([status, Buffer.from(body).toString()]).toEqual([200, 'hello']);
  });

  it('answers before the other side closes, once the length is there', async () => {
    const address = await answering((socket) => socket.write(`${HEAD}hello and more`));
    const { body } = await askGateway(address, GET);
    expect(Buffer.from(body).toString()).toBe('hello');
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['less than was promised', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello'],
    ['a status that is none', 'HTTP/1.1 999 OK\r\n\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(20_000)}`],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n'],
    ['a chunk cut off', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello'],
  ])('calls %s unreachable', async (_, text) => {
    const address = await answering((socket) => socket.end(text));
    expect(await codeOf(askGateway(address, GET))).toBe('vault_unreachable');
  });

  it('calls it unreachable when nobody listens, and when nobody answers', async () => {
    const nobody = { socketPath: join(tempFolder(), 'none.sock') };
    expect(await codeOf(askGateway(nobody, GET))).toBe('vault_unreachable');
    const silent = await answering(
      (socket) => void setTimeout(() => socket.destroy(), 2000).unref(),
    );
    expect(await codeOf(askGateway(silent, { ...GET, timeoutMs: 50 }))).toBe('vault_unreachable');
  });

  it('never sends a credential with a line break in it', async () => {
    const asked: string[] = [];
    const address = await answering((socket) => socket.end(`${HEAD}hello`), asked);
    const credential = Buffer.from('sr_live_a\r\nX-Other: b');
    expect(await codeOf(askGateway(address, { ...GET, credential }))).toBe('unauthorized');
    expect(asked).toEqual([]);
  });
});

async function sendSlowly(socket: Socket, parts: readonly string[]): Promise<void> {
  socket.setNoDelay(true);
  for (const part of parts) {
    socket.write(part, 'latin1');
    await new Promise((done) => setImmediate(done));
  }
  socket.end();
}

describe('a refusal of the gateway', () => {
  const refused = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    refusalOf({
      status,
      headers: new Map(Object.entries(headers)),
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  const correlationId = '11111111-2222-4333-8444-555555555555';

  it('keeps code, correlation id and wait, and not the sentence that came with them', () => {
    const error = refused(
      429,
      { error: { code: 'rate_limited', message: 'evil \u001b[2J', correlation_id: correlationId } },
      { 'retry-after': '12' },
    );
    expect(error.toJSON()).toEqual({ code: 'rate_limited', correlationId, retryAfterMs: 12_000 });
    expect(error.message).not.toContain('evil');
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'not_granted'],
    [404, 'not_found'],
    [423, 'locked'],
    [429, 'rate_limited'],
    [500, 'vault_unreachable'],
    [302, 'vault_unreachable'],
  ])('without a code goes by its status: %s is %s', (status, code) => {
    for (const body of ['', '<html>', { error: { code: 'no_such_code' } }, { error: null }]) {
      expect(refused(status, body).code).toBe(code);
    }
  });
});

describe('where the gateway is', () => {
  const at = (url: string | null, socket: string) =>
    gatewayAddress({
      caller: () => ({ url, key: null, keyFile: null }),
      paths: () => ({ ...fakeWorld().doors.paths(), socket, folder: dirname(socket) }),
    });

  it('is what STRONGROOM_URL says, else the socket that is there, else the usual port', async () => {
    const folder = tempFolder();
    const socket = join(folder, 's.sock');
    const usual = { host: '127.0.0.1', port: 7421 };
    expect(at('http://[::1]:8000', socket)).toEqual({ host: '::1', port: 8000 });
    expect(at('http://localhost:8000/', socket)).toEqual({ host: '127.0.0.1', port: 8000 });
    expect(at(null, socket)).toEqual(usual);
    const server = createServer();
    servers.push(server);
    await new Promise<void>((done) => server.listen(socket, done));
    expect(at(null, socket)).toEqual({ socketPath: socket });
    expect(at('http://127.0.0.1:8000', socket)).toEqual({ host: '127.0.0.1', port: 8000 });
    chmodSync(folder, 0o755);
    expect(at(null, socket)).toEqual(usual);
  });

  it.each([
    'http://192.168.1.2:7421',
    'http://example.org',
    'http://127.0.0.1.example.org',
    'https://127.0.0.1:7421',
    'http://me:pw@127.0.0.1:7421',
    'http://127.0.0.1:7421/v1',
    'http://127.0.0.1:7421/?a=b',
    'http://0.0.0.0:7421',
    '127.0.0.1:7421',
    'nonsense',
  ])('is never %s', (url) => {
    expect(() => at(url, '/nowhere/s.sock')).toThrow(VaultError);
  });
});
