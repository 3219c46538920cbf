import type { OwnerStatus } from '../gateway/owner/ports.ts';
import type { UnlockNotice, UnlockReport } from '../shared/model.ts';
import { AuthenticationError, VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import type { FoundOwner } from './find-owner.ts';
import { unlockNotices } from './notices.ts';
import type { TicketHolder } from './owner-link.ts';
import { readPassword } from './read-password.ts';
import { stamped } from './stamp-error.ts';
import type { Unlocked } from './unlocked.ts';

/** An owner who is let in, and what to do when the command ends. */
interface Admitted {
  readonly holder: TicketHolder;
  readonly report: UnlockReport;
  readonly password: Uint8Array;
  leave(): Promise<void>;
}

/**
 * Runs the action on the vault of the process that owns it: by the ticket of this terminal, else by the password. The
 * password is asked for in any case if the action needs it. It opens no locked vault.
 */
export async function withOwner<R>(
  found: FoundOwner,
  deps: Deps,
  action: (unlocked: Unlocked) => Promise<R>,
  keepPassword: boolean,
): Promise<R> {
  const { context } = deps;
  refuseLocked(found.status);
  try {
    const kept = keepPassword ? null : await byTicket(found, deps);
    const admitted = kept ?? (await byPassword(found, deps, { open: false, keepPassword }));
    const leave = deps.cleanups.add(() => admitted.leave());
    try {
      const { holder, report, password } = admitted;
      for (const notice of unlockNotices(report)) deps.output.notice(notice);
      return await action({ vault: found.link.vault(holder, context), context, report, password });
    } finally {
      await leave();
    }
  } catch (thrown) {
    throw stamped(thrown, context);
  }
}

/** Only `unlock` opens: whoever locked the vault meant it for every terminal. */
function refuseLocked({ vault, doors }: OwnerStatus): void {
  if (vault.state === 'uninitialized') throw new VaultError('not_initialized');
  if (doors === 'closed') {
    throw new AuthenticationError('locked', { hint: '`strongroom unlock` opens it.' });
  }
}

async function byTicket(
  { link, status, tickets }: FoundOwner,
  { context }: Deps,
): Promise<Admitted | null> {
  const ticket = tickets.read();
  if (ticket === null) return null;
  const holder = { ticket, terminal: tickets.terminal };
  if (await link.admits(holder, context)) {
    const report = completed(NOTHING_FOUND, status);
    const leave = async (): Promise<void> => void ticket.fill(0);
    return { holder, report, password: new Uint8Array(0), leave };
  }
  ticket.fill(0);
  tickets.forget();
  return null;
}

/**
 * Asks for the password and has it proved, with `open` to open the vault. The ticket is kept for the commands that
 * follow in this terminal; without one it is given back at the end.
 */
export async function byPassword(
  { link, status, tickets }: FoundOwner,
  deps: Deps,
  {
    open,
    keepPassword,
    clientsUntilMs = null,
  }: {
    readonly open: boolean;
    readonly keepPassword: boolean;
    readonly clientsUntilMs?: number | null;
  },
): Promise<Admitted> {
  const { context, passwordFile: file } = deps;
  if (file === null && status.vault.retryAfterMs > 0) {
    throw new AuthenticationError('throttled', { retryAfterMs: status.vault.retryAfterMs });
  }
  const password = await readPassword(
    { file, option: '--password-file', prompt: 'Password of the vault: ' },
    deps,
  );
  const forget = deps.cleanups.add(() => void password.fill(0));
  try {
    const { terminal } = tickets;
    const unlocked = await link.unlock({ password, open, clientsUntilMs }, terminal, context);
    if (!keepPassword) password.fill(0);
    const { ticket, report } = unlocked;
    const holder = { ticket, terminal };
    const isKept = tickets.keep(ticket);
    return {
      holder,
      report: completed(report, status),
      password,
      leave: async () => {
        await forget();
        if (!isKept) await link.leave(holder, context).catch(() => undefined);
        ticket.fill(0);
      },
    };
  } catch (thrown) {
    await forget();
    throw thrown;
  }
}

const NOTHING_FOUND: UnlockReport = {
  state: 'unlocked',
  notices: [],
  failedAttempts: 0,
  failedSince: null,
  rewrapped: false,
  migrated: [],
};

/** A vault that was open already tells nothing of what its unlock found; what lasts is in its status. */
function completed(report: UnlockReport, { vault }: OwnerStatus): UnlockReport {
  const state = vault.state === 'tampered' ? 'tampered' : report.state;
  const lasting: readonly UnlockNotice[] = [
    ...(state === 'tampered' ? ['tampered' as const] : []),
    ...(vault.auditGap ? ['audit_gap' as const] : []),
  ];
  return { ...report, state, notices: [...new Set([...report.notices, ...lasting])] };
}
