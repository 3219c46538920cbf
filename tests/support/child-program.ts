import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** What a child says: one JSON object a line on standard output. */
export interface Message {
  readonly say: string;
  readonly [more: string]: unknown;
}

interface Waiting {
  readonly fits: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

export interface StartOptions {
  /** Runs the child under another program, such as `prlimit`. */
  readonly under?: readonly string[];
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly onMessage?: (message: Message) => void;
}

// Compiled once, not once a child; taken away with the test file, for a worker ends without telling.
const compileCache = mkdtempSync(join(tmpdir(), 'strongroom-compiled-'));
afterAll(() => {
  rmSync(compileCache, { recursive: true, force: true });
});

/** A program of tests/support/children in a process of its own. */
export class ChildProgram {
  readonly messages: Message[] = [];
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly #process: ChildProcess;
  readonly #onMessage: ((message: Message) => void) | undefined;
  readonly #waiting = new Set<Waiting>();
  #line = '';
  #stderr = '';
  #gone = false;

  constructor(name: string, argument: unknown, options: StartOptions = {}) {
    const file = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));
    const command = [
      ...(options.under ?? []),
      process.execPath,
      ...(options.nodeArgs ?? []),
      file,
      JSON.stringify(argument),
    ];
    this.#onMessage = options.onMessage;
    this.#process = spawn(command[0] ?? '', command.slice(1), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache },
    });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#read(text);
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.exited = new Promise((resolve, reject) => {
      this.#process.on('error', reject);
      this.#process.on('close', (code, signal) => {
        this.#gone = true;
        for (const { reject: refuse } of this.#waiting) refuse(this.#ended());
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it wrote on standard error. */
  get complaint(): string {
    return this.#stderr;
  }

  /** The first message of that kind, past or to come. */
  next(say: string): Promise<Message> {
    return this.#find((message) => message.say === say);
  }

  tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** kill -9, and the end of the process. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited;
  }

  killNow(): void {
    this.#process.kill('SIGKILL');
  }

  #find(fits: (message: Message) => boolean): Promise<Message> {
    const found = this.messages.find(fits);
    if (found !== undefined) return Promise.resolve(found);
    if (this.#gone) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      this.#waiting.add({ fits, resolve, reject });
    });
  }

  #ended(): Error {
    return new Error(`the child ended too early: ${this.#stderr.slice(-2000)}`);
  }

  #read(text: string): void {
    const lines = `${this.#line}${text}`.split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as Message;
      this.messages.push(message);
      this.#onMessage?.(message);
      for (const waiting of this.#waiting) {
        if (!waiting.fits(message)) continue;
        this.#waiting.delete(waiting);
        waiting.resolve(message);
      }
    }
  }
}
