import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';

/** How a child ended, as a shell says it: its exit code, 128 and the signal's number, 126 or 127 if it did not start. */
export interface ChildEnd {
  readonly exitCode: number;
  readonly problem: 'not_found' | 'not_started' | null;
}

const PASSED_ON = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGCONT',
] as const;
const WINDOWS_KNOWS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a terminal sends to every process in front of it: the child has had it already. */
const FROM_TERMINAL: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH', 'SIGCONT']);

/**
 * Runs a program on this process's own streams, no shell between, until it ends. Signals are passed on meanwhile and do
 * nothing else here. `started` is called once the variables are the
 * child's, or nobody's.
 */
export async function runChild(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  started: () => void,
): Promise<ChildEnd> {
  const [program = '', ...args] = command;
  let child: ChildProcess;
  try {
    child = spawn(program, args, { stdio: 'inherit', env: environment });
  } catch (thrown) {
    return notStarted(thrown as NodeJS.ErrnoException);
  } finally {
    started();
  }
  const giveBack = takeSignals((signal) => {
    child.kill(signal);
  });
  try {
    return await ended(child);
  } finally {
    giveBack();
  }
}

async function ended(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      // An `error` of a child that runs is a signal that could not be sent.
      if (child.pid === undefined) resolve(notStarted(error));
    });
    child.on('exit', (code, signal) => {
      const exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
      resolve({ exitCode, problem: null });
    });
  });
}

function notStarted({ code }: NodeJS.ErrnoException): ChildEnd {
  return code === 'ENOENT'
    ? { exitCode: 127, problem: 'not_found' }
    : { exitCode: 126, problem: 'not_started' };
}

/** Replaces whoever listens for these signals, until the returned function is called. */
function takeSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const signals = process.platform === 'win32' ? WINDOWS_KNOWS : PASSED_ON;
  const taken = signals.map((signal) => {
    const before = process.listeners(signal);
    process.removeAllListeners(signal);
    const listener = (): void => {
      if (!FROM_TERMINAL.has(signal) || !isInForeground()) pass(signal);
    };
    process.on(signal, listener);
    return () => {
      process.off(signal, listener);
      for (const each of before) process.on(signal, each);
    };
  });
  return () => {
    for (const giveBack of taken) giveBack();
  };
}

/** Whether a terminal's Ctrl+C reaches this process group. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return terminal !== '0' && group === foreground;
  } catch {
    return isatty(0) || isatty(1) || isatty(2);
  }
}
