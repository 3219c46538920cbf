import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const CLI = resolve(import.meta.dirname, '..', '..', '..', 'dist', 'cli', 'main.js');

/** How a command ended. */
export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** A command of the built command line that runs; its standard input stays open until `end`. */
export class CliRun {
  readonly ended: Promise<CliEnd>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(home: string, args: readonly string[]) {
    const began = performance.now();
    const env = { PATH: process.env['PATH'] ?? '', STRONGROOM_HOME: home, HOME: home };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: 'pipe' });
    this.#child = child;
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        texts[stream] += text;
      });
    }
    child.stdin.on('error', () => undefined);
    this.ended = new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => {
        done({ code, ...texts, tookMs: performance.now() - began });
      });
    });
  }

  /** Gives it the rest of its input, and waits for its end. */
  end(input: string): Promise<CliEnd> {
    this.#child.stdin.end(input);
    return this.ended;
  }
}

/** Runs a command to its end; `input` is its standard input, for `--password-file -`. */
export function strongroom(home: string, args: readonly string[], input = ''): Promise<CliEnd> {
  return new CliRun(home, args).end(input);
}
