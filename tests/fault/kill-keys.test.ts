import { existsSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { vaultPaths } from '../../src/runtime/paths.ts';
import {
  expectSound,
  filledHome,
  killed,
  openAgain,
  openWithOneOf,
  tamperedHome,
  type Killed,
} from '../support/killed-vault.ts';
import { plaintextBelow } from '../support/find-plaintext.ts';
import {
  FAULT_TIMEOUT_MS,
  everyRound,
  rounds,
  type SeededRandom,
} from '../support/seeded-random.ts';
import {
  PASSWORD,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  utf8,
  valueOf,
} from '../support/vault-fixture.ts';
import { passwordNumber } from '../support/worker-order.ts';

afterAll(removeHomes);

const ROUNDS = rounds(1, 100);

/** The number of the last act that a worker told of. */
function lastNumber({ done }: Killed): number {
  return Number(done.at(-1)?.['number'] ?? 0);
}

async function openSound(run: Killed, options: { readonly historyLost?: boolean } = {}) {
  const { vault, report } = await openAgain(run.home);
  expect(report, run.how).toMatchObject({ state: 'unlocked', notices: [] });
  await expectSound(vault, run, options);
  await vault.close();
  return report;
}

describe('kill -9', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('during setup leaves a whole vault, or a folder where setup begins again', async () => {
    await everyRound(ROUNDS, async (random) => {
      const home = emptyHome();
      const run = await killed('setup', home, random, { steps: 16, windowMs: 1200 });
      const vault = openVaultAt(home);
      const { state } = vault.status();
      if (run.done.length > 0) expect(state).toBe('locked');
      expect(['locked', 'uninitialized'], run.how).toContain(state);
      if (state === 'locked') await vault.unlock({ password: utf8(PASSWORD) }, call());
      else await vault.setup({ password: utf8(PASSWORD) }, call());
      await vault.secrets.set({ name: 'first', fields: [field('value of the first')] }, call());
      expect(await valueOf(vault, 'first')).toBe('value of the first');
      expect(await vault.audit.verify(call())).toMatchObject({ ok: true });
      await vault.close();
      const { vault: again, report } = await openAgain(home);
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      await again.close();
      return run.how;
    });
  });

  it('during an unlock counts at most that one attempt as failed', async () => {
    await everyRound(ROUNDS, async (random) => {
      const home = await filledHome(4);
      const run = await killed('unlock', home, random, { steps: 24, windowMs: 700 });
      const vault = openVaultAt(home);
      expect(vault.status().failedAttempts, run.how).toBeLessThanOrEqual(1);
      expect(vault.status().retryAfterMs).toBe(0);
      await vault.close();
      const report = await openSound(run);
      expect(report.failedAttempts, run.how).toBeLessThanOrEqual(1);
      return run.how;
    });
  });

  it('during the rehash of an unlock keeps the password and never lowers the cost', async () => {
    await everyRound(ROUNDS, async (random) => {
      const home = await filledHome(4);
      const run = await killed('rewrap', home, random, { steps: 36, windowMs: 1500 });
      expect(run.done.filter(({ rewrapped }) => rewrapped !== true)).toEqual([]);
      await openSound(run);
      return run.how;
    });
  });

  it.each(['passwd-keep', 'passwd-renew'] as const)(
    'during %s leaves the old or the new password, exactly one of them',
    async (act) => {
      await everyRound(ROUNDS, (random) => passwordSurvives(act, random));
    },
  );

  async function passwordSurvives(
    act: 'passwd-keep' | 'passwd-renew',
    random: SeededRandom,
  ): Promise<string> {
    const home = await filledHome(4);
    const run = await killed(act, home, random, { steps: 40, windowMs: 1800 });
    const number = lastNumber(run);
    const either = [passwordNumber(number), passwordNumber(number + 1)];
    const { vault, report } = await openWithOneOf(home, either);
    expect(report, run.how).toMatchObject({ state: 'unlocked', notices: [] });
    await expectSound(vault, run);
    await vault.close();
    expect(plaintextBelow(home, [...either, 'Boxkämpfer'])).toEqual([]);
    return run.how;
  }

  it('during migrations, up and down, leaves a schema from which an unlock goes on', async () => {
    await everyRound(ROUNDS, async (random) => {
      const schema = 1 + random.below(3);
      const home = await filledHome(schema);
      const limits = { steps: 60, windowMs: 1200, schema };
      const run = await killed('migrate', home, random, limits);
      await openSound(run, { historyLost: true });
      return run.how;
    });
  });

  it('during a repair leaves it to be done again, or done', async () => {
    await everyRound(ROUNDS, async (random) => {
      const home = await tamperedHome();
      const run = await killed('repair', home, random, { steps: 14, windowMs: 500 });
      const vault = openVaultAt(home);
      const { state } = await vault.unlock({ password: utf8(PASSWORD) }, call());
      if (run.done.length > 0) expect(state, run.how).toBe('unlocked');
      if (state === 'tampered') await vault.repair({ password: utf8(PASSWORD) }, call());
      await vault.close();
      await openSound(run);
      const copies = readdirSync(home).filter((name) => name.startsWith('vault.db.tampered-'));
      expect(copies.length).toBeGreaterThan(0);
      expect(existsSync(vaultPaths(home).database)).toBe(true);
      return run.how;
    });
  });
});
