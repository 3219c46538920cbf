import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { withVault } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'name of the secret')
    .action((name: string) => act(command, (deps) => run({ name }, deps)));
}

export async function run(input: { readonly name: string }, deps: Deps): Promise<undefined> {
  const { code, periodSeconds, remainingSeconds } = await withVault(deps, ({ vault, context }) =>
    vault.secrets.totp(input, context),
  );
  const { io, output } = deps;
  const value = { code, period_seconds: periodSeconds, remaining_seconds: remainingSeconds };
  await output.result(value, [code]);
  if (io.stdoutIsTerminal && !output.json) {
    output.notice({ code: 'totp_remaining', text: `Good for ${remainingSeconds} s.` });
  }
  return undefined;
}
