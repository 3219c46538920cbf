import { cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { UnlockReport } from '../../src/shared/model.ts';
import { DAMAGE, outcomeOf, type Outcome } from '../support/damage-outcome.ts';
import { FAULT_TIMEOUT_MS, everyRound, rounds } from '../support/seeded-random.ts';
import {
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  utf8,
} from '../support/vault-fixture.ts';

afterAll(removeHomes);

/** Two vaults under one password, each closed, and each as a kill leaves it in the middle of a session. */
interface Vaults {
  readonly closed: string;
  readonly killed: string;
}

const made: Record<'ours' | 'other', Vaults> = {
  ours: { closed: '', killed: '' },
  other: { closed: '', killed: '' },
};

beforeAll(async () => {
  made.ours = await makeVault('ours');
  made.other = await makeVault('other');
}, FAULT_TIMEOUT_MS);

async function makeVault(name: string): Promise<Vaults> {
  const closed = emptyHome();
  const first = openVaultAt(closed);
  await first.setup({ password: utf8(PASSWORD) }, call());
  await first.secrets.set({ name, fields: [field(`${name} 1`)] }, call());
  await first.close();
  const vault = openVaultAt(closed);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  await vault.secrets.set({ name, fields: [field(`${name} 2`)] }, call());
  await vault.secrets.set({ name: `${name} too`, fields: [field(`${name} too`)] }, call());
  const killed = copyOf(closed);
  await vault.close();
  return { closed, killed };
}

function copyOf(home: string): string {
  const copy = emptyHome();
  cpSync(home, copy, { recursive: true });
  return copy;
}

const AUDIT_FILES = ['audit/audit.jsonl', 'audit/chain'];

function bring(from: string, home: string, files: readonly string[]): void {
  for (const file of files) cpSync(join(from, file), join(home, file), { recursive: true });
}

/** Opens with the password and looks at everything that `ours` may hold. */
async function look(home: string): Promise<Outcome> {
  const mixed = new Map([
    [
      'ours',
      new Map([
        [1, 'ours 1'],
        [2, 'ours 2'],
      ]),
    ],
    ['ours too', new Map([[1, 'ours too']])],
    [
      'other',
      new Map([
        [1, 'other 1'],
        [2, 'other 2'],
      ]),
    ],
    ['other too', new Map([[1, 'other too']])],
  ]);
  return outcomeOf(home, mixed, { unlock: true });
}

/** The notices and the state of an unlock; a refusal as its code. */
function said({ open, unlock }: Outcome): string[] | ErrorCode {
  if (open !== 'ok') return open;
  if (typeof unlock === 'string') return unlock as ErrorCode;
  return [unlock.state, ...unlock.notices];
}

function expectNamed(outcome: Outcome): void {
  const { open, status, unlock, list, refused } = outcome;
  const codes = [open, status, list, ...refused, typeof unlock === 'string' ? unlock : 'ok'];
  const named = ['ok', 'not tried', 'not_found', ...DAMAGE];
  expect(
    codes.filter((code) => !named.includes(code)),
    JSON.stringify(outcome),
  ).toEqual([]);
}

/** The next unlock: repairs and sees what there is to see, and stores something. */
async function nextUnlock(home: string): Promise<UnlockReport> {
  const vault = openVaultAt(home);
  const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
  if (report.state === 'tampered') await vault.repair({ password: utf8(PASSWORD) }, call());
  expect(vault.status().state).toBe('unlocked');
  await vault.audit.acknowledgeGap(call());
  await vault.secrets.set({ name: 'later', fields: [field('later')] }, call());
  await vault.close();
  return report;
}

/** A gap is told again until it was seen, and then no more. */
async function expectGapUntilSeen(home: string): Promise<void> {
  expect(await nextUnlock(home)).toMatchObject({ state: 'unlocked', notices: ['audit_gap'] });
  expect(await nextUnlock(home)).toMatchObject({ state: 'unlocked', notices: [] });
}

describe('vault.db without its -wal', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('is known for an older state by the log, and repair takes it', async () => {
    const home = copyOf(made.ours.killed);
    expect(statSync(join(home, 'vault.db-wal')).size).toBeGreaterThan(0);
    rmSync(join(home, 'vault.db-wal'));
    const outcome = await look(home);
    expectNamed(outcome);
    expect(said(outcome)).toEqual(['tampered', 'tampered']);
    // Version 1 of the first secret, as it was when the file was closed last.
    expect(outcome.read).toBe(1);
    expect(await nextUnlock(home)).toMatchObject({ state: 'tampered' });
    expect(await nextUnlock(home)).toMatchObject({ state: 'unlocked', notices: [] });
  });

  it('copied out of a running vault alone opens as what it was, with a gap in the log', async () => {
    const home = emptyHome();
    bring(made.ours.killed, home, ['vault.db']);
    const outcome = await look(home);
    expectNamed(outcome);
    expect(said(outcome)).toEqual(['unlocked', 'audit_gap']);
    await expectGapUntilSeen(home);
  });

  it('with its -wal is whole', async () => {
    const home = copyOf(made.ours.killed);
    const outcome = await look(home);
    expect(said(outcome)).toEqual(['unlocked']);
    expect(outcome.read).toBe(3);
  });

  it('with the -wal of another vault is never taken for ours, and nothing wrong is read', async () => {
    const home = copyOf(made.ours.killed);
    bring(made.other.killed, home, ['vault.db-wal']);
    expectNamed(await look(home));
    const closed = copyOf(made.ours.closed);
    bring(made.other.killed, closed, ['vault.db-wal']);
    expectNamed(await look(closed));
  });
});

