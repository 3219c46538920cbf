import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import {
  SteppingClock,
  auditLines,
  call,
  field,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home = '';
const clock = new SteppingClock();

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});
afterAll(async () => {
  await vault.close();
  removeHomes();
});

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe('client add', () => {
  it('keeps what is said about the client, and gives it back by name in any case and by id', async () => {
    const { id } = await vault.clients.add(
      {
        name: 'Trading Bot',
        externalId: 'ext-1',
        email: 'Bot@Example.org',
        description: 'buys low',
        metadata: { team: 'fx' },
        plan: 'pro',
      },
      call(),
    );
    const shown = {
      id,
      name: 'Trading Bot',
      externalId: 'ext-1',
      email: 'Bot@Example.org',
      description: 'buys low',
      metadata: { team: 'fx' },
      plan: 'pro',
      status: 'active',
      pausedAt: null,
      lastSeenAt: null,
      createdAt: clock.nowText(),
      updatedAt: clock.nowText(),
    };
    expect(id).toMatch(/^cli_[0-9a-f-]{36}$/);
    expect(await vault.clients.get({ name: 'TRADING bot' }, call())).toEqual(shown);
    expect(await vault.clients.get({ id }, call())).toEqual(shown);
  });

  it('needs nothing but a name', async () => {
    const { id } = await vault.clients.add({ name: 'plain' }, call());
    expect(await vault.clients.get({ id }, call())).toMatchObject({
      externalId: null,
      email: null,
      description: null,
      metadata: {},
      plan: 'free',
    });
  });

  it.each([
    ['name', { name: 'TRADING BOT' }],
    ['external id', { name: 'second', externalId: 'ext-1' }],
    ['email', { name: 'second', email: 'bot@EXAMPLE.org' }],
  ])('refuses a second client of the same %s', async (_, input) => {
    await expect(vault.clients.add(input, call())).rejects.toThrow(code('name_taken'));
    expect((await vault.clients.list({}, call())).clients).toHaveLength(2);
  });

  it.each<[string, string, object]>([
    ['name_invalid', 'no name', { name: '' }],
    ['name_invalid', 'a name of another type', { name: 5 }],
    ['name_invalid', 'a name with a NUL', { name: 'a\0b' }],
    ['name_invalid', 'a name like an id', { name: 'cli_00000000-0000-4000-8000-000000000000' }],
    ['name_invalid', 'the name of everyone', { name: '*' }],
    ['invalid_input', 'an unknown entry', { name: 'x', admin: true }],
    ['invalid_input', 'a plan that is none', { name: 'x', plan: 'gold' }],
    ['invalid_input', 'an empty external id', { name: 'x', externalId: '' }],
    ['invalid_input', 'an external id with a space', { name: 'x', externalId: ' a' }],
    ['invalid_input', 'a long external id', { name: 'x', externalId: 'a'.repeat(257) }],
    ['invalid_input', 'an email without @', { name: 'x', email: 'nobody' }],
    ['invalid_input', 'a lone surrogate', { name: 'x', description: '\ud800' }],
    ['invalid_input', 'a long description', { name: 'x', description: 'a'.repeat(4097) }],
    ['invalid_input', 'metadata that is a list', { name: 'x', metadata: ['a'] }],
    ['invalid_input', 'metadata with a number', { name: 'x', metadata: { a: 1 } }],
    ['invalid_input', 'metadata named __proto__', { name: 'x', metadata: { ['__proto__']: 'a' } }],
    [
      'invalid_input',
      'too much metadata',
      {
        name: 'x',
        metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, 'v'])),
      },
    ],
  ])('answers %s for %s', async (expected, _, input) => {
    await expect(vault.clients.add(input as never, call())).rejects.toThrow(code(expected));
    expect((await vault.clients.list({}, call())).clients).toHaveLength(2);
  });
});

