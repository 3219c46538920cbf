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
  const versions = await withVault(deps, ({ vault, context }) =>
    vault.secrets.history(input, context),
  );
  const { output } = deps;
  if (output.json) {
    await output.document(
      versions.map(({ version, createdAt, current }) => ({
        version,
        created_at: createdAt,
        current,
      })),
    );
    return;
  }
  await output.table(
    ['VERSION', 'WRITTEN', ''],
    versions.map(({ version, createdAt, current }) => [
      String(version),
      createdAt,
      current ? 'current' : '',
    ]),
  );
}
