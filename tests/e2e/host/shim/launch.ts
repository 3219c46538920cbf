/** Entry of the main process: makes `electron` mean the stand-in, then runs the app as Electron would. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { shiftClock } from '../chromium/injected/shift-clock.ts';
import { launchConfig } from './launch-config.ts';

const { args, appPath, chromeVersion, clockOffsetMs, electronVersion, main } = launchConfig;

shiftClock(clockOffsetMs);
process.argv = [process.execPath, appPath, ...args];
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: electronVersion, chrome: chromeVersion },
});

const standIn = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
});

// Fails here, in one sentence, rather than as a module that is not found.
readFileSync(main);
const { app } = await import('./app.ts');
await import(pathToFileURL(main).href);
// Electron too is ready only after the app's main module was evaluated.
app.becomeReady();