describe('client update', () => {
  it('changes what is named and leaves the rest; null removes', async () => {
    const { id } = await vault.clients.add(
      { name: 'changing', externalId: 'ext-2', email: 'c@x.de', metadata: { a: '1', b: '2' } },
      call(),
    );
    clock.advance(1000);
    const patch = {
      newName: 'changed',
      externalId: null,
      description: 'd',
      metadata: { a: null, c: '3' },
      plan: 'unlimited' as const,
    };
    await vault.clients.update({ ref: { name: 'changing' }, patch }, call());
    const after = await vault.clients.get({ name: 'changed' }, call());
    expect(after).toMatchObject({
      id,
      externalId: null,
      email: 'c@x.de',
      description: 'd',
      metadata: { b: '2', c: '3' },
      plan: 'unlimited',
      updatedAt: clock.nowText(),
    });
    expect(after.createdAt < after.updatedAt).toBe(true);
    await expect(vault.clients.get({ name: 'changing' }, call())).rejects.toThrow(
      code('not_found'),
    );
    // What it gave up is free again, and its own name is not in its way.
    await vault.clients.update({ ref: { id }, patch: { newName: 'CHANGED' } }, call());
    const other = await vault.clients.add({ name: 'changing', externalId: 'ext-2' }, call());
    await vault.clients.purge({ id: other.id }, call());
    await vault.clients.purge({ id }, call());
  });

  it.each<[string, object, object]>([
    ['name_taken', { name: 'plain' }, { newName: 'trading bot' }],
    ['name_taken', { name: 'plain' }, { email: 'bot@example.org' }],
    ['invalid_input', { name: 'plain' }, {}],
    ['invalid_input', { name: 'plain' }, { status: 'deleted' }],
    ['invalid_input', { id: 'x' }, { newName: 'y' }],
    ['not_found', { name: 'nobody' }, { newName: 'y' }],
    ['not_found', { id: 'cli_00000000-0000-4000-8000-000000000000' }, { newName: 'y' }],
  ])('answers %s for %j %j and changes nothing', async (expected, ref, patch) => {
    const input = { ref, patch } as never;
    await expect(vault.clients.update(input, call())).rejects.toThrow(code(expected));
    expect(await vault.clients.get({ name: 'plain' }, call())).toMatchObject({ email: null });
  });
});

describe('client suspend, resume, remove and purge', () => {
  it('suspends and resumes; the same again changes nothing', async () => {
    const status = async () => (await vault.clients.get({ name: 'plain' }, call())).status;
    for (const _ of [1, 2]) await vault.clients.suspend({ name: 'plain' }, call());
    expect(await status()).toBe('suspended');
    for (const _ of [1, 2]) await vault.clients.resume({ name: 'plain' }, call());
    expect(await status()).toBe('active');
  });

  it('revokes the keys and drops the grants of a removed client, and keeps its row and its name', async () => {
    const { id } = await vault.clients.add({ name: 'leaving' }, call());
    await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
    const { principal } = vault.access.identify({ credential: key, listener: 'tcp' });
    if (principal === undefined) throw new Error('a good key is refused');
    const request = { route: '/v1/me', method: 'GET', status: 200, ms: 1 };
    vault.access.record(principal, request, call());
    vault.access.flush();
    key.fill(0);
    await vault.grants.add({ client: { id }, secret: { name: 'alpha' }, mode: 'read' }, call());
    await vault.pauses.pause({ client: { id } }, call());
    expect(await vault.clients.remove({ name: 'leaving' }, call())).toEqual({
      id,
      keys: 1,
      grants: 1,
    });
    expect(await vault.clients.get({ id }, call())).toMatchObject({
      name: 'leaving',
      status: 'deleted',
      pausedAt: null,
      lastSeenAt: clock.nowText(),
    });
    const keys = await vault.keys.list({ client: { id }, all: true }, call());
    expect(keys).toMatchObject([{ state: 'revoked', revokedAt: clock.nowText() }]);
    expect(await vault.grants.list({ client: { id } }, call())).toEqual([]);
    const names = async (all: boolean) =>
      (await vault.clients.list({ all }, call())).clients.map(({ name }) => name);
    expect(await names(false)).toEqual(['plain', 'Trading Bot']);
    expect(await names(true)).toEqual(['leaving', 'plain', 'Trading Bot']);
    await expect(vault.clients.add({ name: 'Leaving' }, call())).rejects.toThrow(
      code('name_taken'),
    );
  });

  it('lets nothing be done with a removed client but looking and purging', async () => {
    const ref = { name: 'leaving' };
    const acts = [
      () => vault.clients.update({ ref, patch: { newName: 'back' } }, call()),
      () => vault.clients.suspend(ref, call()),
      () => vault.clients.resume(ref, call()),
      () => vault.clients.remove(ref, call()),
      () => vault.keys.create({ client: ref, name: 'k' }, call()),
      () => vault.grants.add({ client: ref, secret: { name: 'alpha' }, mode: 'read' }, call()),
      () => vault.pauses.pause({ client: ref }, call()),
    ];
    for (const act of acts) await expect(act()).rejects.toThrow(code('not_found'));
  });

  it('purges the row and all that hung on it, and frees the name', async () => {
    const { id } = await vault.clients.get({ name: 'leaving' }, call());
    expect(await vault.clients.purge({ name: 'leaving' }, call())).toEqual({
      id,
      keys: 1,
      grants: 0,
    });
    await expect(vault.clients.get({ id }, call())).rejects.toThrow(code('not_found'));
    expect(await vault.keys.list({ all: true }, call())).toEqual([]);
    const again = await vault.clients.add({ name: 'leaving' }, call());
    await vault.grants.add(
      { client: { id: again.id }, secret: { name: 'alpha' }, mode: 'read' },
      call(),
    );
    expect(await vault.clients.purge({ id: again.id }, call())).toMatchObject({ grants: 1 });
  });
});

