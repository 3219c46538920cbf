import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UsageReport } from '../../src/shared/access.ts';
import { runCli } from '../support/in-process-cli.ts';
import { PASSWORD, removeHomes, seededHome } from '../support/vault-fixture.ts';
import { atTerminal, inputOf, methods, piped, type World } from './fake-world.ts';

const CLIENT_ID = 'cli_00000000-0000-4000-8000-000000000001';
const GONE_ID = 'cli_00000000-0000-4000-8000-000000000002';
const SUM = { requests: 4, refused: 1, ms: 10 };
const REPORT: UsageReport = {
  ...SUM,
  byDay: [{ day: '2026-11-20', ...SUM }],
  byRoute: [{ method: 'GET', route: '/v1/me', ...SUM }],
  byClient: [
    { clientId: CLIENT_ID, ...SUM, requests: 3 },
    { clientId: GONE_ID, ...SUM, requests: 1 },
  ],
  byKey: [{ keyId: null, ...SUM }],
  entries: [
    {
      id: 'usg_1',
      clientId: CLIENT_ID,
      keyId: null,
      route: '/v1/me',
      method: 'GET',
      status: 200,
      ms: 2,
      day: '2026-11-20',
      createdAt: '2026-11-20T07:00:00.000Z',
      correlationId: '6f1c0a3e-5d2b-4b0e-9a55-0c9e5b1f7a10',
    },
  ],
  damaged: 0,
};

function answering(world: World, report: UsageReport = REPORT): World {
  const { replies } = world.vault;
  replies.set('clients.list', { clients: [{ id: CLIENT_ID, name: 'bot' }], damaged: [] });
  replies.set('clients.get', { id: CLIENT_ID, name: 'bot' });
  replies.set('access.usageOf', report);
  return world;
}

describe('the commands of plans, on a real vault', () => {
  let home = '';
  beforeAll(async () => {
    home = await seededHome();
    writeFileSync(join(home, 'pw'), PASSWORD, { mode: 0o600 });
  });
  afterAll(removeHomes);
  const cli = (...args: string[]) => runCli(home, [...args, '--password-file', join(home, 'pw')]);

  it('show what is built in, change it, make one of its own and take both back', async () => {
    const built = await cli('plan', 'ls');
    expect(built.stdout.split('\n').slice(0, 3)).toEqual([
      'free\t60\t600\tnone\tnone\t10000\t64MiB\t0\tbuilt in',
      'pro\t600\t20000\tnone\tnone\t1000000\t4GiB\t0\tbuilt in',
      'unlimited\tnone\tnone\tnone\tnone\tnone\tnone\t0\tbuilt in',
    ]);
    const changed = await cli('plan', 'set', 'free', '--per-hour', 'none', '--bytes', '1536KiB');
    expect(changed.stderr).toBe('');
    expect(changed.stdout).toBe(
      'free\t60\tnone\tnone\tnone\t10000\t1536KiB\t0\tbuilt in, changed\n',
    );
    expect((await cli('plan', 'set', 'team', '--per-day', '9', '--json')).stdout).toBe(
      `${JSON.stringify({
        name: 'team',
        limits: {
          per_minute: null,
          per_hour: null,
          per_day: 9,
          per_month: null,
          items: null,
          bytes: null,
        },
        built_in: false,
        changed: true,
        clients: 0,
      })}\n`,
    );
    expect((await cli('client', 'add', 'bot', '--plan', 'team')).exit).toBe(0);
    expect((await cli('client', 'add', 'other', '--plan', 'gold')).stderr).toContain(
      'There is no plan of that name',
    );
    expect((await cli('plan', 'rm', 'team')).exit).toBe(2);
    expect((await cli('client', 'set', 'bot', '--plan', 'free')).exit).toBe(0);
    expect((await cli('plan', 'rm', 'team', '--json')).stdout).toBe(
      '{"name":"team","removed":true}\n',
    );
    expect((await cli('plan', 'rm', 'free')).stderr).toContain('Removed');
    const after = await cli('plan', 'ls');
    expect(after.stdout).toMatch(/^free\t60\t600\tnone\tnone\t10000\t64MiB\t1\tbuilt in\n/);
    const none = await cli('usage', 'bot', '--json');
    expect(JSON.parse(none.stdout)).toMatchObject({ requests: 0, entries: [], damaged: 0 });
  }, 120_000);
});

