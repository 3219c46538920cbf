import type { Command } from 'commander';
import { EVERYONE, type ClientRef } from '../../shared/client.ts';
import type { Act } from '../act.ts';
import { parseClient } from '../client-input.ts';
import type { Deps } from '../deps.ts';
import { withVault, withoutPassword } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  command
    .argument('[client]', 'name or id of the client; none: all of them')
    .action((client: string | undefined) =>
      act(command, (deps) =>
        run({ client: client === undefined ? null : parseClient(client) }, deps),
      ),
    );
}

/** Needs no password, for it can only restrict; only a name does, which nothing shows while the vault is locked. */
export async function run(
  input: { readonly client: ClientRef | null },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { client } = input;
  const { target, pausedAt } =
    client?.name === undefined
      ? await withoutPassword(deps, {
          owner: ({ link }) => link.pause(client, deps.context),
          files: (vault) => vault.pauses.pause(input, deps.context),
        })
      : await withVault(deps, ({ vault, context }) => vault.pauses.pause(input, context));
  if (output.json) await output.document({ target, paused_at: pausedAt });
  else {
    const who = target === EVERYONE ? 'All clients are' : 'The client is';
    output.notice({ code: 'paused', text: `${who} paused since ${pausedAt}.` });
  }
  return undefined;
}
