import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { withVault } from '../with-vault.ts';

export interface RenameInput {
  readonly name: string;
  readonly newName: string;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'what it is called')
    .argument('<new-name>', 'what it shall be called')
    .action((name: string, newName: string) =>
      act(command, (deps) => run({ name, newName }, deps)),
    );
}

export async function run(input: RenameInput, deps: Deps): Promise<undefined> {
  await withVault(deps, ({ vault, context }) => vault.secrets.rename(input, context));
  const { output } = deps;
  if (output.json) await output.document({ name: input.newName });
  else output.notice({ code: 'renamed', text: 'Renamed.' });
  return undefined;
}
