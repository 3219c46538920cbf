import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { makeApiKey, makeSessionToken } from '../../../../src/core/clients/api-key.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  subject,
  whyRefused,
  type Subject,
} from '../../../support/access-fixture.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  call,
  openVaultAt,
  removeHomes,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

let at: Subject;
let vault: VaultApi;
let bot: Awaited<ReturnType<typeof clientWithKey>>;

beforeEach(async () => {
  at = await subject();
  ({ vault } = at);
  bot = await clientWithKey(vault, 'bot');
  return () => vault.close();
});

const lock = () => vault.lock('owner', call());
const unlock = () => vault.unlock({ password: utf8(PASSWORD) }, call());

describe('a key', () => {
  it('says who calls and when it ends', () => {
    const expiresAt = new Date(at.clock.nowMs() + 90 * 86_400_000).toISOString();
    const principal = { clientId: bot.id, keyId: bot.keyId, tokenId: null, expiresAt };
    for (const listener of ['tcp', 'socket'] as const) {
      expect(vault.access.identify({ credential: bot.key, listener })).toEqual({ principal });
    }
  });

  it('is refused for what is wrong with it', async () => {
    expect(whyRefused(vault, null)).toBe('missing');
    expect(whyRefused(vault, new Uint8Array(0))).toBe('malformed');
    const edited = Uint8Array.from(bot.key);
    edited[20] = edited[20] === 0x41 ? 0x42 : 0x41;
    expect(whyRefused(vault, edited)).toBe('malformed');
    expect(whyRefused(vault, makeApiKey('live').key)).toBe('unknown');
    expect(whyRefused(vault, makeSessionToken().token)).toBe('unknown');
    await vault.keys.revoke({ id: bot.keyId }, call());
    expect(vault.access.identify({ credential: bot.key, listener: 'tcp' })).toEqual({
      refused: { why: 'revoked', clientId: bot.id, keyId: bot.keyId },
    });
  });

  it('ends to the millisecond, remembered or not', async () => {
    const { key } = await clientWithKey(vault, 'short', { key: { lifetimeSeconds: 60 } });
    expect(whyRefused(vault, key)).toBeNull();
    at.clock.advance(59_999);
    expect(whyRefused(vault, key)).toBeNull();
    at.clock.advance(1);
    expect(whyRefused(vault, key)).toBe('expired');
    await vault.settings.set({ name: 'lock.idle_minutes', value: '5' }, call());
    expect(whyRefused(vault, key)).toBe('expired');
  });

  it('works beside its successor until the overlap ends, and then only the new one does', async () => {
    const next = await vault.keys.rotate({ id: bot.keyId, overlapSeconds: 3600 }, call());
    expect([whyRefused(vault, bot.key), whyRefused(vault, next.key)]).toEqual([null, null]);
    at.clock.advance(3_600_000);
    expect([whyRefused(vault, bot.key), whyRefused(vault, next.key)]).toEqual(['expired', null]);
  });

  it('of a client that was removed is revoked, and of one that was purged unknown', async () => {
    await vault.clients.remove({ id: bot.id }, call());
    expect(whyRefused(vault, bot.key)).toBe('revoked');
    await vault.clients.purge({ id: bot.id }, call());
    expect(whyRefused(vault, bot.key)).toBe('unknown');
  });

  it('is known while locked, and its refusals are as well', async () => {
    const gone = await clientWithKey(vault, 'gone');
    await vault.keys.revoke({ id: gone.keyId }, call());
    await lock();
    expect(principalOf(vault, bot.key).clientId).toBe(bot.id);
    expect(whyRefused(vault, gone.key)).toBe('revoked');
    expect(whyRefused(vault, makeApiKey('live').key)).toBe('unknown');
    at.clock.advance(90 * 86_400_000);
    expect(whyRefused(vault, bot.key)).toBe('expired');
  });

  it('is refused by a vault that was never set up', async () => {
    const empty = openVaultAt(`${at.home}-empty`);
    expect(whyRefused(empty, bot.key)).toBe('unknown');
    expect(whyRefused(empty, null)).toBe('missing');
    await empty.close();
  });
});

