import type { VaultApi } from '../core/api.ts';
import { AuthenticationError, VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import type { FoundOwner } from './find-owner.ts';
import { unlockNotices } from './notices.ts';
import { readPassword } from './read-password.ts';
import { hinted, stamped } from './stamp-error.ts';
import type { Unlocked } from './unlocked.ts';

export type { Unlocked };

/** Opens the files of the vault without unlocking it, runs the action, and always closes it again. */
export async function withLockedVault<R>(
  deps: Deps,
  action: (vault: VaultApi) => Promise<R>,
  options: { readonly create?: boolean; readonly busyTimeoutMs?: number } = {},
): Promise<R> {
  const { create = false, ...rest } = options;
  const { home } = deps.doors.config;
  const runtime = await deps.doors.openRuntime({ home, create, ...rest }).catch(sayWhoHasIt);
  const close = deps.cleanups.add(() => runtime.close());
  try {
    return await action(runtime.vault);
  } finally {
    await close();
  }
}

/** Nearly always it is the window, which may have gone into the tray. */
export function sayWhoHasIt(thrown: unknown): never {
  if (!(thrown instanceof VaultError) || thrown.code !== 'vault_in_use') throw thrown;
  throw new VaultError('vault_in_use', {
    cause: thrown,
    hint: 'If it is the window of Strongroom, quit it from its menu or its tray icon.',
  });
}

/**
 * Runs the action on the vault of the process that owns it. If there is none: asks for the password, unlocks, says what
 * the unlock found, runs the action; locks and closes whatever happens.
 */
export async function withVault<R>(
  deps: Deps,
  action: (unlocked: Unlocked) => Promise<R>,
  options: { readonly keepPassword?: boolean } = {},
): Promise<R> {
  const { keepPassword = false } = options;
  const found = await deps.doors.findOwner(deps.context);
  if (found !== null) {
    const { withOwner } = await import('./with-owner.ts');
    return withOwner(found, deps, action, keepPassword);
  }
  return withLockedVault(deps, (vault) => unlocking(vault, deps, action, keepPassword));
}

/** What needs no password: asked of the process that owns the vault, or of its files. */
export async function withoutPassword<R>(
  deps: Deps,
  ask: {
    readonly owner: (found: FoundOwner) => Promise<R>;
    readonly files: (vault: VaultApi) => Promise<R>;
  },
  options: { readonly busyTimeoutMs?: number } = {},
): Promise<R> {
  const found = await deps.doors.findOwner(deps.context);
  return found === null ? withLockedVault(deps, ask.files, options) : ask.owner(found);
}

async function unlocking<R>(
  vault: VaultApi,
  deps: Deps,
  action: (unlocked: Unlocked) => Promise<R>,
  keepPassword: boolean,
): Promise<R> {
  refuseBeforePrompt(vault, deps);
  const { context, passwordFile: file } = deps;
  const password = await readPassword(
    { file, option: '--password-file', prompt: 'Password of the vault: ' },
    deps,
  );
  const forget = deps.cleanups.add(() => {
    password.fill(0);
  });
  try {
    const report = await vault.unlock({ password }, context);
    if (!keepPassword) password.fill(0);
    const lock = deps.cleanups.add(() => vault.lock('quit', context));
    try {
      for (const notice of unlockNotices(report)) deps.output.notice(notice);
      return await action({ vault, context, report, password });
    } finally {
      await lock();
    }
  } catch (thrown) {
    throw stamped(thrown, context);
  } finally {
    await forget();
  }
}

/** Nobody types a password that cannot be tried. With a password file the vault itself refuses, and logs it. */
function refuseBeforePrompt(vault: VaultApi, { passwordFile }: Deps): void {
  const { state, retryAfterMs } = vault.status();
  if (state === 'uninitialized') throw new VaultError('not_initialized');
  if (passwordFile === null && retryAfterMs > 0) {
    throw new AuthenticationError('throttled', { retryAfterMs });
  }
}

/** Runs what looks for a version of a secret. What is not there may be the name or the version. */
export async function pointingToVersions<R>(
  version: number | null,
  look: () => Promise<R>,
): Promise<R> {
  try {
    return await look();
  } catch (thrown) {
    if (version === null || !(thrown instanceof VaultError)) throw thrown;
    throw hinted(
      thrown,
      '`strongroom history` lists the versions of a secret, `strongroom ls` the names.',
    );
  }
}
