import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');
export const MAIN = join(ROOT, 'dist', 'cli', 'main.js');
export const LAUNCHER = join(ROOT, 'bin', 'strongroom.mjs');
export const OWNER_PASSWORD = 'seven lanterns drift over quiet harbour water';

/** What became of a run; `exit` is null if a signal ended it. */
export interface Ran {
  readonly exit: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A data folder of its own with a password file beside it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'strongroom-built-'));
  readonly home = join(this.folder, 'home');
  readonly passwordFile = this.file('password', `${OWNER_PASSWORD}\n`);

  constructor() {
    if (!existsSync(MAIN))
      throw new Error('dist/cli/main.js is missing: run `npm run build` first');
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  environment(): NodeJS.ProcessEnv {
    const { PATH = '' } = process.env;
    return { PATH, STRONGROOM_HOME: this.home };
  }

  /** Runs the built command line without a terminal. */
  async run(args: readonly string[], input: string | Uint8Array = ''): Promise<Ran> {
    return runNode([MAIN, ...args], this.environment(), input);
  }

  /** The same with the owner's password. */
  async open(args: readonly string[], input: string | Uint8Array = ''): Promise<Ran> {
    return this.run([...args, '--password-file', this.passwordFile], input);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs this test's own Node without a controlling terminal and gathers what comes. */
export async function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: string | Uint8Array = '',
): Promise<Ran> {
  const child = spawn(process.execPath, args, { env, detached: true });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A command that refuses early does not read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (exit) => {
      done({ exit, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') });
    });
  });
}
