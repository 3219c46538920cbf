/** `npm run dev`: builds what changes and starts the window anew, under the policy of production. */
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Rolldown } from 'vite';
import { findBrowser } from '../tests/e2e/host/find-browser.ts';
import { findElectron } from '../tests/e2e/host/find-electron.ts';
import { openDevWindow } from './start/dev-window.ts';
import { hasDisplay } from './start/has-display.ts';
import { runProgram } from './start/run-program.ts';
import { NO_WINDOW } from './start/start-app.ts';

const root = resolve(import.meta.dirname, '..');
const say = (text: string): void => {
  console.log(`[dev] ${text}`);
};

type Part = 'main' | 'preload' | 'renderer';

/** Builds a part now and after every change; tells when it was built. */
async function watchPart(part: Part, built: () => void): Promise<void> {
  const configFile = join(root, `vite.${part}.config.ts`);
  const watcher = (await build({ configFile, build: { watch: {} } })) as Rolldown.RolldownWatcher;
  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_END') void event.result.close();
    if (event.code === 'ERROR') console.error(event.error.message);
    if (event.code === 'END') built();
  });
}

const changedMs = (name: string): number => statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0; // prettier-ignore

/** The contract goes into the preload when Vite reads its configuration, which a watcher does only once. */
async function freshenPreload(): Promise<void> {
  const contract = ['contract', 'schemas', 'outline'].map((name) =>
    changedMs(`src/shared/ipc/${name}.ts`),
  );
  if (Math.max(...contract) < changedMs('dist/preload/index.cjs')) return;
  await runProgram(process.execPath, ['scripts/build.mjs', 'preload'], { cwd: root });
}

const electron = findElectron();
const browser = findBrowser({ windowed: true });
if (!hasDisplay() || (electron === null && browser === null)) {
  say('no window is possible here; `npm start` says why.');
  process.exit(NO_WINDOW);
}

const home = join(root, 'node_modules', '.cache', 'strongroom', 'dev-home');
mkdirSync(home, { recursive: true, mode: 0o700 });
say(`data folder: ${process.env['STRONGROOM_HOME'] ?? home}`);
const window = openDevWindow({ root, home, electron, browser, say });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void window.close());
}

const missing = new Set<Part>(['main', 'preload', 'renderer']);
let timer: NodeJS.Timeout | undefined;
const restartSoon = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    void freshenPreload().then(() => window.restart());
  }, 150);
};
for (const part of [...missing]) {
  await watchPart(part, () => {
    missing.delete(part);
    if (missing.size === 0) restartSoon();
  });
}
process.exit(await window.closed);
