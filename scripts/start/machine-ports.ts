import { join } from 'node:path';
import { findBrowser } from '../../tests/e2e/host/find-browser.ts';
import { electronFolder, findElectron } from '../../tests/e2e/host/find-electron.ts';
import { fetchElectron, LastFailure } from './fetch-electron.ts';
import { hasDisplay } from './has-display.ts';
import { isStale } from './is-stale.ts';
import { runProgram } from './run-program.ts';
import type { StartOptions, StartPorts } from './start-app.ts';

const STOP = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One line that counts on a terminal, a line every ten seconds elsewhere. */
function showProgress(seconds: number): void {
  const text = `Fetching Electron (about 120 MB), ${String(seconds)} s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${text} `);
  else if (seconds % 10 === 1) console.log(text);
}

/** This machine. */
export function machinePorts(root: string, options: StartOptions): StartPorts {
  const say = (text: string): void => {
    console.log(text);
  };
  const run = (program: string, ...args: readonly string[]) =>
    runProgram(program, args, { cwd: root });
  const remembered = join(root, 'node_modules', '.cache', 'strongroom', 'electron-not-fetched');
  const lastFailure = new LastFailure(remembered);
  return {
    say,
    isStale: () => isStale(root),
    build: async () => (await run(process.execPath, 'scripts/build.mjs')) === 0,
    hasDisplay,
    isRoot: () => process.platform === 'linux' && process.getuid?.() === 0,
    findElectron,
    minutesSinceFailure: () => lastFailure.minutesAgo(),
    fetchElectron: async () => {
      const folder = electronFolder();
      if (folder === null) return 'failed';
      const { limitMs } = options;
      const parts = { folder, limitMs, lastFailure, progress: showProgress, say };
      const outcome = await fetchElectron({ ...parts, env: process.env });
      if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
      return outcome;
    },
    runElectron: (program) => run(program, ...(options.noSandbox ? ['--no-sandbox'] : []), '.'),
    findBrowser: () => findBrowser({ windowed: true }),
    showPreview: async (browser) => {
      // Loads Playwright, which the other ways do not need.
      const { openPreview } = await import('./preview.ts');
      const preview = await openPreview({ browser, say }).catch((error: unknown) => {
        say((error as Error).message);
        return null;
      });
      if (preview === null) return false;
      for (const signal of STOP) process.on(signal, () => void preview.close());
      await preview.closed;
      return true;
    },
    showCommandLine: () => run(process.execPath, 'bin/strongroom.mjs', 'welcome'),
  };
}
