import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { ChildProgram } from '../support/child-program.ts';
import {
  MARKER,
  expectSound,
  filledHome,
  openAgain,
  openWithOneOf,
} from '../support/killed-vault.ts';
import {
  FAULT_TIMEOUT_MS,
  everyRound,
  rounds,
  type SeededRandom,
} from '../support/seeded-random.ts';
import { SmallDisk, canMount, removeSmallDisks } from '../support/small-disk.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
  field,
  openVaultAt,
  removeHomes,
  utf8,
  valueOf,
} from '../support/vault-fixture.ts';

afterAll(() => {
  removeSmallDisks();
  removeHomes();
});

const mayMount = canMount();
const DISK_MEBIBYTES = 24;
const HINTS = ['The disk is full.', 'The data folder cannot be written.'];

/** A vault on a small disk with so much room left. */
async function vaultOnDisk(freeBytes: number) {
  const disk = SmallDisk.mount(DISK_MEBIBYTES);
  if (disk === null) throw new Error('a disk could be mounted before');
  const home = join(disk.folder, 'home');
  cpSync(await filledHome(4), home, { recursive: true });
  const { vault } = await openAgain(home);
  disk.fill(freeBytes);
  return { disk, home, vault };
}

/** Refused by name, with one of the fixed hints where the code alone says too little. */
function expectNamed(thrown: unknown): VaultError {
  if (!(thrown instanceof VaultError)) throw thrown;
  expect(['internal', 'audit_unavailable']).toContain(thrown.code);
  if (thrown.code === 'internal') expect(HINTS).toContain(thrown.hint);
  return thrown;
}

/** Stores values until it is refused; what was acknowledged before. */
async function fillUp(vault: VaultApi, random: SeededRandom) {
  const stored = new Map<string, string>();
  let last = '';
  for (let i = 0; i < 600; i += 1) {
    last = `full ${String(i)}`;
    const value = `${MARKER} ${last} ${'x'.repeat(random.below(20_000))}`;
    try {
      if (random.below(3) === 0) {
        const entries = [{ name: last, fields: [field(value)] }];
        await vault.secrets.importAll({ entries, dryRun: false }, call());
      } else {
        await vault.secrets.set({ name: last, fields: [field(value)] }, call());
      }
      stored.set(last, value);
    } catch (thrown) {
      return { stored, last, refusal: expectNamed(thrown) };
    }
  }
  throw new Error('the disk never became full');
}

async function expectAllThere(vault: VaultApi, stored: ReadonlyMap<string, string>, last: string) {
  for (const [name, value] of stored) expect(await valueOf(vault, name)).toBe(value);
  const { secrets } = await vault.secrets.list(call());
  const added = secrets.map(({ name }) => name).filter((name) => name.startsWith('full '));
  // The act that was refused may have been done: its last line was what did not fit any more.
  expect(added.filter((name) => !stored.has(name) && name !== last)).toEqual([]);
}

