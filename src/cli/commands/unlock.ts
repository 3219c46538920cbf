import type { Command } from 'commander';
import type { UnlockReport } from '../../shared/model.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import type { FoundOwner } from '../find-owner.ts';
import { damageNotices, expiryNotices, unlockNotices } from '../notices.ts';
import type { Notice } from '../output.ts';
import { clockTime, parseClockTime } from '../parse-clock-time.ts';
import { stamped } from '../stamp-error.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault, type Unlocked } from '../with-vault.ts';

export interface UnlockInput {
  /** Milliseconds since 1970; null: clients have no longer time than the owner. */
  readonly clientsUntilMs: number | null;
}

export function configure(command: Command, act: Act): void {
  command
    .option(
      '--for-clients-until <time>',
      'if the owner is away and it locks, clients go on until HH:MM',
    )
    .action(({ forClientsUntil: until }: { forClientsUntil?: string }) =>
      act(command, (deps) => {
        const clientsUntilMs =
          until === undefined ? null : parseClockTime(until, deps.doors.nowMs());
        return run({ clientsUntilMs }, deps);
      }),
    );
}

/** Opens the vault of the process that serves it. If there is none, only the password is proved. */
export async function run(input: UnlockInput, deps: Deps): Promise<undefined> {
  const found = await deps.doors.findOwner(deps.context);
  if (found !== null) return openServed(found, input, deps);
  if (input.clientsUntilMs !== null) {
    throw invalidInput('No client is served: start `strongroom serve` first.');
  }
  return withVault(deps, (unlocked) => show(unlocked, PROVED, deps));
}

async function openServed(
  found: FoundOwner,
  { clientsUntilMs }: UnlockInput,
  deps: Deps,
): Promise<undefined> {
  const { context, output } = deps;
  if (found.status.vault.state === 'uninitialized') throw new VaultError('not_initialized');
  const { byPassword } = await import('../with-owner.ts');
  try {
    const how = { open: true, keepPassword: false, clientsUntilMs };
    const admitted = await byPassword(found, deps, how);
    try {
      const { holder, report, password } = admitted;
      for (const notice of unlockNotices(report)) output.notice(notice);
      const vault = found.link.vault(holder, context);
      const opened = holder.terminal === null ? OPENED : OPENED_HERE;
      const notice = clientsUntilMs === null ? opened : openedUntil(clientsUntilMs);
      await show({ vault, context, report, password }, notice, deps);
      return undefined;
    } finally {
      await admitted.leave();
    }
  } catch (thrown) {
    throw stamped(thrown, context);
  }
}

async function show(
  { vault, context, report }: Unlocked,
  last: Notice,
  deps: Deps,
): Promise<undefined> {
  const { secrets, damaged } = await vault.secrets.list(context);
  const { output } = deps;
  for (const notice of [...expiryNotices(secrets), ...damageNotices(damaged)]) {
    output.notice(notice);
  }
  if (output.json) await output.document(toJson(report));
  output.notice(last);
  return undefined;
}

function toJson(report: UnlockReport): unknown {
  return {
    state: report.state,
    failed_attempts: report.failedAttempts,
    failed_since: report.failedSince,
    notices: report.notices,
    migrated: report.migrated,
  };
}

const PROVED: Notice = {
  code: 'password_right',
  text: 'The password is right. The vault is locked again: an unlock that lasts needs `strongroom serve`; without it each command asks for the password.',
};
const OPENED: Notice = {
  code: 'unlocked',
  text: 'Unlocked. Without a terminal every command proves the password by itself; `strongroom lock` locks for all.',
};
const OPENED_HERE: Notice = {
  code: 'unlocked',
  text: 'Unlocked. This terminal needs no password for as long as it is used every ten minutes; `strongroom lock` locks for all.',
};

function openedUntil(clientsUntilMs: number): Notice {
  const text = `Unlocked. If it locks because you are away, clients go on until ${clockTime(clientsUntilMs)}.`;
  return { code: 'unlocked', text };
}
