import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Which terminal session this process belongs to, as 64 hex digits: the same for every command in one window, another
 * one in the next, in a login over the network, and after the window was closed. Null without a terminal.
 */
export function terminalSession(platform: NodeJS.Platform = process.platform): string | null {
  const parts = sessionParts(platform);
  if (parts === null) return null;
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

function sessionParts(platform: NodeJS.Platform): readonly string[] | null {
  try {
    if (platform === 'linux') return linuxSession(readFile);
    if (platform === 'darwin') return macSession(ps);
    return [0, 1, 2].some((fd) => isatty(fd)) ? [platform, String(process.ppid)] : null;
  } catch {
    return null;
  }
}

/** Session id, terminal and start of the session's leader (proc_pid_stat(5)), which boot it was and whose process ids. */
export function linuxSession(read: (path: string) => string): readonly string[] | null {
  const own = statFields(read('/proc/self/stat'));
  const { session, terminal } = own;
  if (terminal === '0') return null;
  const { start } = statFields(read(`/proc/${session}/stat`));
  const boot = read('/proc/sys/kernel/random/boot_id').trim();
  return ['linux', boot, read('/proc/self/ns/pid'), session, terminal, start];
}

/** The command's name stands in parentheses and may hold both spaces and parentheses. */
function statFields(text: string): { session: string; terminal: string; start: string } {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [, , , session, terminal] = fields;
  const start = fields[19];
  if (session === undefined || terminal === undefined || start === undefined) {
    throw new Error('not a stat file');
  }
  return { session, terminal, start };
}

function readFile(path: string): string {
  return path.includes('/ns/') ? readlinkSync(path) : readFileSync(path, 'latin1');
}

/** The terminal's name and the oldest session leader on it. */
export function macSession(
  ask: (args: readonly string[]) => string,
  pid: number = process.pid,
): readonly string[] | null {
  const terminal = ask(['-o', 'tty=', '-p', String(pid)]).trim();
  if (!/^\w+$/.test(terminal)) return null;
  const leaders = ask(['-t', terminal, '-o', 'pid=,stat=,lstart='])
    .split('\n')
    .flatMap((line) => {
      const [, id, stat, began] = /^\s*(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
      return id === undefined || began === undefined || stat?.includes('s') !== true
        ? []
        : [{ id: Number(id), began }];
    })
    .sort((a, b) => a.id - b.id);
  const [first] = leaders;
  return first === undefined ? null : ['darwin', terminal, String(first.id), first.began];
}

function ps(args: readonly string[]): string {
  return execFileSync('/bin/ps', args, {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { LC_ALL: 'C' },
  });
}
