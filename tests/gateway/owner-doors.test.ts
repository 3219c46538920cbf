import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/shared/wire.ts';
import { A, B, BYTES, OwnerSocket } from '../support/owner-socket.ts';
import { serveHome } from '../support/served-home.ts';
import {
  PASSWORD,
  auditLines,
  homeWithTwoSecrets,
  removeHomes,
  utf8,
} from '../support/vault-fixture.ts';

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

const OWNER_ROUTES: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/v1/owner/call/secrets.list'],
  ['POST', '/v1/clients'],
  ['GET', '/v1/clients'],
  ['POST', '/v1/clients/by-key'],
  ['GET', `/v1/clients/cli_${ID}`],
  ['PATCH', `/v1/clients/cli_${ID}`],
  ['DELETE', `/v1/clients/cli_${ID}`],
  ['POST', `/v1/clients/cli_${ID}/rotate-key`],
  ['GET', `/v1/clients/cli_${ID}/keys`],
  ['POST', `/v1/clients/cli_${ID}/keys`],
  ['DELETE', `/v1/keys/key_${ID}`],
  ['GET', '/v1/grants'],
  ['POST', '/v1/grants'],
  ['DELETE', `/v1/grants/grt_${ID}`],
  ['GET', '/v1/settings'],
  ['PUT', '/v1/settings/history.keep'],
  ['DELETE', '/v1/settings/history.keep'],
  ['GET', '/v1/pause'],
  ['POST', '/v1/pause'],
  ['DELETE', '/v1/pause'],
];
const SOCKET_ROUTES = ['status', 'lock', 'leave', 'unlock', 'pause'].map(
  (name) => ['POST', `/v1/owner/${name}`] as const,
);

