import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { damageNotices, expiryNotices } from '../notices.ts';
import { withVault } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

export async function run(deps: Deps): Promise<undefined> {
  return withVault(deps, async ({ vault, context, report }) => {
    const { secrets, damaged } = await vault.secrets.list(context);
    const { output } = deps;
    for (const notice of [...expiryNotices(secrets), ...damageNotices(damaged)]) {
      output.notice(notice);
    }
    if (output.json) {
      await output.document({
        state: report.state,
        failed_attempts: report.failedAttempts,
        failed_since: report.failedSince,
        notices: report.notices,
        migrated: report.migrated,
      });
    }
    output.notice({
      code: 'password_right',
      text: 'The password is right. The vault is locked again: an unlock that lasts comes with the app or `strongroom serve`; until then each command asks for the password.',
    });
    return undefined;
  });
}
