import type { Command } from 'commander';
import type { SettingView } from '../../core/api.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { withVault } from '../with-vault.ts';

export type SettingsInput =
  | { readonly verb: 'ls' }
  | { readonly verb: 'get' | 'reset'; readonly name: string }
  | { readonly verb: 'set'; readonly name: string; readonly value: string };

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const ls = verb('ls', 'Show every setting with its value.');
  ls.action(() => act(ls, (deps) => run({ verb: 'ls' }, deps)));
  const get = verb('get <name>', 'Print the value of one setting.');
  get.action((name: string) => act(get, (deps) => run({ verb: 'get', name }, deps)));
  const set = verb('set <name> <value>', 'Change a setting.');
  set.action((name: string, value: string) =>
    act(set, (deps) => run({ verb: 'set', name, value }, deps)),
  );
  const reset = verb('reset <name>', 'Put a setting back to its default.');
  reset.action((name: string) => act(reset, (deps) => run({ verb: 'reset', name }, deps)));
}

export async function run(input: SettingsInput, deps: Deps): Promise<undefined> {
  const { output } = deps;
  if (input.verb === 'ls') {
    const views = await withVault(deps, ({ vault, context }) => vault.settings.list(context));
    if (output.json) await output.document(views);
    else {
      await output.table(
        ['NAME', 'VALUE', 'DEFAULT', ''],
        views.map((view) => [
          view.name,
          String(view.value),
          String(view.default),
          view.description,
        ]),
      );
    }
    return;
  }
  const view = await withVault(deps, ({ vault, context }): Promise<SettingView> => {
    if (input.verb === 'get') return vault.settings.get(input, context);
    return input.verb === 'set'
      ? vault.settings.set(input, context)
      : vault.settings.reset(input, context);
  });
  await output.result(view, [String(view.value)]);
}
