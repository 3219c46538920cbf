import { parseArgs } from 'node:util';
import type { StartOptions } from './start-app.ts';

export const START_HELP = `Usage: npm start [-- options]

Builds Strongroom if its sources changed and opens its window: in Electron, which is fetched if it is not installed;
else, as a preview, in a Chromium or Chrome of this machine; else it says how to go on with the command line.

  --fetch                try to fetch Electron even if that failed within the last hour
  --fetch-seconds=N      give up after N seconds (60; with --fetch 600)
  --preview              show the preview although Electron is there
  --no-build             start what was built before
  --no-sandbox           let root start Electron, without its sandbox
  --help                 this

ELECTRON_OVERRIDE_DIST_PATH names another Electron, ELECTRON_MIRROR another place to fetch it from, CHROMIUM_PATH the
browser of the preview. STRONGROOM_HOME is the data folder; the preview has a temporary one of its own.

Exit codes: the app's own (0) after Electron; 10 the preview was shown; 11 no window is possible; 1 the build failed;
2 an option was wrong.
`;

/** What was asked for, or `help`. @throws with a sentence about the option that is wrong. */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      fetch: flag,
      'fetch-seconds': { type: 'string' },
      preview: flag,
      'no-build': flag,
      'no-sandbox': flag,
      help: flag,
    },
  });
  if (values.help) return 'help';
  const seconds = Number(values['fetch-seconds'] ?? (values.fetch ? 600 : 60));
  if (!(seconds > 0)) throw new Error('--fetch-seconds takes a number above 0.');
  return {
    fetch: values.fetch,
    limitMs: seconds * 1000,
    preview: values.preview,
    build: !values['no-build'],
    noSandbox: values['no-sandbox'],
  };
}
