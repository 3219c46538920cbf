import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { run as showStatus } from './status.ts';

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

const HOW_TO_BEGIN = [
  'Strongroom keeps your broker and LLM keys in a vault that only your password opens.',
  '',
  '  npx strongroom init          choose the password',
  '  npx strongroom set NAME      keep a secret; the value is asked for, or read from a pipe',
  '  npx strongroom get NAME      print it',
  '  npx strongroom ls            list the names',
  '  npx strongroom --help        everything else',
  '',
];

/** What `npm start` shows where no window is possible. */
export async function run(deps: Deps): Promise<undefined> {
  if (!deps.output.json) await deps.output.lines(HOW_TO_BEGIN);
  return showStatus(deps);
}
