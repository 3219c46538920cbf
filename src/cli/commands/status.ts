import type { Command } from 'commander';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { asVaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { secondsText } from '../report-error.ts';
import { withLockedVault } from '../with-vault.ts';

/** A status is asked often and must not wait for a long command of another process. */
const BUSY_TIMEOUT_MS = 200;

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

/** Always an answer and exit 0, whatever state the vault is in. */
export async function run(deps: Deps): Promise<undefined> {
  const home = deps.doors.config.home;
  const found = await lookAt(deps);
  const { output } = deps;
  await output.result(toJson(home, found), toLines(home, found));
}

interface Found {
  readonly state: VaultStatus['state'] | 'in_use' | 'unavailable';
  readonly status: VaultStatus | null;
  /** Why there is no status. */
  readonly problem: ErrorCode | null;
  readonly hint?: string | undefined;
}

async function lookAt(deps: Deps): Promise<Found> {
  try {
    const status = await withLockedVault(deps, (vault) => Promise.resolve(vault.status()), {
      busyTimeoutMs: BUSY_TIMEOUT_MS,
    });
    return { state: status.state, status, problem: null };
  } catch (thrown) {
    const { code, hint } = asVaultError(thrown);
    if (code === 'not_initialized') return { state: 'uninitialized', status: null, problem: null };
    const state = code === 'vault_in_use' ? 'in_use' : 'unavailable';
    return { state, status: null, problem: code, hint };
  }
}

function toJson(home: string, { state, status, problem }: Found): unknown {
  return {
    state,
    home,
    secret_count: status?.secretCount ?? null,
    failed_attempts: status?.failedAttempts ?? null,
    retry_after_ms: status?.retryAfterMs ?? null,
    audit_gap: status?.auditGap ?? null,
    schema_version: status?.schemaVersion ?? null,
    problem,
  };
}

const STATES: Readonly<Record<Found['state'], string>> = {
  uninitialized: 'no vault yet; `strongroom init` makes one',
  locked: 'locked',
  unlocked: 'unlocked',
  tampered: 'changed from outside, read-only',
  in_use: 'in use by another process',
  unavailable: 'cannot be opened',
};

function toLines(home: string, { state, status, problem, hint }: Found): readonly string[] {
  const lines = [`vault    ${STATES[state]}`, `folder   ${home}`];
  if (problem !== null) {
    lines.push(`problem  ${problem}: ${[ERRORS[problem].en, hint ?? ''].join(' ').trimEnd()}`);
  }
  if (status === null || status.state === 'uninitialized') return lines;
  if (status.secretCount !== null) lines.push(`secrets  ${status.secretCount}`);
  if (status.failedAttempts > 0) lines.push(`failed   ${status.failedAttempts} attempts to unlock`);
  if (status.retryAfterMs > 0) lines.push(`wait     ${secondsText(status.retryAfterMs)}`);
  if (status.auditGap) lines.push('audit    the log has a gap');
  return lines;
}
