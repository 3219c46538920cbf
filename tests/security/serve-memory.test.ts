import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/in-process-cli.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { call, emptyHome, openVaultAt, removeHomes, utf8 } from '../support/vault-fixture.ts';

/*
 * What a stranger finds in the memory of a process that serves the vault, after commands of its owner came over the
 * socket: a password, values in and out, a new key. Linux only (/proc/PID/mem).
 */

const MAIN = resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const secondHalf = (text: string): Uint8Array => utf8(text).subarray(text.length / 2);
const randomText = (): string => randomBytes(24).toString('hex');

interface Serving {
  readonly child: ChildProcess;
  readonly pid: number;
}

async function serve(home: string, passwordFile: string): Promise<Serving> {
  const args = [MAIN, 'serve', '--json', '--port', '0', '--password-file', passwordFile];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', STRONGROOM_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((ready, failed) => {
    child.stdout.once('data', ready);
    child.once('exit', failed);
  });
  return { child, pid: child.pid ?? 0 };
}

describe.skipIf(process.platform !== 'linux')('memory of a process that serves', () => {
  afterAll(removeHomes);

  it('holds no password, no value and no key that came or went over the owner’s socket', async () => {
    const home = emptyHome();
    const password = `open sesame ${randomText()}`;
    const file = (name: string, text: string): string => {
      const path = join(home, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    const passwordFile = file('password.txt', password);
    const imported = randomText();
    const env = file('some.env', `IMPORTED=${imported}\n`);
    const vault = openVaultAt(home);
    await vault.setup({ password: utf8(password) }, call());
    await vault.close();
    const { child, pid } = await serve(home, passwordFile);
    try {
      const open = (args: readonly string[], stdin = '') =>
        runCli(home, [...args, '--password-file', passwordFile], stdin);
      const value = randomText();
      expect((await open(['set', 'one'], value)).exit).toBe(0);
      for (let i = 0; i < 3; i += 1) expect((await open(['get', 'one'])).stdout).toBe(`${value}\n`);
      expect((await open(['import', env, '--from', 'dotenv'])).exit).toBe(0);
      await open(['client', 'add', 'bot']);
      const key = (await open(['key', 'create', 'bot'])).stdout.trim();
      expect(key).toMatch(/^sr_live_/);
      const needles = Object.entries({ password, value, imported, key }).map(([name, text]) => ({
        name,
        bytes: secondHalf(text),
      }));
      const found = (): readonly string[] =>
        scanMemory(pid, needles).map(
          ({ needle, region, around }) =>
            `${needle} in ${region}: ${JSON.stringify(around.toString('latin1'))}`,
        );
      // The name of a secret is there while it is open: the scan sees what is there.
      const name = [{ name: 'folder', bytes: utf8(home) }];
      expect(scanMemory(pid, name).length).toBeGreaterThan(0);
      expect(found()).toEqual([]);
      expect((await open(['lock'])).exit).toBe(0);
      expect(found()).toEqual([]);
      // The last thing that was said to it: a password and nothing after it.
      expect((await open(['unlock'])).exit).toBe(0);
      expect(found()).toEqual([]);
      expect((await open(['lock'])).exit).toBe(0);
      expect(found()).toEqual([]);
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  }, 240_000);
});
