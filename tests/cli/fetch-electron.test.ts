import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  downloadHost,
  fetchElectron,
  LastFailure,
  reach,
} from '../../scripts/start/fetch-electron.ts';
import { isStale } from '../../scripts/start/is-stale.ts';
import { findBrowser } from '../e2e/host/find-browser.ts';
import { findElectron } from '../e2e/host/find-electron.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Port of a server that takes connections and says nothing. */
async function listen(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A package whose installer is this program, to be had from that port. */
function fetching(installer: string, port: number, limitMs = 20_000) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'install.js'), installer);
  const lastFailure = new LastFailure(join(folder, 'cache', 'failed'));
  const said: string[] = [];
  const env = { ELECTRON_MIRROR: `http://127.0.0.1:${String(port)}/` };
  const parts = { folder, limitMs, lastFailure, env, progress: () => undefined };
  return {
    lastFailure,
    said,
    fetch: () => fetchElectron({ ...parts, say: (it) => said.push(it) }),
  };
}

describe('fetching Electron', () => {
  it('runs the installer of the package', async () => {
    const { fetch, lastFailure } = fetching('process.exit(0)', await listen());
    lastFailure.remember();
    expect(await fetch()).toBe('fetched');
    expect(lastFailure.minutesAgo()).toBeNull();
  });

  it('says why it failed and remembers that', async () => {
    const installer = 'console.error("Error: 404 Not Found\\n    at x"); process.exit(1)';
    const { fetch, lastFailure, said } = fetching(installer, await listen());
    expect(await fetch()).toBe('failed');
    expect(said).toEqual(['The download ended with: Error: 404 Not Found']);
    expect(lastFailure.minutesAgo()).toBe(0);
  });

  it('loses its patience', async () => {
    const { fetch, lastFailure } = fetching('setTimeout(() => {}, 60000)', await listen(), 900);
    expect(await fetch()).toBe('too-slow');
    expect(lastFailure.minutesAgo()).toBe(0);
  });

  it('does not begin without a network, and need not remember that', async () => {
    const { fetch, lastFailure } = fetching('throw 1', await freePort());
    expect(await fetch()).toBe('unreachable');
    expect(lastFailure.minutesAgo()).toBeNull();
  });

  it('forgets a failure after an hour', () => {
    const file = join(tempFolder(), 'failed');
    const lastFailure = new LastFailure(file);
    lastFailure.remember();
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    utimesSync(file, ago(59), ago(59));
    expect(lastFailure.minutesAgo()).toBe(59);
    utimesSync(file, ago(61), ago(61));
    expect(lastFailure.minutesAgo()).toBeNull();
  });
});

describe('the way to the download', () => {
  it('leads to GitHub, to the mirror, or through a proxy that alone knows', () => {
    expect(downloadHost({})).toEqual({ host: 'github.com', port: 443 });
    expect(downloadHost({ ELECTRON_MIRROR: 'https://mirror.example/electron/' })).toEqual({
      host: 'mirror.example',
      port: 443,
    });
    expect(downloadHost({ npm_config_electron_mirror: 'http://127.0.0.1:81/' })).toEqual({
      host: '127.0.0.1',
      port: 81,
    });
    expect(downloadHost({ HTTPS_PROXY: 'http://proxy.example' })).toBeNull();
  });

  it('is known to be open or shut at once', async () => {
    expect(await reach('127.0.0.1', await listen())).toBe('reached');
    expect(await reach('127.0.0.1', await freePort())).toBe('refused');
  });
});

describe('Electron', () => {
  it('is found by its files, and where ELECTRON_OVERRIDE_DIST_PATH says', () => {
    const folder = tempFolder();
    expect(findElectron(folder, '')).toBeNull();
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(findElectron(folder, '')).toBeNull();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    expect(findElectron(folder, '')).toBe(join(folder, 'dist', 'electron'));
    const other = tempFolder();
    expect(findElectron(folder, other)).toBeNull();
    writeFileSync(join(other, 'electron'), '');
    expect(findElectron(folder, other)).toBe(join(other, 'electron'));
    expect(findElectron(null, '')).toBeNull();
  });
});

describe('a browser', () => {
  const found = (env: NodeJS.ProcessEnv, there: readonly string[], windowed = false) =>
    findBrowser({ env, platform: 'linux', windowed, exists: (path) => there.includes(path) });
  const both = ['/b/chromium', '/a/google-chrome', '/b/chromium-headless-shell'];

  it('is the one of CHROMIUM_PATH and no other', () => {
    expect(found({ CHROMIUM_PATH: '/own', PATH: '/b' }, ['/own', ...both])).toBe('/own');
    expect(found({ CHROMIUM_PATH: '/gone', PATH: '/b' }, both)).toBeNull();
  });

  it('is looked for by the usual names, the headless one first unless it is for a window', () => {
    expect(found({ PATH: '/a:/b' }, both)).toBe('/b/chromium-headless-shell');
    expect(found({ PATH: '/a:/b' }, both, true)).toBe('/b/chromium');
    expect(found({ PATH: '/a' }, both)).toBe('/a/google-chrome');
    expect(found({ PATH: '' }, both)).toBeNull();
    expect(found({}, both)).toBeNull();
  });
});

describe('what is built', () => {
  it('is stale when a part of it is missing or older than the newest source', () => {
    const root = tempFolder();
    const write = (name: string, seconds: number): void => {
      const file = join(root, name);
      if (!existsSync(join(file, '..'))) mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '');
      utimesSync(file, seconds, seconds);
    };
    write('src/main/index.ts', 100);
    write('vite.main.config.ts', 50);
    expect(isStale(root)).toBe(true);
    for (const name of [
      'cli/main.js',
      'main/index.js',
      'preload/index.cjs',
      'renderer/index.html',
    ]) {
      write(join('dist', name), 200);
    }
    expect(isStale(root)).toBe(false);
    write('src/core/deep/new.ts', 201);
    expect(isStale(root)).toBe(true);
    write('src/core/deep/new.ts', 199);
    write('vite.main.config.ts', 300);
    expect(isStale(root)).toBe(true);
  });
});
