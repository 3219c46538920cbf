import type { Command } from 'commander';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { readNewPassword } from '../read-password.ts';
import { invalidInput } from '../usage-error.ts';
import { withLockedVault } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  command
    .option('--new-password-file <path>', 'read the new password from a file instead of asking')
    .action((options: { newPasswordFile?: string }) =>
      act(command, (deps) => run({ newPasswordFile: options.newPasswordFile ?? null }, deps)),
    );
}

export async function run(
  { newPasswordFile }: { newPasswordFile: string | null },
  deps: Deps,
): Promise<undefined> {
  if (newPasswordFile !== null && deps.passwordFile !== null) {
    throw invalidInput('A new vault has one password: give --new-password-file alone.');
  }
  await refuseExistingVault(deps);
  const password = await readNewPassword(newPasswordFile ?? deps.passwordFile, deps);
  try {
    await withLockedVault(
      deps,
      async (vault) => {
        await vault.setup({ password }, deps.context);
        await vault.lock('quit', deps.context);
      },
      { create: true },
    );
  } finally {
    password.fill(0);
  }
  const { output, doors } = deps;
  if (output.json) await output.document({ initialized: true, home: doors.config.home });
  output.notice({
    code: 'initialized',
    text: 'The vault is set up and locked. Only this password opens it, and nobody can reset it. `strongroom set NAME` stores the first secret.',
  });
}

/** Before anybody thinks up a password for a vault that is there. Nothing is created by asking. */
async function refuseExistingVault(deps: Deps): Promise<void> {
  if ((await deps.doors.findOwner(deps.context)) !== null) {
    throw new VaultError('already_initialized');
  }
  try {
    await withLockedVault(deps, async (vault) => {
      if (vault.status().state !== 'uninitialized') throw new VaultError('already_initialized');
      return Promise.resolve();
    });
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || thrown.code !== 'not_initialized') throw thrown;
  }
}
