/** `npm start`: the window, in Electron where it can be had. See `npm start -- --help`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from '../tests/e2e/host/find-browser.ts';
import { electronFolder, findElectron } from '../tests/e2e/host/find-electron.ts';
import { fetchElectron, LastFailure } from './start/fetch-electron.ts';
import { isStale } from './start/is-stale.ts';
import { runProgram } from './start/run-program.ts';
import { startApp, type StartOptions, type StartPorts } from './start/start-app.ts';

const HELP = `Usage: npm start [-- options]

Builds Strongroom if its sources changed and opens its window: in Electron, which is fetched if it is not installed;
else, as a preview, in a Chromium or Chrome of this machine; else it says how to go on with the command line.

  --fetch                try to fetch Electron even if that failed within the last hour
  --fetch-seconds=N      give up after N seconds (60; with --fetch 600)
  --preview              show the preview although Electron is there
  --no-sandbox           let root start Electron, without its sandbox
  --help                 this

ELECTRON_OVERRIDE_DIST_PATH names another Electron, ELECTRON_MIRROR another place to fetch it from, CHROMIUM_PATH the
browser of the preview. STRONGROOM_HOME is the data folder; the preview has a temporary one of its own.

Exit codes: the app's own (0) after Electron; 10 the preview was shown; 11 no window is possible; 1 the build failed;
2 an option was wrong.
`;

const root = resolve(import.meta.dirname, '..');
const say = (text: string): void => {
  console.log(text);
};

const run = (program: string, ...args: readonly string[]) =>
  runProgram(program, args, { cwd: root });

function readOptions(): (StartOptions & { readonly limitMs: number }) | null {
  try {
    const { values } = parseArgs({
      options: {
        fetch: { type: 'boolean', default: false },
        'fetch-seconds': { type: 'string' },
        preview: { type: 'boolean', default: false },
        'no-sandbox': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return null;
    const { fetch, preview, 'no-sandbox': noSandbox, 'fetch-seconds': given } = values;
    const seconds = Number(given ?? (fetch ? 600 : 60));
    if (!(seconds > 0)) throw new Error('--fetch-seconds takes a number above 0.');
    return { fetch, preview, noSandbox, limitMs: seconds * 1000 };
  } catch (thrown) {
    console.error(`${(thrown as Error).message}\n`);
    process.exitCode = 2;
    return null;
  }
}

/** One line that counts on a terminal, a line every ten seconds elsewhere. */
function showProgress(seconds: number): void {
  const text = `Fetching Electron (about 120 MB), ${String(seconds)} s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${text} `);
  else if (seconds % 10 === 1) say(text);
}

function portsFor({
  limitMs,
  noSandbox,
}: {
  readonly limitMs: number;
  readonly noSandbox: boolean;
}): StartPorts {
  const lastFailure = new LastFailure(
    join(root, 'node_modules', '.cache', 'strongroom', 'electron-not-fetched'),
  );
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env;
  const packaged = existsSync(join(root, 'node_modules', 'electron'));
  return {
    say,
    build: async () => !isStale(root) || (await run(process.execPath, 'scripts/build.mjs')) === 0,
    hasDisplay: () => process.platform !== 'linux' || DISPLAY !== '' || WAYLAND_DISPLAY !== '',
    isRoot: () => process.platform === 'linux' && process.getuid?.() === 0,
    findElectron: () => (packaged ? findElectron() : null),
    minutesSinceFailure: () => lastFailure.minutesAgo(),
    fetchElectron: async () => {
      if (!packaged) return 'failed';
      const progress = showProgress;
      const outcome = await fetchElectron({
        folder: electronFolder(),
        limitMs,
        lastFailure,
        progress,
        say,
      });
      if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
      return outcome;
    },
    runElectron: (program) => run(program, ...(noSandbox ? ['--no-sandbox'] : []), '.'),
    findBrowser: () => findBrowser({ windowed: true }),
    showPreview: async (browser) => {
      const { openPreview } = await import('./start/preview.ts');
      const preview = await openPreview({ browser, say }).catch((error: unknown) => {
        say((error as Error).message);
        return null;
      });
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => void preview?.close());
      }
      await preview?.closed;
      return preview !== null;
    },
    showCommandLine: () => run(process.execPath, 'bin/strongroom.mjs', 'welcome'),
  };
}

const options = readOptions();
if (options === null) {
  if (process.exitCode === undefined) say(HELP);
} else {
  process.exit(await startApp(options, portsFor(options)));
}
