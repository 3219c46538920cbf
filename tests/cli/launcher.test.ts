import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAUNCHER } from './run-built.ts';

let folder: string;
let launcher: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-launcher-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'dist', 'cli'), { recursive: true });
  launcher = join(folder, 'bin', 'strongroom.mjs');
  copyFileSync(LAUNCHER, launcher);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function build(code: string): void {
  writeFileSync(join(folder, 'dist', 'cli', 'main.js'), code);
}

function bringOwnNode(): void {
  mkdirSync(join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  symlinkSync(process.execPath, join(folder, 'node_modules', 'node', 'bin', 'node'));
}

/** Runs the launcher by this test's Node, which says that it is another version. */
function launch(version: string, ...args: string[]): SpawnSyncReturns<string> {
  const [node = '', ...rest] = command(version, args);
  return spawnSync(node, rest, { encoding: 'utf8', input: 'typed' });
}

function command(version: string, args: readonly string[]): readonly string[] {
  const pretend = join(folder, 'pretend.mjs');
  writeFileSync(
    pretend,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  return [process.execPath, '--import', pretend, launcher, ...args];
}

const REPORT = `console.log(JSON.stringify([process.versions.node, ...process.argv.slice(2)]));`;

describe('the launcher', () => {
  it.each(['22.12.0', '22.20.1', '23.0.0', '24.0.0', '30.1.2'])('goes on in Node %s', (version) => {
    build(REPORT);
    const { status, stdout } = launch(version, 'get', 'a b');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([version, 'get', 'a b']);
  });

  it.each(['16.20.0', '18.19.1', '20.20.2', '22.11.9'])(
    "goes on from Node %s with the project's own, arguments, input and exit code included",
    (version) => {
      build(
        `${REPORT} process.stdin.on('data', (bytes) => process.stderr.write(bytes)); process.exitCode = 7;`,
      );
      bringOwnNode();
      const { status, stdout, stderr } = launch(version, 'get', 'a b');
      expect(status).toBe(7);
      expect(JSON.parse(stdout)).toEqual([process.versions.node, 'get', 'a b']);
      expect(stderr).toBe('typed');
    },
  );

  it.runIf(existsSync('/dev/fd'))('hands on the descriptors that an argument names', () => {
    build(
      `import { readFileSync } from 'node:fs'; process.stdout.write(process.argv.slice(2).map((path) => readFileSync(path.replace(/^.*=/, ''), 'utf8')).join());`,
    );
    bringOwnNode();
    const run = (...args: string[]): SpawnSyncReturns<string> =>
      spawnSync(
        'bash',
        [
          '-c',
          'exec "$@" 3< <(printf three) 5< <(printf five)',
          'bash',
          ...command('20.0.0', args),
        ],
        { encoding: 'utf8' },
      );
    expect(run('/dev/fd/3').stdout).toBe('three');
    expect(run('--new-password-file=/proc/self/fd/5', '/dev/fd/3').stdout).toBe('five,three');
    // One that nobody opened is for the command to complain about.
    expect(run('/dev/fd/200').stderr).toContain('/dev/fd/200');
  });

  it('ends by the signal that ended the command', () => {
    build(`process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 5000);`);
    bringOwnNode();
    expect(launch('20.0.0').signal).toBe('SIGKILL');
  });

  it('passes a signal on and keeps the exit code of the command', () => {
    build(
      `process.on('SIGTERM', () => process.exit(143)); process.kill(process.ppid, 'SIGTERM'); setTimeout(() => {}, 5000);`,
    );
    bringOwnNode();
    expect(launch('20.0.0').status).toBe(143);
  });

  it('says in one sentence that Node is too old when there is no other', () => {
    build(REPORT);
    const { status, stdout, stderr } = launch('20.20.2');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe('Strongroom needs Node 22.12 or newer; this is 20.20.2.\n');
  });

  it('says in one sentence how to build when that was not done', () => {
    const { status, stderr } = launch('24.0.0');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Strongroom is not built yet; .*npm run build.*\n$/);
  });
});
