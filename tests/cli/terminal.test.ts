import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, OWNER_PASSWORD, Sandbox } from './run-built.ts';

/**
 * Runs a command on a pseudo terminal, types each line when its prompt has come, and reports the screen, the exit
 * code and whether the terminal echoes again. Python is what the system has for that.
 */
const DRIVER = `
import json, os, pty, select, sys, termios, time
job = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.execvpe(job['argv'][0], job['argv'], job['env'])
screen = b''
def more():
    global screen
    ready, _, _ = select.select([fd], [], [], 20)
    if not ready: raise SystemExit('nothing came; so far: ' + repr(screen))
    try: data = os.read(fd, 4096)
    except OSError: data = b''
    screen += data
    return data != b''
seen = 0
for prompt, keys in job['script']:
    while prompt.encode() not in screen[seen:]:
        if not more(): raise SystemExit('ended early: ' + repr(screen))
    seen = len(screen)
    time.sleep(0.05)
    os.write(fd, keys.encode())
while more(): pass
try: echo = bool(termios.tcgetattr(fd)[3] & termios.ECHO)
except termios.error: echo = None
_, status = os.waitpid(pid, 0)
print(json.dumps({'screen': screen.decode('utf8', 'replace'), 'exit': os.waitstatus_to_exitcode(status), 'echo': echo}))
`;

interface Seen {
  readonly screen: string;
  readonly exit: number;
  readonly echo: boolean | null;
}

const hasPython = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;
if (!hasPython) console.warn('python3 is missing: prompts on a real terminal are not tested');

describe.skipIf(!hasPython)('prompts on a terminal', () => {
  let box: Sandbox;
  beforeAll(() => {
    box = new Sandbox();
  });
  afterAll(() => {
    box.remove();
  });

  function onTerminal(
    args: string[],
    script: readonly (readonly [prompt: string, keys: string])[],
  ): Seen {
    const job = {
      argv: [process.execPath, MAIN, ...args],
      env: { ...box.environment(), TERM: 'xterm' },
      script,
    };
    const { stdout, stderr } = spawnSync('python3', ['-c', DRIVER], {
      input: JSON.stringify(job),
      encoding: 'utf8',
      timeout: 25_000,
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Seen;
  }

  const PASSWORD_PROMPT = 'Password of the vault: ';

  it('set up a vault with a password typed twice, store a value and show it, without an echo', () => {
    const init = onTerminal(
      ['init'],
      [
        ['New password: ', `${OWNER_PASSWORD}\r`],
        ['The same again: ', `${OWNER_PASSWORD}\r`],
      ],
    );
    expect(init.exit).toBe(0);
    expect(init.screen).not.toContain('lanterns');

    const value = 'sk-typed-väl';
    const set = onTerminal(
      ['set', 'typed'],
      [
        [PASSWORD_PROMPT, `wrong\x15${OWNER_PASSWORD}\r`],
        ['Value (not shown): ', `${value}üe\x7f\x7fue\r`],
      ],
    );
    expect(set.exit).toBe(0);
    expect(set.screen).not.toContain('sk-typed');

    const get = onTerminal(['get', 'typed'], [[PASSWORD_PROMPT, `${OWNER_PASSWORD}\r`]]);
    expect(get.exit).toBe(0);
    expect(get.screen.endsWith(`${value}ue\r\n`)).toBe(true);
  });

  it('end at Ctrl+C with 130, leave nothing behind and switch the echo on again', () => {
    const seen = onTerminal(['ls'], [[PASSWORD_PROMPT, 'secret-half\x03']]);
    expect(seen.exit).toBe(130);
    expect(seen.screen).not.toContain('secret-half');
    expect(seen.screen.endsWith('\x1b[?2004l\r\n')).toBe(true);
    expect(seen.echo).not.toBe(false);
    expect(existsSync(join(box.home, 'vault.db-wal'))).toBe(false);
  });

  it('ask before something is removed', () => {
    const script = [
      [PASSWORD_PROMPT, `${OWNER_PASSWORD}\r`],
      ['[y/N] ', 'n\r'],
    ] as const;
    const kept = onTerminal(['rm', 'typed'], script);
    expect(kept.exit).toBe(1);
    expect(kept.screen).toContain('Nothing was removed.');
  });
});
