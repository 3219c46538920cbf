import { describe, expect, it } from 'vitest';
import type { Principal } from '../../../../src/shared/access.ts';
import { addClient } from '../../../../src/core/clients/add-client.ts';
import { purgeClient } from '../../../../src/core/clients/remove-client.ts';
import { plansApi } from '../../../../src/core/plans/plans-api.ts';
import { changePassword } from '../../../../src/core/session/change-password.ts';
import { lockVault } from '../../../../src/core/session/lock.ts';
import { settingsApi } from '../../../../src/core/settings/settings-api.ts';
import { Metering } from '../../../../src/core/usage/metering.ts';
import { VaultError } from '../../../../src/shared/vault-error.ts';
import { openCore, type OpenCore } from '../../../support/open-core.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import { OTHER_PASSWORD, PASSWORD, call, utf8 } from '../../../support/vault-fixture.ts';

const KEY_ID = 'key_00000000-0000-4000-8000-000000000001';
const REQUEST = { route: '/v1/me', method: 'GET', status: 200, ms: 1.6 };

async function meter(
  options?: Parameters<typeof openCore>[0],
): Promise<OpenCore & { metering: Metering; clientId: string; principal: Principal }> {
  const open = await openCore(options);
  const metering = new Metering(open.core);
  const { id: clientId } = await addClient(open.core, { name: 'bot' }, call());
  const principal = { clientId, keyId: KEY_ID, tokenId: null, expiresAt: null };
  return { ...open, metering, clientId, principal };
}

/** What a call is refused with; null if it passes. */
function refusal(act: () => void): VaultError | null {
  try {
    act();
    return null;
  } catch (thrown) {
    if (thrown instanceof VaultError) return thrown;
    throw thrown;
  }
}