describe('what is remembered of credentials', () => {
  /** Behind the vault's back: whoever looks at the file sees the key revoked. */
  const revokeInFile = () => {
    at.store.transaction((tx) => {
      const row = tx.get('api_keys', bot.keyId);
      if (row !== null) tx.update('api_keys', { ...row, revoked_at: at.clock.nowText() });
    });
  };
  const remembered = () => whyRefused(vault, bot.key) === null;

  beforeEach(() => {
    expect(remembered()).toBe(true);
    revokeInFile();
  });

  it('lasts for the seconds of the setting', () => {
    at.clock.advance(299_999);
    expect(remembered()).toBe(true);
    at.clock.advance(1);
    expect(remembered()).toBe(false);
  });

  const changes: Record<string, () => Promise<unknown>> = {
    'a new client': () => vault.clients.add({ name: 'x' }, call()),
    'a suspended client': () => vault.clients.suspend({ id: bot.id }, call()),
    'a new key': () => vault.keys.create({ client: { id: bot.id }, name: 'x' }, call()),
    'a grant': () =>
      vault.grants.add({ client: { id: bot.id }, secret: { name: 'alpha' }, mode: 'read' }, call()),
    'a pause': () => vault.pauses.pause({ client: null }, call()),
    'the end of a pause': () => vault.pauses.unpause({ client: null }, call()),
    'a setting': () => vault.settings.set({ name: 'history.keep', value: '3' }, call()),
    'a plan': () => vault.plans.set({ name: 'free', limits: { perHour: 1 } }, call()),
    'the service token': () => vault.access.setServiceToken({ enabled: true }, call()),
    'a lock': lock,
    'another password': () =>
      vault.changePassword(
        { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: false },
        call(),
      ),
    'a step of the schema': () => vault.migrations.down({ to: 4 }, call()),
  };

  it.each(Object.keys(changes))('is forgotten by %s', async (what) => {
    await changes[what]?.();
    expect(remembered()).toBe(false);
  });

  it('is forgotten by an unlock', async () => {
    await lock();
    at.store.transaction((tx) => {
      const row = tx.get('api_keys', bot.keyId);
      if (row !== null) tx.update('api_keys', { ...row, revoked_at: null });
    });
    expect(remembered()).toBe(true);
    at.store.transaction((tx) => {
      const row = tx.get('api_keys', bot.keyId);
      if (row !== null) tx.update('api_keys', { ...row, key_hash: makeApiKey('live').hash });
    });
    expect(remembered()).toBe(true);
    await unlock();
    expect(remembered()).toBe(false);
  });
});

describe('the number of credentials that are remembered', () => {
  it('is that of the setting: the one that was not used for longest goes', async () => {
    await vault.settings.set({ name: 'auth.cache_entries', value: '2' }, call());
    const others = [await clientWithKey(vault, 'a'), await clientWithKey(vault, 'b')];
    for (const { key } of [bot, ...others.slice(0, 1), bot, ...others.slice(1)]) {
      expect(whyRefused(vault, key)).toBeNull();
    }
    at.store.transaction((tx) => {
      for (const row of [...tx.scan('api_keys')]) {
        tx.update('api_keys', { ...row, revoked_at: at.clock.nowText() });
      }
    });
    const seen = [bot, ...others].map(({ key }) => whyRefused(vault, key));
    expect(seen).toEqual([null, 'tampered', null]);
  });

  it.each(['auth.cache_entries', 'auth.cache_seconds'])('is none if %s is 0', async (name) => {
    await vault.settings.set({ name, value: '0' }, call());
    expect(whyRefused(vault, bot.key)).toBeNull();
    at.store.transaction((tx) => {
      const row = tx.get('api_keys', bot.keyId);
      if (row !== null) tx.update('api_keys', { ...row, revoked_at: at.clock.nowText() });
    });
    expect(whyRefused(vault, bot.key)).toBe('tampered');
  });
});

