import { fork } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { LaunchOptions } from '../app-host.ts';
import type { HostCalls, LaunchConfig, MainCalls } from './calls.ts';
import { Link } from './link.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');
const LAUNCH = resolve(import.meta.dirname, '..', 'shim', 'launch.ts');
const manifestOf = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string; readonly main?: string };

/** Where Electron would look: a file, or a folder with a package.json. */
function mainOf(app: string): string {
  if (statSync(app).isFile()) return app;
  return join(app, manifestOf(join(app, 'package.json')).main ?? 'dist/main/index.js');
}

/** The variables that the app gets; nothing of the developer's own environment is among them. */
export function environmentOf(options: LaunchOptions): Record<string, string> {
  const { PATH = '' } = process.env;
  const { home: STRONGROOM_HOME, userHome: HOME, env = {} } = options;
  return { PATH, HOME, LANG: 'C.UTF-8', STRONGROOM_HOME, ...env };
}

/** The app's main process: Node with a stand-in for `electron`. */
export interface MainProcess {
  readonly link: Link<MainCalls, HostCalls>;
  readonly pid: number;
  readonly exited: Promise<number>;
  readonly hasExited: () => boolean;
  readonly output: () => string;
  kill(): void;
}

export function startMainProcess(
  options: LaunchOptions,
  { chromeVersion, clockOffsetMs }: Pick<LaunchConfig, 'chromeVersion' | 'clockOffsetMs'>,
): MainProcess {
  const appPath = resolve(options.app ?? ROOT);
  const config: LaunchConfig = {
    appPath,
    main: mainOf(appPath),
    args: options.args ?? [],
    appVersion: manifestOf(join(ROOT, 'package.json')).version,
    electronVersion: manifestOf(createRequire(import.meta.url).resolve('electron/package.json'))
      .version,
    chromeVersion,
    clockOffsetMs,
    languages: options.languages ?? ['en-US'],
    dark: options.colorScheme === 'dark',
  };
  const child = fork(LAUNCH, [JSON.stringify(config)], {
    execArgv: [],
    env: environmentOf(options),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const link = new Link<MainCalls, HostCalls>({
    get connected() {
      return child.connected;
    },
    send: (message, failed) => {
      child.send(message, (error) => {
        if (error !== null) failed();
      });
    },
    receive: (listener) => {
      child.on('message', listener);
    },
  });
  const exited = new Promise<number>((done) => {
    child.on('error', (error) => {
      output += String(error);
    });
    child.on('close', (code) => {
      link.end(`the main process has ended (${String(code)})\n${output}`);
      done(code ?? 1);
    });
  });
  return {
    link,
    pid: child.pid ?? 0,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    output: () => output,
    kill: () => void child.kill('SIGKILL'),
  };
}