describe('admitting requests', () => {
  it('counts by the plan in windows from the first request on, and not what it refuses', async () => {
    const { metering, clientId, clock } = await meter();
    const admit = (): VaultError | null =>
      refusal(() => {
        metering.admit({ clientId, plan: 'free' });
      });
    for (let i = 0; i < 60; i += 1) expect(admit()).toBeNull();
    clock.advance(45_000);
    expect(admit()).toMatchObject({ code: 'rate_limited', retryAfterMs: 15_000 });
    expect(metering.usedOf(clientId)).toMatchObject({ minute: 60, hour: 60, day: 60, month: 60 });
    clock.advance(15_000);
    expect(admit()).toBeNull();
    expect(metering.usedOf(clientId)).toMatchObject({ minute: 1, hour: 61, day: 61 });
  });

  it('goes by the monotonic clock: setting the calendar gives nobody more in a minute', async () => {
    const { metering, clientId, clock } = await meter();
    for (let i = 0; i < 60; i += 1) metering.admit({ clientId, plan: 'free' });
    clock.setWall('2031-01-01T00:00:00.000Z');
    const refused = refusal(() => {
      metering.admit({ clientId, plan: 'free' });
    });
    expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
  });

  it('lets exactly the limit of a day pass of 200 at once, and says which limit it was', async () => {
    const { core, metering, clientId } = await meter();
    await plansApi(core).set({ name: 'tight', limits: { perDay: 150 } }, call());
    const attempts = Array.from({ length: 200 }, async () => {
      await Promise.resolve();
      return refusal(() => {
        metering.admit({ clientId, plan: 'tight' });
      });
    });
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((refused) => refused === null)).toHaveLength(150);
    const [refused] = outcomes.filter((outcome) => outcome !== null);
    expect(refused).toMatchObject({
      code: 'over_quota',
      hint: expect.stringMatching(/day/) as unknown,
    });
    expect(metering.usedOf(clientId).day).toBe(150);
    await plansApi(core).set({ name: 'tight', limits: { perDay: null, perMonth: 151 } }, call());
    metering.admit({ clientId, plan: 'tight' });
    const ofMonth = refusal(() => {
      metering.admit({ clientId, plan: 'tight' });
    });
    expect(ofMonth).toMatchObject({
      code: 'over_quota',
      hint: expect.stringMatching(/month/) as unknown,
    });
  });

  it('begins days and months anew at the owner’s midnight', async () => {
    const { metering, clientId, clock } = await meter({ now: '2026-11-30T22:59:59.000Z' });
    metering.admit({ clientId, plan: 'free' });
    expect(metering.usedOf(clientId)).toMatchObject({ day: 1, month: 1 });
    // 24:00 in Berlin, the zone that was stored with the first client.
    clock.advance(1000);
    expect(metering.usedOf(clientId)).toMatchObject({ day: 0, month: 0 });
    metering.admit({ clientId, plan: 'free' });
    clock.advance(24 * 3_600_000);
    metering.admit({ clientId, plan: 'free' });
    expect(metering.usedOf(clientId)).toMatchObject({ day: 1, month: 2 });
  });

  it('takes changes of a plan and of the zone at once', async () => {
    const { core, metering, clientId, clock } = await meter({ now: '2026-11-20T23:30:00.000Z' });
    metering.admit({ clientId, plan: 'free' });
    await settingsApi(core).set({ name: 'time.zone', value: 'UTC' }, call());
    expect(metering.usedOf(clientId).day).toBe(0);
    await plansApi(core).set({ name: 'free', limits: { perMinute: 1 } }, call());
    expect(metering.limitsOf('free')).toMatchObject({ perMinute: 1, perHour: 600 });
    const refused = refusal(() => {
      metering.admit({ clientId, plan: 'free' });
    });
    expect(refused?.code).toBe('rate_limited');
    clock.advance(60_000);
    metering.admit({ clientId, plan: 'free' });
    expect(metering.limitsOf('gone')).toMatchObject({ perHour: 600 });
  });

  it('keeps quotas over a lock and rates as well, and is locked in between', async () => {
    const { core, metering, clientId, unlock } = await meter();
    for (let i = 0; i < 60; i += 1) metering.admit({ clientId, plan: 'free' });
    await lockVault(core, 'owner', call());
    const admit = (): void => {
      metering.admit({ clientId, plan: 'free' });
    };
    expect(refusal(admit)?.code).toBe('locked');
    expect(core.store.get('quotas', clientId)).toMatchObject({
      day: '2026-11-20',
      day_requests: 60,
      month: '2026-11',
      month_requests: 60,
    });
    await unlock();
    expect(refusal(admit)?.code).toBe('rate_limited');
    expect(metering.usedOf(clientId)).toMatchObject({ minute: 60, day: 60 });
    const restarted = new Metering(core);
    expect(restarted.usedOf(clientId)).toMatchObject({ minute: 0, day: 60, month: 60 });
  });

  it('leaves the number of what is stored in the row of quotas until that is counted', async () => {
    const { core, metering, clientId } = await meter();
    metering.admit({ clientId, plan: 'free' });
    metering.flush();
    core.store.transaction((tx) => {
      const row = tx.get('quotas', clientId);
      if (row !== null) tx.update('quotas', { ...row, items: 7, bytes: 512 });
    });
    metering.admit({ clientId, plan: 'free' });
    metering.flush();
    expect(core.store.get('quotas', clientId)).toMatchObject({ day_requests: 2, items: 7 });
    const { items, bytes } = metering.usedOf(clientId);
    expect([items, bytes]).not.toEqual([7, 512]);
    metering.flush();
    expect(core.store.get('quotas', clientId)).toMatchObject({ day_requests: 2, items, bytes });
  });
});