describe('files of two vaults', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('the log of another one is a gap, told until it was seen', async () => {
    const home = copyOf(made.ours.closed);
    bring(made.other.closed, home, AUDIT_FILES);
    const outcome = await look(home);
    expect(said(outcome)).toEqual(['unlocked', 'audit_gap']);
    expect(outcome.read).toBe(3);
    await expectGapUntilSeen(home);
  });

  it.each(AUDIT_FILES)(
    'only %s of another one is a gap as well, told until it was seen',
    async (file) => {
      const home = copyOf(made.ours.closed);
      bring(made.other.closed, home, [file]);
      const outcome = await look(home);
      expect(said(outcome)).toEqual(['unlocked', 'audit_gap']);
      expect(outcome.auditOk).toBe(false);
      await expectGapUntilSeen(home);
    },
  );

  it('the vault.db of another one opens as that one, with a gap in the log', async () => {
    const home = copyOf(made.ours.closed);
    bring(made.other.closed, home, ['vault.db']);
    const outcome = await look(home);
    expect(said(outcome)).toEqual(['unlocked', 'audit_gap']);
    expect(outcome.read).toBe(3);
  });

  it('two copies of one vault that both wrote do not pass for one', async () => {
    const [one, two] = [copyOf(made.ours.closed), copyOf(made.ours.closed)];
    for (const home of [one, two]) expect(await nextUnlock(home)).toMatchObject({ notices: [] });
    await nextUnlock(two);
    const mixed = copyOf(one);
    bring(two, mixed, AUDIT_FILES);
    const outcome = await look(mixed);
    expectNamed(outcome);
    const told = said(outcome);
    expect(told.includes('audit_gap') || told.includes('tampered'), String(told)).toBe(true);
  });
});

describe('a truncated log', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('keeps no owner out, is told until it was seen, and not one line of it is thrown away', async () => {
    await everyRound(rounds(4, 100), async (random) => {
      const home = copyOf(made.ours.closed);
      const path = join(home, 'audit/audit.jsonl');
      const before = readFileSync(path);
      const length = random.below(before.length);
      truncateSync(path, length);
      const outcome = await look(home);
      expect(said(outcome), String(length)).toEqual(['unlocked', 'audit_gap']);
      expect(outcome.auditOk).toBe(false);
      const aside = join(home, 'audit/audit-1.broken.jsonl');
      const end = before.subarray(0, length).lastIndexOf(0x0a) + 1;
      expect(existsSync(aside) ? readFileSync(aside).toString() : '').toBe(
        before.subarray(0, end).toString(),
      );
      expect(auditLines(home)[0]).toMatchObject({ event: 'audit.restarted' });
      await expectGapUntilSeen(home);
      return String(length);
    });
  });
});