describe('plan set', () => {
  it.each([
    ['--per-minute', 'many'],
    ['--per-hour', '-1'],
    ['--per-day', '1MiB'],
    ['--items', '1.5'],
    ['--bytes', '5MB'],
  ])('refuses %s %s before the vault is opened', async (option, text) => {
    const world = piped();
    expect(await world.run('plan', 'set', 'team', `${option}=${text}`)).toBe(2);
    expect(methods(world)).toEqual([]);
  });
});

describe('usage', () => {
  it('sums by day, route and client, by the names that are known', async () => {
    const world = answering(piped());
    expect(await world.run('usage', '--from', '2026-11-01', '--to', '2026-11-30')).toBe(0);
    expect(inputOf(world, 'access.usageOf')).toEqual({
      fromDay: '2026-11-01',
      toDay: '2026-11-30',
      limit: 100,
    });
    expect(world.stdout()).toBe(
      `2026-11-20\t4\t1\t2.5\nGET /v1/me\t4\t1\t2.5\nbot\t3\t1\t3.3\n${GONE_ID}\t1\t1\t10.0\n`,
    );
    expect(world.stderr()).toBe('');
  });

  it('is of one client and one key, with single requests if so many are asked for', async () => {
    const world = answering(piped());
    await world.run('usage', 'bot', '--key', 'key_1', '--limit', '5');
    expect(inputOf(world, 'access.usageOf')).toEqual({
      clientId: CLIENT_ID,
      keyId: 'key_1',
      limit: 5,
    });
    expect(world.stdout()).not.toContain(GONE_ID);
    expect(world.stdout()).toContain(
      '2026-11-20T07:00:00.000Z\tbot\tGET /v1/me\t200\t2\t6f1c0a3e-5d2b-4b0e-9a55-0c9e5b1f7a10\n',
    );
  });

  it('says what the one client stores', async () => {
    const world = answering(piped(), { ...REPORT, stored: { items: 7, bytes: 512 } });
    await world.run('usage', 'bot');
    expect(world.stdout()).toContain('7\t512\n');
  });

  it('has headings on a terminal, and tells of rows that do not verify', async () => {
    const world = answering(atTerminal(), { ...REPORT, damaged: 2 });
    await world.run('usage');
    for (const heading of ['DAY', 'ROUTE', 'CLIENT', 'REFUSED']) {
      expect(world.stdout()).toContain(heading);
    }
    expect(world.stderr()).toContain('2 stored requests do not verify');
  });

  it('is whole in JSON', async () => {
    const world = answering(piped());
    await world.run('usage', '--json');
    const report = JSON.parse(world.stdout()) as Record<string, unknown>;
    expect(report).toMatchObject({
      ...SUM,
      by_day: [{ day: '2026-11-20', ...SUM }],
      by_route: [{ method: 'GET', route: '/v1/me', ...SUM }],
      by_key: [{ key_id: null, ...SUM }],
      entries: [
        {
          client_id: CLIENT_ID,
          key_id: null,
          status: 200,
          created_at: REPORT.entries[0]?.createdAt,
        },
      ],
      damaged: 0,
    });
    expect(report['by_client']).toHaveLength(2);
  });

  it.each([
    ['--from', '2026-02-29'],
    ['--to', '1.11.2026'],
    ['--limit', '1001'],
  ])('refuses %s %s before the vault is opened', async (option, text) => {
    const world = piped();
    expect(await world.run('usage', option, text)).toBe(2);
    expect(methods(world)).toEqual([]);
  });
});
