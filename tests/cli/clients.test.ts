import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/in-process-cli.ts';
import { PASSWORD, call, field, removeHomes, unlockedVault } from '../support/vault-fixture.ts';
import { piped, inputOf, methods, NOW_MS } from './fake-world.ts';

const CLIENT_ID = 'cli_00000000-0000-4000-8000-000000000001';
const SUMMARY = {
  id: CLIENT_ID,
  name: 'bot',
  externalId: null,
  email: 'b@x.de',
  description: null,
  metadata: { team: 'fx' },
  plan: 'free',
  status: 'active',
  pausedAt: null,
  lastSeenAt: null,
  createdAt: '2026-11-20T00:00:00.000Z',
  updatedAt: '2026-11-20T00:00:00.000Z',
};

describe('the commands of clients, on a real vault', () => {
  let home = '';
  beforeAll(async () => {
    const { vault, home: made } = await unlockedVault();
    await vault.secrets.set(
      { name: 'alpaca', fields: [field('x')], metadata: { environment: 'paper' } },
      call(),
    );
    await vault.close();
    home = made;
    writeFileSync(join(home, 'pw'), PASSWORD, { mode: 0o600 });
  });
  afterAll(removeHomes);
  const cli = (...args: string[]) => runCli(home, [...args, '--password-file', join(home, 'pw')]);
  const json = async (...args: string[]) => {
    const { exit, stdout, stderr } = await cli(...args, '--json');
    expect([exit, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  it('let a client in, give it a key and a grant, hold it, replace its key and remove it', async () => {
    const client = await json('client', 'add', 'bot', '--plan', 'pro', '--meta', 'team=fx');
    expect(client).toMatchObject({ name: 'bot', plan: 'pro', metadata: { team: 'fx' } });
    const made = await cli('key', 'create', 'BOT', '--environment', 'paper', '--expires', '30d');
    expect(made.stdout).toMatch(/^sr_paper_[0-9A-Za-z]{38}\n$/);
    expect(made.stderr).toContain('shown once');
    const listed = await cli('key', 'ls', 'bot', '--json');
    expect(listed.stdout).not.toContain(made.stdout.trim());
    const [key] = JSON.parse(listed.stdout) as { id: string; lifetime_seconds: number }[];
    expect(key?.lifetime_seconds).toBe(30 * 86_400);
    const crossing = await cli(
      'grant',
      'add',
      'bot',
      'alpaca',
      '--mode',
      'inject',
      '--host',
      'API.alpaca.markets',
    );
    expect(crossing.exit).toBe(2);
    expect(crossing.stderr).toContain('never granted to a live host');
    const { id: grant } = await json(
      'grant',
      'add',
      'bot',
      'alpaca',
      '--mode',
      'inject',
      '--method',
      'get',
      '--per-day',
      '9',
    );
    expect(await json('grant', 'ls', 'bot')).toMatchObject([
      {
        id: grant,
        secret: 'alpaca',
        fence: 'paper',
        standing: 'holds',
        rules: { methods: ['GET'] },
        limits: { per_day: 9, per_hour: null },
      },
    ]);
    const held = await runCli(home, ['pause', '--json']);
    expect(JSON.parse(held.stdout)).toMatchObject({ target: '*' });
    expect((await runCli(home, ['pause', 'bot'])).exit).toBe(2);
    expect((await runCli(home, ['pause', String(client['id'])])).exit).toBe(0);
    expect(await json('unpause')).toEqual({ was_paused: true, still_paused: [client['id']] });
    const rows = await cli('client', 'ls');
    expect(rows.stdout).toBe(`bot\tpaused\tpro\t\t${String(client['id'])}\n`);
    const next = await json('key', 'rotate', key?.id ?? '', '--overlap', '1h');
    expect(next['key']).toMatch(/^sr_paper_/);
    expect((await cli('client', 'rm', 'bot')).exit).toBe(2);
    expect(await json('client', 'rm', 'bot', '--yes')).toEqual({
      removed: true,
      purged: false,
      id: client['id'],
      keys: 2,
      grants: 1,
    });
    expect((await cli('client', 'rm', 'bot', '--purge', '--confirm', 'Bot')).exit).toBe(2);
    expect((await cli('client', 'rm', 'bot', '--purge', '--confirm', 'bot')).exit).toBe(0);
    expect(await json('client', 'ls', '--all')).toEqual([]);
  }, 120_000);

  it('make the service token, shown once, make it anew and end it', async () => {
    const first = await cli('key', 'service', 'on');
    expect(first.stdout).toMatch(/^sr_service_[0-9A-Za-z]{38}\n$/);
    expect(first.stderr).toContain('shown once');
    const second = await json('key', 'service', 'on');
    expect(second).toMatchObject({ enabled: true });
    expect(second['key']).not.toBe(first.stdout.trim());
    const states = async (): Promise<string[]> => {
      const { stdout } = await cli('key', 'ls', 'service', '--all', '--json');
      return (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state);
    };
    expect((await states()).sort()).toEqual(['active', 'revoked']);
    expect(await json('key', 'service', 'off')).toEqual({ enabled: false, id: null, key: null });
    expect(await states()).toEqual(['revoked', 'revoked']);
    expect((await cli('key', 'service', 'maybe')).exit).toBe(2);
  });
});

describe('client', () => {
  const answering = () => {
    const world = piped();
    world.vault.replies.set('clients.get', SUMMARY);
    world.vault.replies.set('clients.add', { id: CLIENT_ID });
    return world;
  };

  it('add and set translate their options; an empty text removes', async () => {
    const adding = answering();
    expect(await adding.run('client', 'add', 'bot', '--external-id', 'e', '--meta', 'a=b=c')).toBe(
      0,
    );
    expect(inputOf(adding, 'clients.add')).toEqual({
      name: 'bot',
      externalId: 'e',
      metadata: { a: 'b=c' },
    });
    expect(adding.stdout()).toBe(`${CLIENT_ID}\n`);
    const setting = answering();
    await setting.run('client', 'set', 'bot', '--name', 'new', '--email', '', '--meta', 'team=');
    expect(inputOf(setting, 'clients.update')).toEqual({
      ref: { id: CLIENT_ID },
      patch: { newName: 'new', email: null, metadata: { team: null } },
    });
  });

  it('takes an id where a name can stand', async () => {
    const world = answering();
    await world.run('client', 'suspend', CLIENT_ID);
    expect(inputOf(world, 'clients.get')).toEqual({ id: CLIENT_ID });
    expect(inputOf(world, 'clients.suspend')).toEqual({ id: CLIENT_ID });
    const resuming = answering();
    await resuming.run('client', 'resume', 'bot');
    expect(methods(resuming)).toContain('clients.resume');
  });

  it('show tells what there is', async () => {
    const world = answering();
    await world.run('client', 'show', 'bot');
    expect(world.stdout()).toContain('email\tb@x.de\nteam\tfx\n');
    expect(world.stdout()).not.toContain('external id');
  });

  it('rm asks first, and removes nothing when the answer is no', async () => {
    const world = answering();
    world.io.canAsk = true;
    world.io.answers = [false];
    expect(await world.run('client', 'rm', 'bot')).toBe(1);
    expect(world.io.prompts.at(-1)).toContain('Remove the client bot?');
    expect(methods(world)).not.toContain('clients.remove');
  });

  it.each([
    [['client', 'add', 'bot', '--meta', 'novalue'], 'NAME=TEXT'],
    [['client', 'rm', 'bot', '--purge', '--yes'], '--confirm'],
    [['key', 'create', 'bot', '--expires', 'soon'], 'A date is'],
    [['key', 'rotate', 'x', '--overlap', '2h'], '0, 1h, 24h, 7d, 30d'],
    [['grant', 'add', 'bot', 'openai', '--mode', 'write'], 'read, inject, sign'],
    [['grant', 'add', 'bot', 'openai', '--per-hour', '0'], 'whole number from 1'],
  ])('refuses %j before the vault is opened', async (args, hint) => {
    const world = answering();
    expect(await world.run(...args)).toBe(2);
    expect(world.stderr()).toContain(hint);
    expect(methods(world)).toEqual([]);
  });
});

describe('key create', () => {
  it('counts a lifetime from its end, never means none, and wipes the key it printed', async () => {
    const key = Uint8Array.from(Buffer.from('sr_live_xyz'));
    const world = piped();
    world.vault.replies.set('keys.create', { key, summary: { id: 'key_1', expiresAt: null } });
    await world.run('key', 'create', 'bot', '--expires', new Date(NOW_MS + 5500).toISOString());
    expect(inputOf(world, 'keys.create')).toEqual({
      client: { name: 'bot' },
      name: 'default',
      environment: 'live',
      lifetimeSeconds: 5,
    });
    expect(world.stdout()).toBe('sr_live_xyz\n');
    expect(world.stderr()).toContain('does not end by itself');
    expect(key.every((byte) => byte === 0)).toBe(true);
    const never = piped();
    never.vault.replies.set('keys.create', { key, summary: { id: 'key_1', expiresAt: null } });
    await never.run('key', 'create', 'bot', '--expires', 'never');
    expect(inputOf(never, 'keys.create')).toMatchObject({ lifetimeSeconds: null });
  });

  it('revoke and grant rm name what they end', async () => {
    const revoking = piped();
    await revoking.run('key', 'revoke', 'key_1', '--json');
    expect(revoking.stdout()).toBe('{"id":"key_1","revoked":true}\n');
    const taking = piped();
    await taking.run('grant', 'rm', 'grt_1', '--json');
    expect(taking.stdout()).toBe('{"id":"grt_1","removed":true}\n');
  });
});
