import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { withoutPassword } from '../with-vault.ts';

/** Long enough for a command that is just ending. */
const BUSY_TIMEOUT_MS = 1000;

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

/** Needs no password and no ticket. Without a process that serves the vault nothing outlives a command. */
export async function run(deps: Deps): Promise<undefined> {
  const { output, context } = deps;
  const { state, notice } = await withoutPassword(
    deps,
    {
      owner: async ({ link, status }) => {
        await link.lock(context);
        const state = status.vault.state === 'uninitialized' ? 'uninitialized' : 'locked';
        return { state, notice: LOCKED };
      },
      files: async (vault) => ({ state: vault.status().state, notice: LOCKED_ALREADY }),
    },
    { busyTimeoutMs: BUSY_TIMEOUT_MS },
  );
  if (output.json) await output.document({ state });
  output.notice(notice);
  return undefined;
}

const LOCKED = { code: 'locked', text: 'Locked, for every terminal and every client.' };
const LOCKED_ALREADY = {
  code: 'locked_already',
  text: 'Nothing holds the vault open: each command locks it when it ends.',
};
