import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a later instance tells the first one. */
export interface SecondInstance {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether this process now holds the lock file; one whose owner died is taken over. */
function acquire(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isAlive(Number(readFileSync(file, 'utf8')))) return false;
    rmSync(file, { force: true });
    return acquire(file);
  }
}

/** Files only, because Electron answers synchronously: a lock, and a folder into which others drop their message. */
export class SingleInstance {
  readonly #onSecond: (second: SecondInstance) => void;
  #release: (() => void) | null = null;

  constructor(onSecond: (second: SecondInstance) => void) {
    this.#onSecond = onSecond;
  }

  request(userData: string, additionalData: unknown): boolean {
    if (this.#release !== null) return true;
    const messages = join(userData, 'SingletonMessages');
    const lock = join(userData, 'SingletonLock');
    mkdirSync(messages, { recursive: true, mode: 0o700 });
    if (!acquire(lock)) {
      const second = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
      const file = join(messages, randomUUID());
      writeFileSync(`${file}.part`, JSON.stringify(second));
      renameSync(`${file}.part`, `${file}.json`);
      return false;
    }
    const watcher = watch(messages, () => {
      this.#read(messages);
    });
    this.#release = () => {
      watcher.close();
      rmSync(messages, { recursive: true, force: true });
      rmSync(lock, { force: true });
    };
    return true;
  }

  get held(): boolean {
    return this.#release !== null;
  }

  release(): void {
    this.#release?.();
    this.#release = null;
  }

  #read(folder: string): void {
    // The folder may be taken away under a running app.
    if (this.#release === null || !existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
      const file = join(folder, name);
      const second = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance;
      rmSync(file);
      this.#onSecond(second);
    }
  }
}