describe('counting values and grants', () => {
  it('hands out at most the values of an hour that the owner allows', async () => {
    const { core, metering, clientId, clock } = await meter();
    const read = (): VaultError | null =>
      refusal(() => {
        metering.countRead(clientId);
      });
    for (let i = 0; i < 600; i += 1) expect(read()).toBeNull();
    expect(read()).toMatchObject({ code: 'rate_limited', retryAfterMs: 3_600_000 });
    await settingsApi(core).set({ name: 'gateway.secret_reads_per_hour', value: '0' }, call());
    expect(read()).toBeNull();
    await settingsApi(core).set({ name: 'gateway.secret_reads_per_hour', value: '5' }, call());
    expect(read()?.code).toBe('rate_limited');
    clock.advance(3_600_000);
    expect(read()).toBeNull();
  });

  it('burns nothing of a grant for a value that the hour refuses, nor of the hour for one that the grant does', async () => {
    const { core, metering, clientId, clock } = await meter();
    await settingsApi(core).set({ name: 'gateway.secret_reads_per_hour', value: '2' }, call());
    const grant = { id: 'grt_1', limits: { perMinute: 1 } };
    const read = (under: typeof grant | undefined): number | null | undefined => {
      const refused = refusal(() => {
        metering.countRead(clientId, under);
      });
      return refused === null ? null : refused.retryAfterMs;
    };
    expect(read(grant)).toBeNull();
    expect(read(grant)).toBe(60_000);
    expect(read(undefined)).toBeNull();
    clock.advance(60_000);
    expect(read(grant)).toBe(3_600_000 - 60_000);
    await settingsApi(core).set({ name: 'gateway.secret_reads_per_hour', value: '3' }, call());
    expect(read(grant)).toBeNull();
  });

  it('keeps each limit of a grant', async () => {
    const { metering, clock } = await meter();
    const use = (limits: Parameters<Metering['countGrant']>[1]): number | null | undefined => {
      const refused = refusal(() => {
        metering.countGrant('grt_1', limits);
      });
      return refused === null ? null : refused.retryAfterMs;
    };
    expect(use({ perMinute: 1, perDay: 2 })).toBeNull();
    expect(use({ perMinute: 1, perDay: 2 })).toBe(60_000);
    clock.advance(60_000);
    expect(use({ perMinute: 1, perDay: 2 })).toBeNull();
    expect(use({ perDay: 2 })).toBe(86_400_000 - 60_000);
    expect(use({ perHour: 2 })).toBe(3_600_000 - 60_000);
    expect(use({})).toBeNull();
  });
});

