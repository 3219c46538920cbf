import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../../src/gateway/ports.ts';
import { startGateway } from '../../src/gateway/start-gateway.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { socketFiles } from '../../src/runtime/socket-folder.ts';
import { systemTimers } from '../../src/runtime/timers.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  bearer,
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from './gateway-fixture.ts';
import { exchange, parseAnswers, requestText } from './raw-client.ts';

afterAll(closeTestGateways);

const listenAt = (server: Server, where: object): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });

/** Another gateway over the same vault. */
const another = ({ vault }: TestGateway, options: GatewayOptions) =>
  startGateway(
    {
      ...{ vault, clock: systemClock, timers: systemTimers, socketFile: socketFiles },
      ...{ newCorrelationId: randomUUID, version: '1' },
    },
    options,
  );

describe('the loopback port', () => {
  it('is the same in both families, and the log has its start and stop', async () => {
    const g = await startTestGateway();
    expect(g.gateway.addresses).toEqual([
      g.socketPath,
      `127.0.0.1:${String(g.port)}`,
      `[::1]:${String(g.port)}`,
    ]);
    const host = `Host: [::1]:${String(g.port)}`;
    const text = requestText('GET /v1/me HTTP/1.1', [host, bearer(g.key), 'Connection: close']);
    const [answer] = parseAnswers(await exchange({ host: '::1', port: g.port }, text));
    expect(answer?.status).toBe(200);
    await g.gateway.close();
    expect(g.vault.audit.query({ events: ['gateway.start', 'gateway.stop'] })).toMatchObject([
      {
        event: 'gateway.start',
        outcome: 'ok',
        ref: { listeners: 'tcp.socket' },
        n: { port: g.port },
      },
      { event: 'gateway.stop', outcome: 'ok' },
    ]);
    await expect(exchange({ host: '127.0.0.1', port: g.port }, 'x')).resolves.toBe('');
    expect(existsSync(g.socketPath)).toBe(false);
  });

  it.each(['127.0.0.1', '::1'])('is refused if a squatter has it on %s', async (host) => {
    const g = await startTestGateway({ tcp: null });
    const squatter = createServer();
    await listenAt(squatter, { host, port: 0, ipv6Only: true });
    const { port } = squatter.address() as { port: number };
    try {
      const second = another(g, { tcp: { port }, socketPath: null });
      await expect(second).rejects.toMatchObject({ code: 'port_in_use' });
      // What was opened before the refusal is closed again.
      const other = createServer();
      await listenAt(other, { host: host === '::1' ? '127.0.0.1' : '::1', port, ipv6Only: true });
      await closed(other);
    } finally {
      await closed(squatter);
    }
  });

  it('does without a family that the machine does not have', async () => {
    const g = await startTestGateway({ tcp: { port: 0, hosts: ['127.0.0.1', '2001:db8::1'] } });
    expect(g.gateway.addresses).toHaveLength(2);
  });

  it('takes 64 connections, and notes what it turns away', async () => {
    const g = await startTestGateway({ tcp: { port: 0, hosts: ['127.0.0.1'] } });
    const text = requestText('GET /healthz HTTP/1.1', [`Host: 127.0.0.1:${String(g.port)}`]);
    const to = { host: '127.0.0.1', port: g.port };
    const waiting = Array.from({ length: 64 }, () => exchange(to, 'GET / HTTP/1.1\r\n'));
    await expect.poll(() => exchange(to, text, { enough: (seen) => seen !== '' })).toBe('');
    await expect
      .poll(() => g.refusals().map(({ ref }) => (ref as Record<string, string>)['why']))
      .toContain('connections');
    // A request that does not go on is ended, and then there is room.
    const ended = await Promise.all(waiting);
    expect(ended.every((answer) => answer.startsWith('HTTP/1.1 400 '))).toBe(true);
    expect(await exchange(to, text, { enough: (seen) => seen !== '' })).toMatch(/ 200 /);
  }, 20_000);
});

describe('the socket', () => {
  it('is its owner’s alone, in a folder of the same', async () => {
    const g = await startTestGateway({ tcp: null });
    expect(g.gateway.port).toBeNull();
    expect(statSync(g.socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(g.socketPath)).mode & 0o777).toBe(0o700);
    const text = requestText('GET /v1/secrets/alpha HTTP/1.1', [
      'Host: strongroom',
      bearer(g.key),
      'Connection: close',
    ]);
    expect((await g.rawSocket(text))[0]?.status).toBe(200);
  });

  it('changes nothing about what other files are made with', async () => {
    const folder = tempFolder();
    const modeOf = (name: string): number => {
      writeFileSync(join(folder, name), '');
      return statSync(join(folder, name)).mode;
    };
    const before = modeOf('before');
    await startTestGateway({ tcp: null });
    expect(modeOf('after')).toBe(before);
  });

  it('makes a folder narrow that was not', async () => {
    const folder = join(tempFolder(), 'run');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    await startTestGateway({ tcp: null, socketPath: join(folder, 's') });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('takes the place of one that a dead process left behind', async () => {
    const folder = tempFolder();
    const path = join(folder, 's');
    writeFileSync(path, '');
    await startTestGateway({ tcp: null, socketPath: path });
    expect(statSync(path).isSocket()).toBe(true);
  });

  it('does not take the place of one that answers', async () => {
    const g = await startTestGateway({ tcp: null });
    const second = another(g, { tcp: null, socketPath: g.socketPath });
    await expect(second).rejects.toMatchObject({ code: 'vault_in_use' });
    const text = requestText('GET /healthz HTTP/1.1', ['Host: localhost', 'Connection: close']);
    expect((await g.rawSocket(text))[0]?.status).toBe(200);
  });

  it('refuses a path that no socket can have', async () => {
    const g = await startTestGateway({ tcp: null });
    const path = join(tempFolder(), 'x'.repeat(200));
    const second = another(g, { tcp: null, socketPath: path });
    await expect(second).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
