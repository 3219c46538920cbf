import type { Command } from 'commander';
import type { Act } from '../act.ts';
import { SHELLS, completionScript, type Shell } from '../completion-script.ts';
import type { Deps } from '../deps.ts';
import { invalidInput } from '../usage-error.ts';

export function configure(command: Command, act: Act): void {
  command
    .argument('<shell>', SHELLS.join(', '))
    .action((shell: string) => act(command, (deps) => run({ shell: parseShell(shell) }, deps)));
}

export function parseShell(text: string): Shell {
  const shell = SHELLS.find((known) => known === text);
  if (shell === undefined) throw invalidInput(`The shell is one of ${SHELLS.join(', ')}.`);
  return shell;
}

export async function run(
  { shell }: { readonly shell: Shell },
  { output, describeProgram }: Deps,
): Promise<undefined> {
  const script = completionScript(shell, await describeProgram());
  await output.result({ shell, script }, [script]);
}