describe.skipIf(!mayMount)('a full disk', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('refuses by name, loses nothing, and all goes on when there is room again', async () => {
    await everyRound(rounds(3, 100), async (random) => {
      const { disk, home, vault } = await vaultOnDisk(random.below(300_000));
      const { stored, last, refusal } = await fillUp(vault, random);
      for (const { name } of (await vault.secrets.list(call())).secrets.slice(0, 3)) {
        await valueOf(vault, name).catch(expectNamed);
      }
      disk.makeRoom();
      await vault.secrets.set({ name: 'after', fields: [field(`${MARKER} after`)] }, call());
      await expectAllThere(vault, stored, last);
      await vault.close();
      const { vault: again, report } = await openAgain(home);
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      await expectSound(again, { home, done: [] });
      await expectAllThere(again, stored, last);
      await again.close();
      removeSmallDisks();
      return refusal.code;
    });
  });

  it('still logs refusals, out of the ballast', async () => {
    const { home, vault } = await vaultOnDisk(0);
    const ballast = join(vaultPaths(home).audit, 'ballast');
    expect(existsSync(ballast)).toBe(true);
    const context = call();
    // Twenty lines are more than the page that the log may have left.
    for (let i = 0; i < 20; i += 1) {
      await expect(vault.secrets.describe({ name: 'nothing' }, context)).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect(existsSync(ballast)).toBe(false);
    const lines = auditLines(home).filter(
      (line) => line['correlation_id'] === context.correlationId,
    );
    expect(lines).toHaveLength(20);
    await vault.close();
    removeSmallDisks();
  });

  it('refuses an unlock as `audit_unavailable` when nothing at all can be logged, and counts nothing', async () => {
    const { disk, home, vault } = await vaultOnDisk(0);
    await vault.close();
    const { audit } = vaultPaths(home);
    const closed = openVaultAt(home);
    // The first lines use up the ballast and what the page of the log had left.
    for (;;) {
      disk.fill(0);
      const thrown: unknown = await closed.secrets.list(call()).catch((error: unknown) => error);
      if ((thrown as VaultError).code === 'audit_unavailable') break;
      expect(thrown).toMatchObject({ code: 'locked' });
    }
    expect(existsSync(join(audit, 'ballast'))).toBe(false);
    for (const password of [PASSWORD, 'wrong']) {
      await expect(closed.unlock({ password: utf8(password) }, call())).rejects.toMatchObject({
        code: 'audit_unavailable',
      });
    }
    expect(closed.status()).toMatchObject({ state: 'locked', failedAttempts: 0, retryAfterMs: 0 });
    disk.makeRoom();
    expect(await closed.unlock({ password: utf8(PASSWORD) }, call())).toMatchObject({
      state: 'unlocked',
      notices: [],
      failedAttempts: 0,
    });
    expect(await closed.audit.verify(call())).toMatchObject({ ok: true });
    // There is ballast again once there is room for it.
    expect(statSync(join(audit, 'ballast')).size).toBeGreaterThan(1024 * 1024);
    await closed.close();
    removeSmallDisks();
  });

  it('in the middle of a change of password leaves exactly one password', async () => {
    await everyRound(rounds(2, 100), async (random, round) => {
      const { disk, home, vault } = await vaultOnDisk(random.below(120_000));
      const change = { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD) };
      const outcome = await vault
        .changePassword({ ...change, renewVaultKey: round % 2 === 0 }, call())
        .then(() => 'done')
        .catch((thrown: unknown) => expectNamed(thrown).code);
      await vault.close();
      disk.makeRoom();
      const expected = outcome === 'done' ? [OTHER_PASSWORD] : [PASSWORD, OTHER_PASSWORD];
      const { vault: again, report } = await openWithOneOf(home, expected);
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      await expectSound(again, { home, done: [] });
      await again.close();
      removeSmallDisks();
      return outcome;
    });
  });
});

const hasPrlimit = spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasPrlimit)('files that may not grow', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('refuse by name, and nothing that was acknowledged is lost', async () => {
    await everyRound(rounds(2, 100), async (random) => {
      const home = await filledHome(4);
      const { database, audit } = vaultPaths(home);
      const now = Math.max(statSync(database).size, statSync(join(audit, 'audit.jsonl')).size);
      const limit = `--fsize=${String(now + random.below(200_000))}`;
      const order = { home, marker: MARKER };
      const child = new ChildProgram('store-until-refused', order, { under: ['prlimit', limit] });
      const { code, hint, stored, last } = await child.next('refused');
      expect(await child.exited).toEqual({ code: 0, signal: null });
      expect(['internal', 'audit_unavailable']).toContain(code);
      if (code === 'internal') expect(HINTS).toContain(hint);
      const { vault, report } = await openAgain(home);
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      await expectSound(vault, { home, done: [] });
      const values = new Map(stored as [string, string][]);
      await expectAllThere(vault, values, String(last));
      await vault.close();
      return String(code);
    });
  });
});
