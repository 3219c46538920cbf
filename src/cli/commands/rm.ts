import type { Command } from 'commander';
import type { Act } from '../act.ts';
import { escapeText } from '../escape-text.ts';
import type { Deps } from '../deps.ts';
import { gather } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault, type Unlocked } from '../with-vault.ts';

export interface RmInput {
  readonly name: string;
  /** Fields to take out of the secret; none: the whole secret goes. */
  readonly fields: readonly string[];
  readonly yes: boolean;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'name of the secret')
    .option('--field <name>', 'remove this field only', gather)
    .option('--yes', 'do not ask')
    .action((name: string, { field = [], yes }: { field?: readonly string[]; yes?: true }) =>
      act(command, (deps) => run({ name, fields: field, yes: yes ?? false }, deps)),
    );
}

export async function run(input: RmInput, deps: Deps): Promise<number | undefined> {
  const { io, output } = deps;
  if (!input.yes && !io.canAsk) throw invalidInput('No terminal to ask at; --yes removes it.');
  const removed = await withVault(deps, async (unlocked) => {
    if (!input.yes && !(await confirmed(input, unlocked, deps))) return false;
    await remove(input, unlocked);
    return true;
  });
  if (output.json) await output.document({ name: input.name, removed });
  else output.notice(removed ? REMOVED : KEPT);
  return removed ? undefined : 1;
}

const REMOVED = { code: 'removed', text: 'Removed.' };
const KEPT = { code: 'kept', text: 'Nothing was removed.' };

/** Looks it up first: nobody is asked about what is not there. */
async function confirmed(
  { name, fields }: RmInput,
  { vault, context }: Unlocked,
  { io }: Deps,
): Promise<boolean> {
  const { name: shown } = await vault.secrets.describe({ name }, context);
  const what =
    fields.length === 0
      ? `${shown} with all its versions, for good`
      : `${fields.join(', ')} of ${shown}`;
  return io.confirm(escapeText(`Remove ${what}?`));
}

async function remove({ name, fields }: RmInput, { vault, context }: Unlocked): Promise<void> {
  if (fields.length === 0) await vault.secrets.remove({ name }, context);
  else await vault.secrets.update({ name, removeFields: fields }, context);
}
