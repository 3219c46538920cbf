import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../scripts/start/read-options.ts';
import {
  startApp,
  type FetchOutcome,
  type StartOptions,
  type StartPorts,
} from '../../scripts/start/start-app.ts';
import { tempFolder } from '../support/temp-folder.ts';

const OPTIONS: StartOptions = {
  fetch: false,
  limitMs: 60_000,
  preview: false,
  build: true,
  noSandbox: false,
};

/** A machine that has a display, Electron and a browser, and whose build is fresh; `change` takes away from it. */
function machine(change: Partial<StartPorts> = {}) {
  const did: string[] = [];
  const said: string[] = [];
  const note =
    <Answer>(what: string, answer: Answer) =>
    (detail?: string): Promise<Answer> => {
      did.push(detail === undefined ? what : `${what} ${detail}`);
      return Promise.resolve(answer);
    };
  const ports: StartPorts = {
    say: (text) => said.push(text),
    isStale: () => false,
    build: note('build', true),
    hasDisplay: () => true,
    isRoot: () => false,
    findElectron: () => 'electron',
    minutesSinceFailure: () => null,
    fetchElectron: note<FetchOutcome>('fetch', 'failed'),
    runElectron: note('run', 0),
    findBrowser: () => 'chromium',
    showPreview: note('preview', true),
    showCommandLine: note('command line', undefined),
    ...change,
  };
  return {
    did,
    said: () => said.join('\n'),
    start: (options: Partial<StartOptions> = {}) => startApp({ ...OPTIONS, ...options }, ports),
    note,
  };
}

const noElectron = { findElectron: () => null };

describe('npm start with Electron', () => {
  it('runs it and ends with its exit code', async () => {
    const { start, did, said } = machine({ runElectron: () => Promise.resolve(7) });
    expect(await start()).toBe(7);
    expect(did).toEqual([]);
    expect(said()).toBe('');
  });

  it('says what is missing when Electron traps for want of a sandbox', async () => {
    const { start, said } = machine({ runElectron: () => Promise.resolve(133) });
    expect(await start()).toBe(133);
    expect(said()).toContain('no sandbox');
  });

  it('builds first what is stale, and stops if that fails', async () => {
    const stale = machine({ isStale: () => true });
    expect(await stale.start()).toBe(0);
    expect(stale.did).toEqual(['build', 'run electron']);
    const broken = machine({ isStale: () => true, build: () => Promise.resolve(false) });
    expect(await broken.start()).toBe(1);
    expect(broken.did).toEqual([]);
    const kept = machine({ isStale: () => true });
    await kept.start({ build: false });
    expect(kept.did).toEqual(['run electron']);
  });

  it('is not started by root, who would have no sandbox, unless root says so', async () => {
    const root = machine({ isRoot: () => true });
    expect(await root.start()).toBe(10);
    expect(root.said()).toContain('no sandbox when root starts it');
    expect(root.did).toEqual(['preview chromium']);
    expect(await root.start({ noSandbox: true })).toBe(0);
  });

  it('shows the preview when that is asked for', async () => {
    const { start, did } = machine();
    expect(await start({ preview: true })).toBe(10);
    expect(did).toEqual(['preview chromium']);
  });
});

describe('npm start without Electron', () => {
  it('fetches it and runs it', async () => {
    let installed: string | null = null;
    const { start, did, said } = machine({
      findElectron: () => installed,
      fetchElectron: () => {
        installed = 'fetched electron';
        return Promise.resolve('fetched');
      },
    });
    expect(await start()).toBe(0);
    expect(did).toEqual(['run fetched electron']);
    expect(said()).toBe('');
  });

  it.each<[FetchOutcome, string]>([
    ['failed', 'could not be fetched'],
    ['too-slow', 'did not arrive in time'],
    ['unreachable', 'its download is out of reach'],
    ['fetched', 'its program is not where it should be'],
  ])('says what happened (%s), names the mirror, and shows the preview', async (outcome, words) => {
    const { start, said } = machine({
      ...noElectron,
      fetchElectron: () => Promise.resolve(outcome),
    });
    expect(await start()).toBe(10);
    expect(said()).toContain(words);
    expect(said()).toContain('ELECTRON_MIRROR');
    expect(said()).toContain('never for real secrets');
  });

  it('does not wait for a fetch that failed lately, unless it is asked to', async () => {
    const { start, did, said } = machine({ ...noElectron, minutesSinceFailure: () => 12 });
    expect(await start()).toBe(10);
    expect(did).toEqual(['preview chromium']);
    expect(said()).toContain('failed 12 min ago');
    expect(said()).toContain('npm start -- --fetch');
    await start({ fetch: true });
    expect(did).toEqual(['preview chromium', 'fetch', 'preview chromium']);
  });

  it('goes on with the command line where there is no browser, or it does not start', async () => {
    const none = machine({ ...noElectron, findBrowser: () => null });
    expect(await none.start()).toBe(11);
    expect(none.did).toEqual(['fetch', 'command line']);
    expect(none.said()).toContain('neither Electron nor a Chromium or Chrome was found');
    const broken = machine({ ...noElectron, showPreview: () => Promise.resolve(false) });
    expect(await broken.start()).toBe(11);
    expect(broken.did).toEqual(['fetch', 'command line']);
  });
});

describe('npm start without a display', () => {
  it('fetches nothing, starts nothing, and goes on with the command line', async () => {
    const { start, did, said } = machine({ hasDisplay: () => false });
    expect(await start({ fetch: true })).toBe(11);
    expect(did).toEqual(['command line']);
    expect(said()).toContain('there is no display');
  });

  it.runIf(process.platform === 'linux')('does so for real within seconds', () => {
    const begin = performance.now();
    const script = resolve(import.meta.dirname, '..', '..', 'scripts', 'start.ts');
    const { PATH = '' } = process.env;
    const home = tempFolder();
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--no-build'], {
      env: { PATH, HOME: home, STRONGROOM_HOME: home },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(11);
    expect(stdout).toContain('No window is possible here');
    expect(stdout).toContain('npx strongroom init');
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

describe('the options of npm start', () => {
  it('give fetching a minute, ten when it was asked for, or what they say', () => {
    expect(readOptions([])).toEqual(OPTIONS);
    expect(readOptions(['--fetch'])).toMatchObject({ fetch: true, limitMs: 600_000 });
    expect(readOptions(['--fetch-seconds=5'])).toMatchObject({ fetch: false, limitMs: 5000 });
    expect(readOptions(['--no-build', '--no-sandbox'])).toMatchObject({
      build: false,
      noSandbox: true,
    });
    expect(readOptions(['--help', '--fetch'])).toBe('help');
  });

  it.each([['--fetch-seconds=0'], ['--fetch-seconds=soon'], ['--bogus'], ['word']])(
    'refuse %s',
    (option) => {
      expect(() => readOptions([option])).toThrow();
    },
  );
});