describe('a call without a credential', () => {
  it('is the client default if the owner lets such calls in, and only while unlocked', async () => {
    await vault.settings.set({ name: 'auth.required', value: '0' }, call());
    expect(whyRefused(vault, null)).toBe('missing');
    const { id } = await vault.clients.add({ name: 'Default' }, call());
    const principal = { clientId: id, keyId: null, tokenId: null, expiresAt: null };
    expect(principalOf(vault, null)).toEqual(principal);
    expect(whyRefused(vault, makeApiKey('live').key)).toBe('unknown');
    await lock();
    expect(whyRefused(vault, null)).toBe('missing');
    await unlock();
    expect(principalOf(vault, null)).toEqual(principal);
    await vault.clients.remove({ id }, call());
    expect(whyRefused(vault, null)).toBe('missing');
  });
});

describe('the service token', () => {
  const enable = async () => {
    const made = await vault.access.setServiceToken({ enabled: true }, call());
    if (made.key === null || made.keyId === null) throw new Error('no key');
    return { key: made.key, keyId: made.keyId };
  };

  it('is taken on the socket only, and so is a session token that was got for it', async () => {
    const { key, keyId } = await enable();
    expect(Buffer.from(key).toString('latin1')).toMatch(/^sr_service_/);
    const principal = principalOf(vault, key, 'socket');
    expect(principal).toMatchObject({ keyId, expiresAt: null });
    expect(whyRefused(vault, key, 'tcp')).toBe('wrong_listener');
    const { token } = await vault.access.createToken(principal, {}, gatewayCall());
    expect(whyRefused(vault, token, 'socket')).toBeNull();
    expect(whyRefused(vault, token, 'tcp')).toBe('wrong_listener');
    expect(await vault.clients.get({ name: 'service' }, call())).toMatchObject({
      id: principal.clientId,
      status: 'active',
    });
  });

  it('is made anew and ended at once', async () => {
    expect(vault.access.state().serviceToken).toBe(false);
    const first = await enable();
    const second = await enable();
    expect(whyRefused(vault, first.key, 'socket')).toBe('revoked');
    expect(whyRefused(vault, second.key, 'socket')).toBeNull();
    expect(vault.access.state().serviceToken).toBe(true);
    const off = { key: null, keyId: null };
    expect(await vault.access.setServiceToken({ enabled: false }, call())).toEqual(off);
    expect(whyRefused(vault, second.key, 'socket')).toBe('revoked');
    expect(vault.access.state().serviceToken).toBe(false);
  });

  it('can be ended before there was one, and lets a removed client in again', async () => {
    await vault.access.setServiceToken({ enabled: false }, call());
    expect((await vault.clients.list({}, call())).clients.map(({ name }) => name)).toEqual(['bot']);
    await enable();
    await vault.clients.remove({ name: 'service' }, call());
    const { key } = await enable();
    vault.access.admit(principalOf(vault, key, 'socket'));
  });

  it('is the only key of its environment', async () => {
    const input = { client: { id: bot.id }, name: 'x', environment: 'service' };
    await expect(vault.keys.create(input, call())).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_input' }) as Error,
    );
  });
});

describe('the state of access', () => {
  it('says what the owner chose, and while locked what can be known then', async () => {
    const all = ['/healthz', '/status', '/openapi.json', '/docs'];
    const usual = { keysRequired: true, exemptPaths: all, serviceToken: false, pausedAll: false };
    expect(vault.access.state()).toEqual(usual);
    await vault.settings.set({ name: 'auth.required', value: '0' }, call());
    await vault.settings.set({ name: 'auth.exempt_paths', value: '/healthz' }, call());
    await vault.access.setServiceToken({ enabled: true }, call());
    await vault.pauses.pause({ client: null }, call());
    const chosen = { exemptPaths: ['/healthz'], serviceToken: true, pausedAll: true };
    expect(vault.access.state()).toEqual({ ...chosen, keysRequired: false });
    await lock();
    expect(vault.access.state()).toEqual({ ...chosen, keysRequired: true });
    await unlock();
    await vault.settings.set({ name: 'auth.exempt_paths', value: 'none' }, call());
    await lock();
    expect(vault.access.state().exemptPaths).toEqual([]);
  });
});
