import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { parseInteger } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault, withoutPassword } from '../with-vault.ts';

export function configure(command: Command, act: Act): void {
  const status = command
    .command('status')
    .description('Show the number of the schema and its steps; needs no password.');
  status.action(() => act(status, showStatus));
  const down = command
    .command('down')
    .description('Step the schema back for an older program; a copy is made first.')
    .requiredOption('--to <n>', 'the number of the step to go back to')
    .option('--yes', 'do not ask');
  down.action(({ to, yes }: { to: string; yes?: true }) =>
    act(down, (deps) => stepDown({ to: parseStep(to), yes: yes ?? false }, deps)),
  );
}

function parseStep(text: string): number {
  return parseInteger(text, { min: 0, rule: 'A step is a whole number.' });
}

export async function showStatus({ output, ...deps }: Deps): Promise<undefined> {
  const state = await withoutPassword(
    { output, ...deps },
    {
      owner: async ({ status }) => status.schema,
      files: async (vault) => vault.migrations.status(),
    },
  );
  if (output.json) await output.document(state);
  else {
    await output.lines([
      `schema ${state.version} of ${state.latest}`,
      ...state.steps.map(
        ({ number, name }) =>
          `${number} ${name.replace(/\d{13}$/, '')}${number > state.version ? ' (pending)' : ''}`,
      ),
    ]);
  }
  return undefined;
}

export async function stepDown(
  { to, yes }: { readonly to: number; readonly yes: boolean },
  deps: Deps,
): Promise<number | undefined> {
  const { io, output } = deps;
  if (!yes && !io.canAsk) throw invalidInput('No terminal to ask at; --yes steps back.');
  const steps = await withVault(deps, async ({ vault, context }) => {
    if (!yes && !(await io.confirm(`Step the schema back to ${to}?`))) return null;
    return vault.migrations.down({ to }, context);
  });
  if (output.json) await output.document({ to, undone: steps ?? [] });
  else output.notice(steps === null ? UNTOUCHED : steppedBack(steps));
  return steps === null ? 1 : undefined;
}

const UNTOUCHED = { code: 'kept', text: 'Nothing was changed.' };

function steppedBack(steps: readonly number[]): { code: string; text: string } {
  return {
    code: 'stepped_back',
    text: `Undone: ${steps.join(', ')}. Use the older program now: the next unlock with this one steps up again.`,
  };
}
