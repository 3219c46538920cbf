import { cpSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import type { UnlockReport } from '../../src/shared/model.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { ChildProgram, type Message } from './child-program.ts';
import type { CrashPlan } from './crash-points.ts';
import { flipBit } from './edit-database.ts';
import { plaintextBelow } from './find-plaintext.ts';
import type { SeededRandom } from './seeded-random.ts';
import {
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  field,
  openVaultAt,
  utf8,
  valueOf,
} from './vault-fixture.ts';
import { valueNumber, type WorkerAct } from './worker-order.ts';

/** Stands in every value of these vaults. */
export const MARKER = 'crash-canary-7f3a';

const STEADY = { name: 'steady', older: `${MARKER}-steady-1`, newer: `${MARKER}-steady-2` };

/** What a worker had finished when it was killed. */
export interface Killed {
  readonly home: string;
  readonly how: string;
  /** Its acknowledgements in order. */
  readonly done: readonly Message[];
}

const templates = new Map<number, Promise<string>>();

/** A folder of its own with a closed vault at that schema. */
export async function filledHome(schema: number): Promise<string> {
  const made = templates.get(schema) ?? makeTemplate(schema);
  templates.set(schema, made);
  const home = emptyHome();
  cpSync(await made, home, { recursive: true });
  return home;
}

async function makeTemplate(schema: number): Promise<string> {
  const home = emptyHome();
  const vault = openVaultAt(home);
  await vault.setup({ password: utf8(PASSWORD) }, call());
  const put = (name: string, value: string) =>
    vault.secrets.set({ name, fields: [field(value)] }, call());
  const { name, value } = valueNumber(MARKER, 0);
  await put(name, value);
  await put(STEADY.name, STEADY.older);
  await put(STEADY.name, STEADY.newer);
  if (schema < vault.migrations.status().version) {
    await vault.migrations.down({ to: schema }, call());
  }
  await vault.close();
  return home;
}

/** A closed vault in which one record of two does not verify. */
export async function tamperedHome(): Promise<string> {
  const home = await filledHome(4);
  flipBit(home, { table: 'vault_manifest', column: 'digest', byte: 3 });
  return home;
}

/** How a worker dies: after some milliseconds, or at a step of its own. */
function plan(random: SeededRandom, steps: number, windowMs: number) {
  const at = random.pick(['time', 'before', 'during', 'after'] as const);
  if (at === 'time') {
    const afterMs = random.below(windowMs);
    return { how: `after ${String(afterMs)} ms`, afterMs, plan: null };
  }
  const step = 1 + random.below(steps);
  const crash: CrashPlan = { at, step };
  return { how: `${at} step ${String(step)}`, afterMs: null, plan: crash };
}

/** Lets a worker do its act on a folder and kills it at a random point. */
export async function killed(
  act: WorkerAct,
  home: string,
  random: SeededRandom,
  limits: { readonly steps: number; readonly windowMs: number; readonly schema?: number },
): Promise<Killed> {
  const chosen = plan(random, limits.steps, limits.windowMs);
  const order = { act, home, plan: chosen.plan, marker: MARKER, schema: limits.schema ?? 4 };
  const worker: ChildProgram = new ChildProgram('crash-worker', order, {
    onMessage: ({ say }) => {
      if (say === 'now') worker.killNow();
    },
  });
  await worker.next('ready');
  const finished = worker.next('finished').catch(() => undefined);
  // The longest wait is for a step that an act never reaches.
  if (chosen.afterMs !== null) await delay(chosen.afterMs);
  else await Promise.race([worker.exited, finished, delay(8000)]);
  await worker.kill();
  expect(worker.complaint).toBe('');
  const done = worker.messages.filter(({ say }) => say === 'done');
  return { home, how: `${act} ${chosen.how}, ${String(done.length)} done`, done };
}

/** Opens the vault with whichever of these passwords opens it; exactly one may. */
export async function openWithOneOf(
  home: string,
  passwords: readonly string[],
): Promise<{ vault: VaultApi; report: UnlockReport; password: string }> {
  const vault = openVaultAt(home);
  const opened: { report: UnlockReport; password: string }[] = [];
  for (const password of passwords) {
    try {
      // Of an unlocked vault this only proves the password.
      opened.push({ report: await vault.unlock({ password: utf8(password) }, call()), password });
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(VaultError);
      expect((thrown as VaultError).code).toBe('bad_password');
    }
  }
  expect(opened.map(({ password }) => password)).toHaveLength(1);
  const [only] = opened;
  if (only === undefined) throw new Error('no password opens');
  return { vault, ...only };
}

/** Unlocks with the one password. */
export async function openAgain(home: string): Promise<{ vault: VaultApi; report: UnlockReport }> {
  const vault = openVaultAt(home);
  const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
  return { vault, report };
}

/**
 * What must hold after any crash: nothing tampered with, no gap in the log, every record and version opens, what was
 * there before is there, every acknowledged act has its line, the log verifies, no plaintext lies about.
 */
export async function expectSound(
  vault: VaultApi,
  { home, done }: Pick<Killed, 'home' | 'done'>,
  options: { readonly historyLost?: boolean } = {},
): Promise<void> {
  expect(vault.status()).toMatchObject({ state: 'unlocked', auditGap: false });
  const { secrets, damaged } = await vault.secrets.list(call());
  expect(damaged).toEqual([]);
  for (const { name } of secrets) {
    for (const { version } of await vault.secrets.history({ name }, call())) {
      expect(await valueOf(vault, name, { version })).toContain(MARKER);
    }
  }
  expect(await valueOf(vault, STEADY.name)).toBe(STEADY.newer);
  if (options.historyLost !== true) {
    expect(await valueOf(vault, STEADY.name, { version: 1 })).toBe(STEADY.older);
  }
  const lines = new Set(
    auditLines(home)
      .filter(({ outcome }) => outcome !== 'attempt')
      .map((line) => line['correlation_id']),
  );
  expect(done.filter(({ correlationId }) => !lines.has(correlationId))).toEqual([]);
  expect(await vault.audit.verify(call())).toMatchObject({ ok: true, faults: [] });
  expect(plaintextBelow(home, [MARKER])).toEqual([]);
}