describe('the doors of the owner', () => {
  it('are not there for anybody who comes by the port', async () => {
    for (const [method, path] of [...OWNER_ROUTES, ...SOCKET_ROUTES]) {
      const { status } = await owner.ask(method, path, { tcp: true, headers: owner.withTicket() });
      expect(status, `${method} ${path}`).toBe(404);
    }
  });

  it('answer 401 to a process without a ticket, whatever it shows instead', async () => {
    const others: readonly Record<string, string>[] = [
      {},
      { Authorization: `Ticket ${'A'.repeat(43)}`, 'X-Strongroom-Terminal': A },
      { Authorization: `Bearer ${owner.ticket}`, 'X-Strongroom-Terminal': A },
      { Authorization: `Ticket ${owner.ticket}` },
      { Authorization: `Ticket ${owner.ticket}`, 'X-Strongroom-Terminal': B },
      { Authorization: `Ticket ${owner.ticket}`, 'X-Strongroom-Terminal': A.toUpperCase() },
    ];
    for (const headers of others) {
      const { status, headers: got } = await owner.ask('GET', '/v1/clients', { headers });
      expect([status, got['www-authenticate']], JSON.stringify(headers)).toEqual([401, 'Ticket']);
    }
    for (const [method, path] of OWNER_ROUTES) {
      expect((await owner.ask(method, path)).status, `${method} ${path}`).toBe(401);
    }
  });

  it('write each refusal down, without what was shown', async () => {
    const before = auditLines(owner.served.home).length;
    await owner.ask('GET', '/v1/grants', {
      headers: { Authorization: `Ticket ${'B'.repeat(43)}` },
    });
    const lines = auditLines(owner.served.home).slice(before);
    expect(lines).toMatchObject([{ event: 'gateway.refused', reason: 'unauthorized' }]);
    expect(JSON.stringify(lines)).not.toContain('BBBB');
  });

  it('tell nothing of the vault without a ticket but what needs no password', async () => {
    const { status, body } = await owner.ask('POST', '/v1/owner/status');
    expect(status).toBe(200);
    const { result } = decode(body) as { result: object };
    expect(Object.keys(result).sort()).toEqual([
      'clientsUntilMs',
      'doors',
      'pauses',
      'schema',
      'urls',
      'vault',
    ]);
    expect(body.includes('alpha')).toBe(false);
  });

  it('know no verb that is not in the table', async () => {
    for (const name of [
      'vault.unlock',
      'vault.lock',
      'vault.close',
      'vault.setup',
      'audit.note',
      'access.identify',
      'secrets.withSecret',
      'secrets.constructor',
      'constructor.x',
      '__proto__.x',
      'secrets',
      'nope.nope',
    ]) {
      expect((await owner.call(name, { input: {} })).status, name).toBe(404);
    }
  });

  it('take no message that is malformed, and go on', async () => {
    for (const body of [
      Uint8Array.of(0, 0, 0, 9, 1),
      encode([1]),
      encode('x'),
      encode({ input: 'x' }),
      encode({ input: [1] }),
      encode({ input: Uint8Array.of(1) }),
      encode({}),
    ]) {
      const { status } = await owner.ask('POST', '/v1/owner/call/secrets.describe', {
        headers: { 'Content-Type': BYTES, ...owner.withTicket() },
        body,
      });
      expect(status).toBe(400);
    }
    const asJson = await owner.ask('POST', '/v1/owner/call/secrets.describe', {
      headers: { 'Content-Type': 'application/json', ...owner.withTicket() },
      body: Buffer.from('{"input":{"name":"alpha"}}'),
    });
    expect(asJson.status).toBe(415);
    expect(
      (await owner.call('secrets.open', { input: { name: 'alpha' }, purpose: 'steal' })).status,
    ).toBe(400);
    expect(
      (await owner.call('secrets.open', { input: { name: 'alpha' }, purpose: 'read' })).status,
    ).toBe(200);
  });

  it('read no body of somebody without a ticket', async () => {
    const { status } = await owner.ask('POST', '/v1/owner/call/secrets.importAll', {
      headers: { 'Content-Type': BYTES },
      body: new Uint8Array(1024 * 1024),
    });
    expect(status).toBe(401);
    const large = await owner.ask('POST', '/v1/owner/unlock', {
      headers: { 'Content-Type': BYTES },
      body: new Uint8Array(1024 * 1024),
    });
    expect(large.status).toBe(413);
  });

  it('answer under the correlation id of the command, if it is one', async () => {
    const own = '0b0e1f8a-1111-4222-8333-444455556666';
    const { headers } = await owner.ask('GET', '/v1/clients', {
      headers: { ...owner.withTicket(), 'X-Correlation-Id': own },
    });
    expect(headers['x-correlation-id']).toBe(own);
    for (const bad of ['x', own.replace('-4', '-1'), own.toUpperCase()]) {
      const answer = await owner.ask('GET', '/v1/clients', {
        headers: { ...owner.withTicket(), 'X-Correlation-Id': bad },
      });
      expect(answer.headers['x-correlation-id']).not.toBe(bad);
    }
  });

  it('shut with the vault: the ticket of before is no good after the next unlock', async () => {
    expect((await owner.call('secrets.list', {})).status).toBe(200);
    expect((await owner.ask('POST', '/v1/owner/lock')).status).toBe(200);
    expect((await owner.call('secrets.list', {})).status).toBe(401);
    const proved = await owner.ask('POST', '/v1/owner/unlock', {
      headers: { 'Content-Type': BYTES },
      body: encode({ password: utf8(PASSWORD), terminal: A, open: false }),
    });
    expect(proved.status).toBe(423);
    const next = await owner.ticketFor(A, true);
    expect((await owner.call('secrets.list', {})).status).toBe(401);
    expect((await owner.call('secrets.list', {}, owner.withTicket(next))).status).toBe(200);
  });

  it('drop every ticket when the password is changed', async () => {
    const other = await owner.ticketFor(B);
    const current = utf8(PASSWORD);
    const input = { current, next: utf8(`${PASSWORD} more of it`), renewVaultKey: false };
    expect((await owner.call('vault.changePassword', { input })).status).toBe(200);
    expect((await owner.call('secrets.list', {}, owner.withTicket(other, B))).status).toBe(401);
    const back = owner.withTicket(await owner.ticketFor(A, true, `${PASSWORD} more of it`));
    const again = { current: input.next, next: current, renewVaultKey: false };
    expect((await owner.call('vault.changePassword', { input: again }, back)).status).toBe(200);
  }, 90_000);
});
