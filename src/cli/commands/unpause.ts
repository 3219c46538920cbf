import type { Command } from 'commander';
import type { ClientRef } from '../../shared/client.ts';
import type { Act } from '../act.ts';
import { parseClient } from '../client-input.ts';
import type { Deps } from '../deps.ts';
import { withVault } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  command
    .argument('[client]', 'name or id of the client; none: the pause of all of them')
    .action((client: string | undefined) =>
      act(command, (deps) =>
        run({ client: client === undefined ? null : parseClient(client) }, deps),
      ),
    );
}

export async function run(
  input: { readonly client: ClientRef | null },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { was, left } = await withVault(deps, async ({ vault, context }) => ({
    was: await vault.pauses.unpause(input, context),
    left: (await vault.pauses.list()).map(({ target }) => target),
  }));
  if (output.json) await output.document({ was_paused: was, still_paused: left });
  else {
    const rest = left.length === 0 ? '' : ` Still paused: ${left.join(', ')}.`;
    output.notice({ code: 'unpaused', text: `${was ? 'Goes on.' : 'Was not paused.'}${rest}` });
  }
  return undefined;
}
