import { describe, expect, it } from 'vitest';
import {
  linuxSession,
  macSession,
  terminalSession,
} from '../../../src/runtime/terminal-session.ts';

/** proc_pid_stat(5): a command's name may hold anything. */
function stat(
  pid: number,
  name: string,
  { session, terminal, start }: { session: number; terminal: number; start: number },
): string {
  const middle = Array.from({ length: 14 }, () => '0').join(' ');
  return `${pid} (${name}) S 1 ${pid} ${session} ${terminal} ${middle} ${start} 0 0\n`;
}

function system(terminal: number, start = 777, name = 'node) S 9 9 9 9') {
  const files: Readonly<Record<string, string>> = {
    '/proc/self/stat': stat(42, name, { session: 7, terminal, start: 900 }),
    '/proc/7/stat': stat(7, 'bash', { session: 7, terminal, start }),
    '/proc/sys/kernel/random/boot_id': 'boot\n',
    '/proc/self/ns/pid': 'pid:[1]',
  };
  return (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
}

describe('a terminal session', () => {
  it('is the session’s leader on Linux, whatever the command is called', () => {
    expect(linuxSession(system(34816))).toEqual(['linux', 'boot', 'pid:[1]', '7', '34816', '777']);
    expect(linuxSession(system(34816, 777, 'a b'))).toEqual(linuxSession(system(34816)));
  });

  it('is another one when the leader’s number is given anew, and none without a terminal', () => {
    expect(linuxSession(system(34816, 778))).not.toEqual(linuxSession(system(34816)));
    expect(linuxSession(system(0))).toBeNull();
  });

  it('is none where the leader has gone: nobody can say whose it was', () => {
    const own = stat(42, 'node', { session: 7, terminal: 34816, start: 900 });
    expect(() =>
      linuxSession((path) => {
        if (path === '/proc/self/stat') return own;
        throw new Error('ENOENT');
      }),
    ).toThrow();
  });

  it('is the terminal and its oldest session leader on macOS', () => {
    const asked: (readonly string[])[] = [];
    const ask = (args: readonly string[]): string => {
      asked.push(args);
      if (args[0] === '-o') return 'ttys003 \n';
      return [
        '  812 S+   Fri Nov 20 08:00:02 2026    ',
        '  700 Ss   Fri Nov 20 08:00:00 2026    ',
        '  701 Ss   Fri Nov 20 08:00:01 2026    ',
      ].join('\n');
    };
    expect(macSession(ask, 812)).toEqual(['darwin', 'ttys003', '700', 'Fri Nov 20 08:00:00 2026']);
    expect(asked[0]).toEqual(['-o', 'tty=', '-p', '812']);
    expect(macSession(() => '??\n', 812)).toBeNull();
  });

  it('is told as a hash, or not at all', () => {
    const own = terminalSession();
    expect(own === null || /^[0-9a-f]{64}$/.test(own)).toBe(true);
    expect(terminalSession('darwin') === null || process.platform === 'darwin').toBe(true);
  });
});
