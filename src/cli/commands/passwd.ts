import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { readNewPassword, refuseSharedInput } from '../read-password.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

export interface PasswdInput {
  readonly newPasswordFile: string | null;
  /** Null: ask whether anyone may know the old password. */
  readonly renewVaultKey: boolean | null;
}

interface PasswdOptions {
  readonly newPasswordFile?: string;
  readonly renewVaultKey?: true;
  readonly keepVaultKey?: true;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--new-password-file <path>', 'read the new password from a file instead of asking')
    .option(
      '--renew-vault-key',
      'someone may know the old password: seal everything under a new key',
    )
    .option(
      '--keep-vault-key',
      'nobody knows the old password: keep the key, change the password only',
    )
    .action((options: PasswdOptions) => act(command, (deps) => run(parse(options), deps)));
}

export function parse({
  newPasswordFile,
  renewVaultKey,
  keepVaultKey,
}: PasswdOptions): PasswdInput {
  if (renewVaultKey === true && keepVaultKey === true) {
    throw invalidInput('--renew-vault-key and --keep-vault-key exclude each other.');
  }
  const decided = renewVaultKey === true ? true : keepVaultKey === true ? false : null;
  return { newPasswordFile: newPasswordFile ?? null, renewVaultKey: decided };
}

export async function run(input: PasswdInput, deps: Deps): Promise<undefined> {
  refuseSharedInput([deps.passwordFile, input.newPasswordFile]);
  const { output } = deps;
  const renewed = await withVault(
    deps,
    async ({ vault, context, password: current }) => {
      const next = await readNewPassword(input.newPasswordFile, deps);
      const forget = deps.cleanups.add(() => {
        next.fill(0);
      });
      try {
        if (Buffer.compare(current, next) === 0) {
          throw invalidInput('The new password is the old one.');
        }
        const renewVaultKey = input.renewVaultKey ?? (await askWhetherKnown(deps));
        await vault.changePassword({ current, next, renewVaultKey }, context);
        return renewVaultKey;
      } finally {
        await forget();
      }
    },
    { keepPassword: true },
  );
  if (output.json) await output.document({ password_changed: true, vault_key_renewed: renewed });
  else {
    output.notice({
      code: 'password_changed',
      text: renewed
        ? 'The password is changed and everything is sealed under a new key. Old copies of the vault still open with the old password; they show what was stored until now, nothing later.'
        : 'The password is changed.',
    });
  }
  return undefined;
}

/** With nobody to ask, the key stays: sealing everything again is never done unasked. */
async function askWhetherKnown({ io, output }: Deps): Promise<boolean> {
  if (io.canAsk) {
    return io.confirm(
      'May anyone know the old password, or have a copy of the vault it opens? Then everything is sealed under a new key.',
    );
  }
  output.notice({
    code: 'vault_key_kept',
    text: 'The vault key is kept: who has an old copy of the vault and its old password can read what is stored later, too. `strongroom passwd --renew-vault-key` ends that.',
  });
  return false;
}
