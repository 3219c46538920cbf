import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  readAs,
  subject,
  whyRefused,
  type Subject,
} from '../../../support/access-fixture.ts';
import { PASSWORD, auditLines, call, removeHomes, utf8 } from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

let at: Subject;
let vault: VaultApi;
let bot: Awaited<ReturnType<typeof clientWithKey>>;

beforeEach(async () => {
  at = await subject();
  ({ vault } = at);
  bot = await clientWithKey(vault, 'bot');
  return () => vault.close();
});

const tokenFor = (lifetimeSeconds?: number, key = bot.key) =>
  vault.access.createToken(
    principalOf(vault, key, 'socket'),
    lifetimeSeconds === undefined ? {} : { lifetimeSeconds },
    gatewayCall(),
  );

describe('a session token', () => {
  it('acts as its key for 24 hours, and its lines name it', async () => {
    const { token, id, expiresAt } = await tokenFor();
    expect(Buffer.from(token).toString('latin1')).toMatch(/^srt_[0-9A-Za-z]{38}$/);
    expect(expiresAt).toBe(new Date(at.clock.nowMs() + 86_400_000).toISOString());
    const principal = principalOf(vault, token);
    expect(principal).toEqual({ clientId: bot.id, keyId: bot.keyId, tokenId: id, expiresAt });
    await vault.grants.add(
      { client: { id: bot.id }, secret: { name: 'alpha' }, mode: 'read' },
      call(),
    );
    expect(await readAs(vault, principal, 'alpha')).toBe('one');
    const ref = { client: bot.id, key: bot.keyId, token: id };
    expect(auditLines(at.home).at(-1)).toMatchObject({ event: 'secret.read', ref });
    at.clock.advance(86_399_999);
    expect(whyRefused(vault, token)).toBeNull();
    at.clock.advance(1);
    expect(whyRefused(vault, token)).toBe('expired');
  });

  it('lies in the file as a hash, and is known while locked', async () => {
    const { token } = await tokenFor(60);
    await vault.lock('owner', call());
    expect(whyRefused(vault, token)).toBeNull();
    at.clock.advance(60_000);
    expect(whyRefused(vault, token)).toBe('expired');
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(whyRefused(vault, token)).toBe('unknown');
  });

  it('never lives longer than its key', async () => {
    const { key } = await clientWithKey(vault, 'short', { key: { lifetimeSeconds: 600 } });
    const end = new Date(at.clock.nowMs() + 600_000).toISOString();
    expect((await tokenFor(undefined, key)).expiresAt).toBe(end);
    const { token } = await tokenFor();
    await vault.keys.rotate({ id: bot.keyId, overlapSeconds: 3600 }, call());
    expect(principalOf(vault, token).expiresAt).toBe(
      new Date(at.clock.nowMs() + 3_600_000).toISOString(),
    );
    at.clock.advance(3_600_000);
    expect(whyRefused(vault, token)).toBe('expired');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['its key is revoked', () => vault.keys.revoke({ id: bot.keyId }, call())],
    [
      'its key is replaced at once',
      () => vault.keys.rotate({ id: bot.keyId, overlapSeconds: 0 }, call()),
    ],
    ['its client is removed', () => vault.clients.remove({ id: bot.id }, call())],
    ['its client is purged', () => vault.clients.purge({ id: bot.id }, call())],
  ])('is gone when %s', async (_what, end) => {
    const { token } = await tokenFor();
    expect(whyRefused(vault, token)).toBeNull();
    await end();
    expect(whyRefused(vault, token)).toBe('unknown');
    expect(at.store.count('session_tokens')).toBe(0);
  });

  it('is ended by who shows it, and nothing else is', async () => {
    const [first, second] = [await tokenFor(), await tokenFor()];
    const principal = principalOf(vault, first.token);
    await vault.access.endToken(principal, gatewayCall());
    expect(whyRefused(vault, first.token)).toBe('unknown');
    expect(whyRefused(vault, second.token)).toBeNull();
    expect(whyRefused(vault, bot.key)).toBeNull();
    const again = vault.access.endToken(principal, gatewayCall());
    await expect(again).rejects.toThrow(code('unauthorized'));
    const key = vault.access.endToken(principalOf(vault, bot.key), gatewayCall());
    await expect(key).rejects.toThrow(code('invalid_input'));
    expect(auditLines(at.home).filter(({ event }) => event === 'token.end')).toMatchObject([
      { outcome: 'attempt', ref: { token: first.id } },
      { outcome: 'ok', ref: { client: bot.id, key: bot.keyId, token: first.id } },
      { outcome: 'denied', reason: 'unauthorized' },
      { outcome: 'denied', reason: 'invalid_input' },
    ]);
  });

  it('is got for a key only: not for a token, not without one', async () => {
    const { token } = await tokenFor();
    const again = vault.access.createToken(principalOf(vault, token), {}, gatewayCall());
    await expect(again).rejects.toThrow(code('not_granted'));
    await vault.settings.set({ name: 'auth.required', value: '0' }, call());
    await vault.clients.add({ name: 'default' }, call());
    const nobody = vault.access.createToken(principalOf(vault, null), {}, gatewayCall());
    await expect(nobody).rejects.toThrow(code('not_granted'));
  });

  it.each([59, 86_401, 60.5, Number.NaN, '60', null])('does not live %s seconds', async (life) => {
    await expect(tokenFor(life as number)).rejects.toThrow(code('invalid_input'));
  });

  it('is one of a hundred a key at most; those that are over make room', async () => {
    for (let i = 0; i < 100; i += 1) await tokenFor(60);
    await expect(tokenFor(60)).rejects.toThrow(code('over_quota'));
    at.clock.advance(60_000);
    await tokenFor(60);
    expect(at.store.count('session_tokens')).toBe(1);
  }, 60_000);
});

describe('expire', () => {
  it('drops the tokens whose time or key is over, with one line', async () => {
    const { key, keyId } = await clientWithKey(vault, 'short', { key: { lifetimeSeconds: 90 } });
    await tokenFor(60);
    const longer = await tokenFor(3600);
    await tokenFor(3600, key);
    vault.access.expire();
    expect(at.store.count('session_tokens')).toBe(3);
    at.clock.advance(90_000);
    vault.access.expire();
    vault.access.expire();
    expect(at.store.count('session_tokens')).toBe(1);
    expect(whyRefused(vault, longer.token)).toBeNull();
    const lines = auditLines(at.home).filter(({ event }) => event === 'token.expire');
    expect(lines.map(({ outcome, n }) => [outcome, (n as { tokens?: number }).tokens])).toEqual([
      ['attempt', undefined],
      ['ok', 2],
    ]);
    expect(keyId).toMatch(/^key_/);
  });

  it('does nothing while locked', async () => {
    await tokenFor(60);
    at.clock.advance(60_000);
    await vault.lock('owner', call());
    vault.access.expire();
    vault.access.flush();
    expect(at.store.count('session_tokens')).toBe(1);
  });
});

describe('a new vault key', () => {
  it('keeps session tokens good', async () => {
    const { token } = await tokenFor();
    const change = { current: utf8(PASSWORD), next: utf8(`${PASSWORD} and more`) };
    await vault.changePassword({ ...change, renewVaultKey: true }, call());
    expect(whyRefused(vault, token)).toBeNull();
    vault.access.admit(principalOf(vault, token));
  });
});
