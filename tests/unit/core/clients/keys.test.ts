import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { parseApiKey } from '../../../../src/core/clients/api-key.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import {
  SteppingClock,
  auditLines,
  call,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home = '';
let client = '';
let count = 0;
const clock = new SteppingClock();
const DAY_MS = 86_400_000;

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});
beforeEach(async () => {
  ({ id: client } = await vault.clients.add({ name: `client ${(count += 1)}` }, call()));
});
afterAll(async () => {
  await vault.close();
  removeHomes();
});

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
const inMs = (ms: number) => new Date(clock.nowMs() + ms).toISOString();
const hashOf = (key: Uint8Array) => Uint8Array.from(createHash('sha256').update(key).digest());
const create = (input: object = {}) =>
  vault.keys.create({ client: { id: client }, name: 'main', ...input }, call());
const keysOf = (all: boolean) => vault.keys.list({ client: { id: client }, all }, call());

describe('key create', () => {
  it('answers a well-formed key once, and keeps its hash and its beginning', async () => {
    const { key, summary } = await create();
    const mark = parseApiKey(key);
    expect(mark).toMatchObject({ environment: 'live', prefix: summary.prefix });
    expect(summary).toEqual({
      id: summary.id,
      clientId: client,
      name: 'main',
      prefix: Buffer.from(key).toString('latin1').slice(0, 12),
      state: 'active',
      createdAt: clock.nowText(),
      lifetimeSeconds: 90 * 86_400,
      expiresAt: inMs(90 * DAY_MS),
      revokedAt: null,
      replacedBy: null,
      lastUsedAt: null,
    });
    expect(await keysOf(false)).toEqual([summary]);
    expect(plaintextBelow(home, [Buffer.from(key).toString('latin1')])).toEqual([]);
    const lines = auditLines(home).filter(({ event }) => event === 'key.create');
    expect(lines.at(-1)).toMatchObject({ outcome: 'ok', ref: { client, key: summary.id } });
    expect(JSON.stringify(lines)).not.toContain(summary.prefix);
  });

  it('takes an environment and a lifetime, and lives for ever only when asked to', async () => {
    const { summary: paper } = await create({ environment: 'paper', lifetimeSeconds: 60 });
    expect(paper).toMatchObject({ prefix: expect.stringMatching(/^sr_paper_.{4}$/) as string });
    expect(paper.expiresAt).toBe(inMs(60_000));
    const { summary: never } = await create({ lifetimeSeconds: null });
    expect(never).toMatchObject({ lifetimeSeconds: null, expiresAt: null, state: 'active' });
  });

  it.each<[string, object]>([
    ['name_invalid', { name: '' }],
    ['name_invalid', { name: 7 }],
    ['invalid_input', { environment: 'Live' }],
    ['invalid_input', { environment: 5 }],
    ['invalid_input', { environment: 'a' }],
    ['invalid_input', { lifetimeSeconds: 59 }],
    ['invalid_input', { lifetimeSeconds: 1e12 }],
    ['invalid_input', { lifetimeSeconds: 60.5 }],
    ['invalid_input', { lifetimeSeconds: Number.NaN }],
    ['invalid_input', { lifetimeSeconds: '60' }],
    ['invalid_input', { client: { id: 'x' } }],
    ['not_found', { client: { name: 'nobody' } }],
  ])('answers %s for %j and makes none', async (expected, input) => {
    await expect(create(input)).rejects.toThrow(code(expected));
    expect(await keysOf(true)).toEqual([]);
  });
});

describe('a key by its hash', () => {
  it('is found, and no other hash finds any', async () => {
    const { key, summary } = await create();
    expect(await vault.keys.findByHash({ hash: hashOf(key) }, call())).toEqual(summary);
    const other = hashOf(key);
    other[31] = (other[31] ?? 0) ^ 1;
    await expect(vault.keys.findByHash({ hash: other }, call())).rejects.toThrow(code('not_found'));
    for (const hash of [new Uint8Array(31), 'x', undefined]) {
      await expect(vault.keys.findByHash({ hash } as never, call())).rejects.toThrow(
        code('invalid_input'),
      );
    }
  });

  it('shows when it was used last, and its client when it was seen', async () => {
    const { key } = await create();
    for (const _ of [1, 2]) {
      clock.advance(5000);
      const { principal } = vault.access.identify({ credential: key, listener: 'tcp' });
      if (principal === undefined) throw new Error('a good key is refused');
      const request = { route: '/v1/me', method: 'GET', status: 200, ms: 1 };
      vault.access.record(principal, request, call());
    }
    vault.access.flush();
    expect(await keysOf(false)).toMatchObject([{ lastUsedAt: clock.nowText() }]);
    expect(await vault.clients.get({ id: client }, call())).toMatchObject({
      lastSeenAt: clock.nowText(),
    });
  });
});

