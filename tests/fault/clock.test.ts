import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import {
  PASSWORD,
  call,
  emptyHome,
  openVaultAt,
  removeHomes,
  seededHome,
  utf8,
  valueOf,
  field,
} from '../support/vault-fixture.ts';

afterAll(removeHomes);

const BEGIN = '2026-11-20T07:00:00.000Z';
const LAST_ATTEMPT_MS = 1_000_000;
/** After five failures. */
const DELAY_MS = 15_000;

const WALL_CLOCKS = {
  'one hour back': '2026-11-20T06:00:00.000Z',
  'ten years back': '2016-11-20T07:00:00.000Z',
  'ten years on': '2036-11-20T07:00:00.000Z',
};

/** A folder whose vault refused five passwords at `LAST_ATTEMPT_MS`. */
let refusedHome = '';

beforeAll(async () => {
  refusedHome = await seededHome();
  const clock = new FakeClock(BEGIN, LAST_ATTEMPT_MS - 60_000);
  const vault = openVaultAt(refusedHome, { clock });
  for (const wrong of ['1', '2', '3', '4']) await expectRefused(vault, wrong);
  clock.advance(60_000);
  await expectRefused(vault, '5');
  await vault.close();
}, FAULT_TIMEOUT_MS);

async function expectRefused(vault: VaultApi, password: string): Promise<void> {
  await expect(vault.unlock({ password: utf8(password) }, call())).rejects.toMatchObject({
    code: 'bad_password',
  });
}

function opened(clock: FakeClock): VaultApi {
  const home = emptyHome();
  cpSync(refusedHome, home, { recursive: true });
  return openVaultAt(home, { clock });
}

async function expectThrottled(vault: VaultApi, retryAfterMs: number): Promise<void> {
  expect(vault.status()).toMatchObject({ failedAttempts: 5, retryAfterMs });
  await expect(vault.unlock({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
    code: 'throttled',
    retryAfterMs,
  });
}

/** The right password opens, tells of the failures, and the log still verifies. */
async function expectOpens(vault: VaultApi, failedAttempts = 5): Promise<void> {
  const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
  expect(report).toMatchObject({ state: 'unlocked', notices: [], failedAttempts });
  expect(vault.status()).toMatchObject({ failedAttempts: 0, retryAfterMs: 0 });
  expect(await vault.audit.verify(call())).toMatchObject({ ok: true, faults: [] });
}

describe('the delay after wrong passwords', { timeout: FAULT_TIMEOUT_MS }, () => {
  it.each(Object.entries(WALL_CLOCKS))(
    'is the same after the wall clock was set %s, in this process and after a restart',
    async (_how, wall) => {
      const clock = new FakeClock(BEGIN, LAST_ATTEMPT_MS);
      const vault = opened(clock);
      await expectThrottled(vault, DELAY_MS);
      clock.setWall(wall);
      await expectThrottled(vault, DELAY_MS);
      await vault.close();

      const restarted = opened(new FakeClock(wall, LAST_ATTEMPT_MS + 1000));
      await expectThrottled(restarted, DELAY_MS - 1000);
      await restarted.close();
    },
  );

  it('begins with the boot after a reboot, and is never longer than it was', async () => {
    const clock = new FakeClock(BEGIN, LAST_ATTEMPT_MS);
    const vault = opened(clock);
    clock.reboot(0);
    await expectThrottled(vault, DELAY_MS);
    clock.reboot(4000);
    await expectThrottled(vault, DELAY_MS - 4000);
    await vault.close();
    const restarted = opened(new FakeClock(WALL_CLOCKS['ten years back'], 14_999));
    await expectThrottled(restarted, 1);
    await restarted.close();
  });

  it('is over when it is over, whatever the wall clock says meanwhile', async () => {
    const clock = new FakeClock(WALL_CLOCKS['ten years on'], LAST_ATTEMPT_MS + DELAY_MS - 1);
    const vault = opened(clock);
    await expectThrottled(vault, 1);
    clock.advance(1);
    clock.setWall(WALL_CLOCKS['ten years back']);
    await expectOpens(vault);
    await vault.close();
  });

  it('counts on from where it was when a failure follows a reboot', async () => {
    const clock = new FakeClock(BEGIN, LAST_ATTEMPT_MS);
    const vault = opened(clock);
    clock.reboot(DELAY_MS);
    await expectRefused(vault, '6');
    expect(vault.status()).toMatchObject({ failedAttempts: 6, retryAfterMs: 30_000 });
    clock.advance(30_000);
    await expectOpens(vault, 6);
    await vault.close();
  });
});

describe('a vault whose wall clock jumps', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('keeps order, values and log, in one session and over a restart', async () => {
    const home = await seededHome();
    const clock = new FakeClock(BEGIN);
    const vault = openVaultAt(home, { clock });
    await expectOpens(vault, 0);
    let number = 0;
    for (const wall of [BEGIN, ...Object.values(WALL_CLOCKS)]) {
      clock.setWall(wall);
      number += 1;
      const value = `value ${String(number)}`;
      await vault.secrets.set({ name: 'jumping', fields: [field(value)] }, call());
      expect(await valueOf(vault, 'jumping')).toBe(value);
    }
    const versions = await vault.secrets.history({ name: 'jumping' }, call());
    expect(versions.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    await vault.close();
    const again = openVaultAt(home, { clock: new FakeClock('2016-01-01T00:00:00.000Z', 5) });
    await expectOpens(again, 0);
    expect(await valueOf(again, 'jumping')).toBe('value 4');
    await again.close();
  });
});