describe('every verb over clients', () => {
  it('leaves an audit line under its correlation id, without a word of the client', async () => {
    const context = call();
    const { id } = await vault.clients.add(
      { name: 'canary-client', email: 'canary@x.de' },
      context,
    );
    const lines = auditLines(home).filter((it) => it['correlation_id'] === context.correlationId);
    expect(lines.map(({ event, outcome, ref }) => [event, outcome, ref])).toEqual([
      ['client.add', 'attempt', { client: id }],
      ['client.add', 'ok', { client: id }],
    ]);
    expect(JSON.stringify(auditLines(home))).not.toMatch(/canary|trading|plain/i);
    const refused = call();
    await vault.clients.get({ name: 'nobody' }, refused).catch(() => null);
    expect(auditLines(home).at(-1)).toMatchObject({
      event: 'client.get',
      outcome: 'denied',
      reason: 'not_found',
      correlation_id: refused.correlationId,
    });
  });

  it('leaves no plaintext in the file', async () => {
    await vault.lock('owner', call());
    expect(
      plaintextBelow(home, ['canary-client', 'canary@x.de', 'Trading Bot', 'buys low']),
    ).toEqual([]);
  });

  it('is refused while locked, with an audit line', async () => {
    const ref = { name: 'plain' };
    const acts: [string, () => Promise<unknown>][] = [
      ['client.add', () => vault.clients.add({ name: 'x' }, call())],
      ['client.list', () => vault.clients.list({}, call())],
      ['client.get', () => vault.clients.get(ref, call())],
      ['client.update', () => vault.clients.update({ ref, patch: { newName: 'y' } }, call())],
      ['client.suspend', () => vault.clients.suspend(ref, call())],
      ['client.resume', () => vault.clients.resume(ref, call())],
      ['client.remove', () => vault.clients.remove(ref, call())],
      ['client.purge', () => vault.clients.purge(ref, call())],
      ['key.create', () => vault.keys.create({ client: ref, name: 'k' }, call())],
      ['key.list', () => vault.keys.list({}, call())],
      ['key.get', () => vault.keys.findByHash({ hash: new Uint8Array(32) }, call())],
      ['key.rotate', () => vault.keys.rotate({ id: 'x' }, call())],
      ['key.revoke', () => vault.keys.revoke({ id: 'x' }, call())],
      ['grant.add', () => vault.grants.add({ client: ref, secret: ref, mode: 'read' }, call())],
      ['grant.list', () => vault.grants.list({}, call())],
      [
        'grant.check',
        () =>
          vault.grants.check(
            { client: { name: 'x' }, secret: { name: 'x' }, url: 'https://x.de/', method: 'GET' },
            call(),
          ),
      ],
      ['grant.remove', () => vault.grants.remove({ id: 'x' }, call())],
      ['access.pause', () => vault.pauses.pause({ client: ref }, call())],
      ['access.unpause', () => vault.pauses.unpause({ client: null }, call())],
    ];
    for (const [event, act] of acts) {
      await expect(act()).rejects.toThrow(code('locked'));
      expect(auditLines(home).at(-1)).toMatchObject({ event, outcome: 'denied', reason: 'locked' });
    }
  });
});