describe('keeping answered requests', () => {
  it('seals them at once, writes them with a flush, and shows when client and key were used', async () => {
    const { core, metering, clientId, principal, clock } = await meter();
    const context = call();
    metering.record(principal, REQUEST, context);
    clock.advance(5);
    metering.record({ ...principal, keyId: null }, { ...REQUEST, status: 403 }, call());
    expect(core.store.count('usage_records')).toBe(0);
    metering.flush();
    const rows = [...core.store.scan('usage_records')];
    expect(rows).toHaveLength(2);
    for (const row of rows)
      expect(Buffer.from(row.encrypted_record).toString()).not.toContain('GET');
    expect(core.store.get('key_activity', KEY_ID)?.last_used_at).toBe('2026-11-20T07:00:00.000Z');
    expect(core.store.get('client_activity', clientId)?.last_seen_at).toBe(
      '2026-11-20T07:00:00.005Z',
    );
    const report = await metering.report({}, call());
    expect(report).toMatchObject({ requests: 2, refused: 1, ms: 4, damaged: 0 });
    expect(report.entries.at(-1)).toMatchObject({
      clientId,
      keyId: KEY_ID,
      route: '/v1/me',
      method: 'GET',
      status: 200,
      ms: 2,
      day: '2026-11-20',
      correlationId: context.correlationId,
    });
  });

  it('writes a thousand by itself, and all that wait at a lock', async () => {
    const { core, metering, principal } = await meter();
    for (let i = 0; i < 999; i += 1) metering.record(principal, REQUEST, call());
    expect(core.store.count('usage_records')).toBe(0);
    metering.record(principal, REQUEST, call());
    expect(core.store.count('usage_records')).toBe(1000);
    metering.record(principal, REQUEST, call());
    await lockVault(core, 'owner', call());
    expect(core.store.count('usage_records')).toBe(1001);
    metering.record(principal, REQUEST, call());
    metering.flush();
    expect(core.store.count('usage_records')).toBe(1001);
  });

  it('keeps what could not be written for the next time, up to a bound, and tells what was lost', async () => {
    let fails = false;
    const { core, metering, principal, clientId, auditStorage } = await meter({
      wrapStore: (store) =>
        replaceMethods(store, (real) => ({
          transaction: (write) => {
            if (fails) throw new VaultError('internal');
            return real.transaction(write);
          },
        })),
    });
    fails = true;
    metering.admit({ clientId, plan: 'free' });
    for (let i = 0; i < 10_003; i += 1) metering.record(principal, REQUEST, call());
    metering.flush();
    expect(metering.usedOf(clientId).day).toBe(1);
    fails = false;
    metering.flush();
    expect(core.store.count('usage_records')).toBe(10_000);
    expect(core.store.get('quotas', clientId)?.day_requests).toBe(1);
    expect(auditStorage.text()).toContain('"event":"usage.lost","outcome":"error"');
    expect(auditStorage.text()).toMatch(/"event":"usage.lost".*"requests":3/);
    metering.flush();
    expect(auditStorage.text().match(/usage\.lost/g)).toHaveLength(1);
  });

  it('keeps the quotas of a lock that could not write, and writes them after the next unlock', async () => {
    let fails = false;
    const { core, metering, clientId, principal, unlock } = await meter({
      wrapStore: (store) =>
        replaceMethods(store, (real) => ({
          transaction: (write) => {
            if (fails) throw new VaultError('internal');
            return real.transaction(write);
          },
        })),
    });
    metering.admit({ clientId, plan: 'free' });
    metering.record(principal, REQUEST, call());
    fails = true;
    await lockVault(core, 'owner', call());
    fails = false;
    await unlock();
    expect(metering.usedOf(clientId).day).toBe(1);
    metering.flush();
    expect(core.store.get('quotas', clientId)?.day_requests).toBe(1);
    expect((await metering.report({}, call())).requests).toBe(1);
  });

  it('opens after the vault key was renewed, also what still waited', async () => {
    const { core, metering, principal } = await meter();
    metering.record(principal, REQUEST, call());
    metering.flush();
    metering.record(principal, REQUEST, call());
    const input = { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: true };
    await changePassword(core, input, call());
    metering.record(principal, REQUEST, call());
    expect(await metering.report({}, call())).toMatchObject({ requests: 3, damaged: 0 });
  });

  it('is gone with a purged client, and nothing of it comes back', async () => {
    const { core, metering, clientId, principal } = await meter();
    const { id: other } = await addClient(core, { name: 'other' }, call());
    for (const id of [clientId, other]) {
      metering.admit({ clientId: id, plan: 'free' });
      metering.record({ ...principal, clientId: id, keyId: null }, REQUEST, call());
    }
    metering.flush();
    metering.record(principal, REQUEST, call());
    await purgeClient(core, { id: clientId }, call());
    metering.record(principal, REQUEST, call());
    metering.flush();
    expect(core.store.get('quotas', clientId)).toBeNull();
    expect(core.store.get('client_activity', clientId)).toBeNull();
    expect(core.store.get('key_activity', KEY_ID)).toBeNull();
    const report = await metering.report({}, call());
    expect(report.byClient.map((sum) => sum.clientId)).toEqual([other]);
  });

  it('goes after the days that the owner wants it kept', async () => {
    const { core, metering, principal, clock } = await meter();
    metering.record(principal, REQUEST, call());
    metering.flush();
    clock.advance(86_400_000);
    metering.record(principal, REQUEST, call());
    metering.flush();
    clock.advance(29 * 86_400_000);
    expect(metering.expireOld()).toBe(0);
    clock.advance(1);
    expect(metering.expireOld()).toBe(1);
    await settingsApi(core).set({ name: 'usage.keep_days', value: '1' }, call());
    expect(metering.expireOld()).toBe(1);
    await lockVault(core, 'owner', call());
    expect(metering.expireOld()).toBe(0);
  });
});
