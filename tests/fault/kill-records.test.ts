import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import {
  MARKER,
  expectSound,
  filledHome,
  killed,
  openAgain,
  type Killed,
} from '../support/killed-vault.ts';
import { FAULT_TIMEOUT_MS, everyRound, rounds } from '../support/seeded-random.ts';
import { call, removeHomes, valueOf } from '../support/vault-fixture.ts';
import { SET_NAMES, importBatch, valueNumber } from '../support/worker-order.ts';

afterAll(removeHomes);

const ROUNDS = rounds(2, 100);

/** The values of every version that a vault holds after the first so many acts, oldest first. */
function valuesAfter(acts: number): Map<string, string[]> {
  const model = new Map<string, string[]>();
  for (let number = 0; number <= acts; number += 1) {
    const { name, value } = valueNumber(MARKER, number);
    // The newest and ten older ones.
    model.set(name, [...(model.get(name) ?? []), value].slice(-11));
  }
  return model;
}

async function valuesIn(vault: VaultApi): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const { secrets } = await vault.secrets.list(call());
  const names = secrets.map(({ name }) => name);
  for (const name of SET_NAMES.filter((one) => names.includes(one))) {
    const versions = await vault.secrets.history({ name }, call());
    const values = [];
    for (const { version } of versions.toReversed()) {
      values.push(await valueOf(vault, name, { version }));
    }
    found.set(name, values);
  }
  return found;
}

async function afterwards(run: Killed, check: (vault: VaultApi) => Promise<void>): Promise<void> {
  const { vault, report } = await openAgain(run.home);
  expect(report, run.how).toMatchObject({ state: 'unlocked', notices: [], failedAttempts: 0 });
  await expectSound(vault, run);
  await check(vault);
  await vault.close();
}

describe('kill -9', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('during `set` loses no acknowledged value and shows at most one that was not', async () => {
    const told = await everyRound(ROUNDS, async (random) => {
      const run = await killed('set', await filledHome(4), random, { steps: 60, windowMs: 150 });
      await afterwards(run, async (vault) => {
        const found = Object.fromEntries(await valuesIn(vault));
        const acknowledged = Object.fromEntries(valuesAfter(run.done.length));
        const oneMore = Object.fromEntries(valuesAfter(run.done.length + 1));
        expect([acknowledged, oneMore], run.how).toContainEqual(found);
      });
      return run.how;
    });
    expect(told).toHaveLength(ROUNDS);
  });

  it('during an import keeps every acknowledged entry and a beginning of the batch that ran', async () => {
    await everyRound(ROUNDS, async (random) => {
      const run = await killed('import', await filledHome(4), random, { steps: 80, windowMs: 200 });
      await afterwards(run, async (vault) => {
        const { secrets } = await vault.secrets.list(call());
        const found = secrets.map(({ name }) => name).filter((name) => name.startsWith('import '));
        const batches = run.done.map((_done, i) => importBatch(MARKER, i + 1));
        const acknowledged = batches.flat();
        for (const { name, value } of acknowledged) expect(await valueOf(vault, name)).toBe(value);
        const names = new Set(acknowledged.map(({ name }) => name));
        const others = found.filter((name) => !names.has(name)).sort();
        const running = importBatch(MARKER, batches.length + 1).map(({ name }) => name);
        expect(others, run.how).toEqual(running.slice(0, others.length));
      });
      return run.how;
    });
  });

  it('while the audit log is appended to loses no acknowledged line', async () => {
    await everyRound(ROUNDS, async (random) => {
      const run = await killed('audit', await filledHome(4), random, { steps: 120, windowMs: 100 });
      await afterwards(run, async () => undefined);
      return run.how;
    });
  });
});
