import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { parseVersion } from '../parse-input.ts';
import { pointingToVersions, withVault } from '../with-vault.ts';

export interface RestoreInput {
  readonly name: string;
  readonly version: number;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'name of the secret')
    .requiredOption('--version <n>', 'the older version that becomes the newest')
    .action((name: string, { version }: { version: string }) =>
      act(command, (deps) => run({ name, version: parseVersion(version) }, deps)),
    );
}

export async function run(input: RestoreInput, deps: Deps): Promise<undefined> {
  const { version } = await withVault(deps, ({ vault, context }) =>
    pointingToVersions(input.version, () => vault.secrets.restore(input, context)),
  );
  const { output } = deps;
  if (output.json) await output.document({ name: input.name, version });
  else {
    output.notice({
      code: 'restored',
      text: `Version ${input.version} is the newest again, as version ${version}.`,
    });
  }
  return undefined;
}
