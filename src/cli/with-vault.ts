import type { CallContext, VaultApi } from '../core/api.ts';
import type { UnlockReport } from '../shared/model.ts';
import { AuthenticationError, VaultError, asVaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import { unlockNotices } from './notices.ts';
import { readPassword } from './read-password.ts';

/** An unlocked vault, for as long as the action runs. */
export interface Unlocked {
  readonly vault: VaultApi;
  readonly context: CallContext;
  readonly report: UnlockReport;
  /** The password that opened it, zeroes unless `keepPassword` was asked for; zeroed when the action ends. */
  readonly password: Uint8Array;
}

/** Opens the vault without unlocking it, runs the action, and always closes it again. */
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
function sayWhoHasIt(thrown: unknown): never {
  if (!(thrown instanceof VaultError) || thrown.code !== 'vault_in_use') throw thrown;
  throw new VaultError('vault_in_use', {
    cause: thrown,
    hint: 'If it is the window of Strongroom, quit it from its menu or its tray icon.',
  });
}

/** Asks for the password, unlocks, says what the unlock found, runs the action; locks and closes whatever happens. */
export async function withVault<R>(
  deps: Deps,
  action: (unlocked: Unlocked) => Promise<R>,
  options: { readonly keepPassword?: boolean } = {},
): Promise<R> {
  return withLockedVault(deps, (vault) =>
    unlocking(vault, deps, action, options.keepPassword ?? false),
  );
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

/** What was not found by a name or a number comes with where to look. */
function hinted(error: VaultError, hint: string): VaultError {
  if (error.code !== 'not_found' || error.hint !== undefined) return error;
  const { correlationId } = error;
  return new VaultError('not_found', {
    cause: error,
    hint,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

/** From the unlock on there are audit lines under the command's correlation id, so every refusal names it. */
function stamped(thrown: unknown, { correlationId }: CallContext): unknown {
  if (
    !(thrown instanceof Error) ||
    thrown.name === 'Interrupted' ||
    thrown.name === 'OutputClosed'
  ) {
    return thrown;
  }
  const error = hinted(asVaultError(thrown), '`strongroom ls` lists the names.');
  error.correlationId ??= correlationId;
  return error;
}
