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
  /** Known beside the owner of the file too. */
  readonly attempts: Pick<VaultStatus, 'failedAttempts' | 'retryAfterMs'> | null;
  /** Why there is no status. */
  readonly problem: ErrorCode | null;
  readonly hint?: string | undefined;
}

async function lookAt(deps: Deps): Promise<Found> {
  try {
    const status = await withLockedVault(deps, (vault) => Promise.resolve(vault.status()), {
      busyTimeoutMs: BUSY_TIMEOUT_MS,
    });
    return { state: status.state, status, attempts: status, problem: null };
  } catch (thrown) {
    const { code, hint } = asVaultError(thrown);
    const nothing = { status: null, attempts: null, problem: code, hint };
    if (code === 'not_initialized') return { ...nothing, state: 'uninitialized', problem: null };
    if (code !== 'vault_in_use') return { ...nothing, state: 'unavailable' };
    return { ...nothing, state: 'in_use', attempts: await deps.doors.peekAttempts() };
  }
}

function toJson(home: string, { state, status, attempts, problem }: Found): unknown {
  return {
    state,
    home,
    secret_count: status?.secretCount ?? null,
    failed_attempts: attempts?.failedAttempts ?? null,
    retry_after_ms: attempts?.retryAfterMs ?? null,
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

function toLines(home: string, found: Found): readonly string[] {
  const { state, status, attempts, problem, hint } = found;
  const lines = [`vault    ${STATES[state]}`, `folder   ${home}`];
  if (problem !== null) {
    lines.push(`problem  ${problem}: ${[ERRORS[problem].en, hint ?? ''].join(' ').trimEnd()}`);
  }
  if (attempts === null || state === 'uninitialized') return lines;
  const { failedAttempts, retryAfterMs } = attempts;
  const count = status?.secretCount ?? null;
  if (count !== null) lines.push(`secrets  ${count}`);
  if (failedAttempts > 0) lines.push(`failed   ${failedAttempts} attempts to unlock`);
  if (retryAfterMs > 0) lines.push(`wait     ${secondsText(retryAfterMs)}`);
  if (status?.auditGap === true) lines.push('audit    the log has a gap');
  return lines;
}