describe('key list', () => {
  it('hides what has ended unless it is asked for, newest first', async () => {
    const { summary: short } = await create({ name: 'short', lifetimeSeconds: 60 });
    clock.advance(1000);
    const { summary: revoked } = await create({ name: 'revoked' });
    clock.advance(1000);
    await create({ name: 'good' });
    await vault.keys.revoke({ id: revoked.id }, call());
    expect((await keysOf(false)).map(({ name }) => name)).toEqual(['good', 'short']);
    clock.advance(Date.parse(short.expiresAt ?? '') - clock.nowMs() - 1);
    expect((await keysOf(false)).map(({ name }) => name)).toEqual(['good', 'short']);
    clock.advance(1);
    expect((await keysOf(false)).map(({ name }) => name)).toEqual(['good']);
    expect((await keysOf(true)).map(({ name, state }) => [name, state])).toEqual([
      ['good', 'active'],
      ['revoked', 'revoked'],
      ['short', 'expired'],
    ]);
    const everyone = await vault.keys.list({ all: true }, call());
    expect(everyone.length).toBeGreaterThan(3);
  });
});

describe('key revoke', () => {
  it('ends a key at once; a second time changes nothing', async () => {
    const { summary } = await create();
    await vault.keys.revoke({ id: summary.id }, call());
    const revokedAt = clock.nowText();
    clock.advance(1000);
    await vault.keys.revoke({ id: summary.id }, call());
    expect(await keysOf(true)).toMatchObject([{ state: 'revoked', revokedAt }]);
  });

  it('refuses an id that is none, and one that is unknown', async () => {
    const unknown = 'key_00000000-0000-4000-8000-000000000000';
    for (const [id, expected] of [
      ['x', 'invalid_input'],
      [5, 'invalid_input'],
      [unknown, 'not_found'],
    ]) {
      await expect(vault.keys.revoke({ id } as never, call())).rejects.toThrow(
        code(String(expected)),
      );
      await expect(vault.keys.rotate({ id } as never, call())).rejects.toThrow(
        code(String(expected)),
      );
    }
  });
});

describe('key rotate', () => {
  it('keeps client, name, environment and lifetime, counted from now, and lets the old one live on for a day', async () => {
    const { summary: old } = await create({ environment: 'paper', lifetimeSeconds: 30 * 86_400 });
    clock.advance(DAY_MS);
    const { key, summary } = await vault.keys.rotate({ id: old.id }, call());
    expect(parseApiKey(key)?.environment).toBe('paper');
    expect(summary).toMatchObject({
      clientId: client,
      name: 'main',
      lifetimeSeconds: 30 * 86_400,
      createdAt: clock.nowText(),
      expiresAt: inMs(30 * DAY_MS),
    });
    const [after] = (await keysOf(false)).filter(({ id }) => id === old.id);
    expect(after).toMatchObject({
      expiresAt: inMs(DAY_MS),
      replacedBy: summary.id,
      revokedAt: null,
    });
    clock.advance(DAY_MS);
    expect((await keysOf(false)).map(({ id }) => id)).toEqual([summary.id]);
  });

  it('never lets the old one outlive its own end', async () => {
    const { summary: old } = await create({ lifetimeSeconds: 7200 });
    await vault.keys.rotate({ id: old.id, overlapSeconds: 604_800 }, call());
    const [after] = (await keysOf(true)).filter(({ id }) => id === old.id);
    expect(after?.expiresAt).toBe(old.expiresAt);
  });

  it.each([3600, 86_400, 604_800, 2_592_000] as const)(
    'lets one that never ends live on for %d s, and its successor for ever',
    async (overlapSeconds) => {
      const { summary: old } = await create({ lifetimeSeconds: null });
      const { summary } = await vault.keys.rotate({ id: old.id, overlapSeconds }, call());
      const [after] = (await keysOf(true)).filter(({ id }) => id === old.id);
      expect(after?.expiresAt).toBe(inMs(overlapSeconds * 1000));
      expect(summary.expiresAt).toBeNull();
    },
  );

  it('ends the old one at once with an overlap of 0', async () => {
    const { summary: old } = await create();
    const { summary } = await vault.keys.rotate({ id: old.id, overlapSeconds: 0 }, call());
    expect((await keysOf(false)).map(({ id }) => id)).toEqual([summary.id]);
    const [after] = (await keysOf(true)).filter(({ id }) => id === old.id);
    expect(after).toMatchObject({ state: 'revoked', expiresAt: old.expiresAt });
  });

  it('refuses another overlap, a key that has ended and one that was replaced', async () => {
    const { summary: old } = await create();
    const refused = async (id: string, overlapSeconds?: unknown) =>
      expect(vault.keys.rotate({ id, overlapSeconds } as never, call())).rejects.toThrow(
        code('invalid_input'),
      );
    for (const overlap of [1, -1, '3600', null, Number.NaN]) await refused(old.id, overlap);
    await vault.keys.rotate({ id: old.id }, call());
    await refused(old.id);
    const { summary: revoked } = await create();
    await vault.keys.revoke({ id: revoked.id }, call());
    await refused(revoked.id);
    const { summary: short } = await create({ lifetimeSeconds: 60 });
    clock.advance(60_000);
    await refused(short.id);
    expect(await keysOf(true)).toHaveLength(4);
  });
});
