import type { Command } from 'commander';
import type { OwnerStatus } from '../../gateway/owner/ports.ts';
import { EVERYONE, type Pause } from '../../shared/client.ts';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import type { VaultStatus } from '../../shared/model.ts';
import { asVaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { secondsText } from '../report-error.ts';
import { clockTime } from '../parse-clock-time.ts';
import { withoutPassword } from '../with-vault.ts';

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
  /** Whether all clients are held; null: not known. */
  readonly paused: boolean | null;
  /** What the process that serves the vault says; null if none does. */
  readonly served: OwnerStatus | null;
  /** Why there is no status. */
  readonly problem: ErrorCode | null;
  readonly hint?: string | undefined;
}

async function lookAt(deps: Deps): Promise<Found> {
  try {
    return await withoutPassword(
      deps,
      {
        owner: async ({ status: served }) => found(served.vault, served.pauses, served),
        files: async (vault) => found(vault.status(), vault.pauses.list(), null),
      },
      { busyTimeoutMs: BUSY_TIMEOUT_MS },
    );
  } catch (thrown) {
    const { code, hint } = asVaultError(thrown);
    const nothing = { status: null, attempts: null, paused: null, served: null, hint };
    if (code === 'not_initialized') return { ...nothing, state: 'uninitialized', problem: null };
    const isHeld = code === 'vault_in_use' || code === 'vault_unreachable';
    if (!isHeld) return { ...nothing, state: 'unavailable', problem: code };
    const attempts = await deps.doors.peekAttempts();
    return { ...nothing, state: 'in_use', attempts, problem: code };
  }
}

function found(status: VaultStatus, pauses: readonly Pause[], served: OwnerStatus | null): Found {
  const paused = pauses.some(({ target }) => target === EVERYONE);
  return { state: status.state, status, attempts: status, paused, served, problem: null };
}

function toJson(
  home: string,
  { state, status, attempts, paused, served, problem }: Found,
): unknown {
  const until = served?.clientsUntilMs ?? null;
  return {
    state,
    home,
    served: served !== null,
    urls: served?.urls ?? [],
    owner_locked: served === null ? null : served.doors === 'closed',
    clients_until: until === null ? null : new Date(until).toISOString(),
    paused,
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

/** A vault that is open for clients alone is locked for whoever asks. */
function vaultLine({ state, served }: Found): string {
  const until = served?.clientsUntilMs ?? null;
  if (served?.doors !== 'closed' || until === null) return STATES[state];
  return `locked for the owner; clients go on until ${clockTime(until)}`;
}

function servedLine({ urls }: OwnerStatus): string {
  return urls.length === 0 ? 'served by the socket alone' : `served at ${urls.join(', ')}`;
}

function toLines(home: string, found: Found): readonly string[] {
  const { state, status, attempts, paused, served, problem, hint } = found;
  const lines = [`vault    ${vaultLine(found)}`, `folder   ${home}`];
  if (served !== null) lines.push(`clients  ${servedLine(served)}`);
  if (paused === true) lines.push('paused   no client is let in; `strongroom unpause` ends that');
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
