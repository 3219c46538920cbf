import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { withLockedVault } from '../with-vault.ts';

/** Long enough for a command that is just ending. */
const BUSY_TIMEOUT_MS = 1000;

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

/** Nothing outlives a command yet, so there is nothing to lock unless another process holds the file. */
export async function run(deps: Deps): Promise<undefined> {
  const state = await withLockedVault(deps, (vault) => Promise.resolve(vault.status().state), {
    busyTimeoutMs: BUSY_TIMEOUT_MS,
  });
  const { output } = deps;
  if (output.json) await output.document({ state });
  output.notice({
    code: 'locked_already',
    text: 'Nothing holds the vault open: each command locks it when it ends.',
  });
}
