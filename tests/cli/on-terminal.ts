import { spawnSync } from 'node:child_process';

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

/** What a terminal showed in the end. */
export interface Seen {
  readonly screen: string;
  readonly exit: number;
  readonly echo: boolean | null;
}

/** Whether this system can play a terminal. */
export const HAS_TERMINAL = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;
if (!HAS_TERMINAL) console.warn('python3 is missing: nothing is tested on a real terminal');

/** Runs a program on a terminal of its own. */
export function driveTerminal(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  script: readonly (readonly [prompt: string, keys: string])[],
): Seen {
  const job = { argv, env: { ...env, TERM: 'xterm' }, script };
  const { stdout, stderr } = spawnSync('python3', ['-c', DRIVER], {
    input: JSON.stringify(job),
    encoding: 'utf8',
    timeout: 25_000,
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as Seen;
}
