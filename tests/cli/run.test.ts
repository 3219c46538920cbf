import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdersOf } from './holders-of.ts';
import { HAS_TERMINAL, driveTerminal } from './on-terminal.ts';
import { LAUNCHER, MAIN, Sandbox, runNode } from './run-built.ts';

const VALUE = 'sk-run-7Qm2ZtWb0s-väl';

let box: Sandbox;
beforeAll(async () => {
  box = new Sandbox();
  expect((await box.run(['init', '--new-password-file', box.passwordFile])).exit).toBe(0);
  expect((await box.open(['set', 'openai'], VALUE)).exit).toBe(0);
  expect((await box.open(['set', 'ig', '--field', 'api_key'], 'first\nsecond\n')).exit).toBe(0);
  expect((await box.open(['set', 'odd'], 'a\0b')).exit).toBe(0);
});
afterAll(() => {
  box.remove();
});

// As the launcher does: without `--` Node takes --env-file for an option of its own (nodejs/node#54232).
const NODE_ARGS = ['--', MAIN];
const OPENAI = ['--env', 'OPENAI_API_KEY=strongroom://openai'];

const argsOf = (options: readonly string[], command: readonly string[]): string[] => [
  'run',
  '--password-file',
  box.passwordFile,
  ...options,
  '--',
  ...command,
];

async function run(options: readonly string[], command: readonly string[], env = {}) {
  const all = { ...box.environment(), ...env };
  const { exit, stdout, stderr } = await runNode([...NODE_ARGS, ...argsOf(options, command)], all);
  return { exit, stdout: stdout.toString('utf8'), stderr };
}

/** A run that goes on; `said` resolves with what it has printed once it has printed that. */
function start(options: readonly string[], command: readonly string[]) {
  const child = spawn(process.execPath, [...NODE_ARGS, ...argsOf(options, command)], {
    env: box.environment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const said = async (wanted: string): Promise<string> => {
    while (!text.includes(wanted)) await new Promise((done) => setTimeout(done, 10));
    return text;
  };
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  return { child, said, ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.on('exit', (code) => done(code)));
}

const LOOP = 'while :; do sleep 0.05; done';

describe('run', () => {
  it('puts what was named into the environment of the program and prints nothing of its own', async () => {
    const ran = await run(OPENAI, ['printenv', 'OPENAI_API_KEY']);
    expect(ran).toEqual({ exit: 0, stdout: `${VALUE}\n`, stderr: '' });
  });

  it('takes the only field, keeps line breaks, and reads a field that is named twice once', async () => {
    const two = ['--env', 'A=strongroom://ig', '--env', 'B=strongroom://ig'];
    const { stdout } = await run(two, ['sh', '-c', 'printf "%s|%s" "$A" "$B"']);
    expect(stdout).toBe('first\nsecond\n|first\nsecond\n');
    const log = await box.run(['audit', '--json', '--limit', '12']);
    const lines = log.stdout.toString().trim().split('\n');
    const events = lines.map(
      (line) => JSON.parse(line) as { event: string; correlation_id: string },
    );
    const last = events.filter(({ correlation_id: id }) => id === events.at(-1)?.correlation_id);
    expect(last.filter(({ event }) => event === 'secret.read')).toHaveLength(1);
  });

  it('acts as a client of its own, which is gone again before the program begins', async () => {
    const { child, said, ended } = start(OPENAI, ['sh', '-c', `echo ready; ${LOOP}`]);
    try {
      await said('ready');
      const status = await box.run(['status', '--json']);
      expect(JSON.parse(status.stdout.toString())).toMatchObject({ state: 'locked' });
      const clients = await box.open(['client', 'ls', '--all', '--json']);
      expect(clients.stdout.toString()).toBe('[]\n');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(143);
    const log = await box.run(['audit', '--json', '--limit', '100']);
    const lines = log.stdout.toString().trim().split('\n');
    const all = lines.map(
      (line) =>
        JSON.parse(line) as {
          event: string;
          outcome: string;
          correlation_id: string;
          ref: Record<string, string>;
        },
    );
    const id = all.findLast(({ event }) => event === 'client.purge')?.correlation_id;
    const own = all.filter((line) => line.correlation_id === id && line.outcome === 'ok');
    expect(own.map(({ event }) => event)).toEqual([
      'vault.unlock',
      'client.add',
      'grant.add',
      'key.create',
      'secret.read',
      'client.purge',
      'vault.lock',
    ]);
    const client = own.find(({ event }) => event === 'client.add')?.ref['client'];
    expect(client).toMatch(/^cli_/);
    expect(own.find(({ event }) => event === 'secret.read')?.ref['client']).toBe(client);
  });

  it('shows the value to the program alone: no other process has it in its arguments or environment', async () => {
    const { child, said, ended } = start(OPENAI, ['sh', '-c', 'echo "pid $$"; exec sleep 60']);
    try {
      const program = Number(/pid (\d+)/.exec(await said('\n'))?.[1]);
      expect(holdersOf(VALUE)).toEqual([{ pid: program, file: 'environ' }]);
      process.kill(program, 'SIGKILL');
      expect(await ended).toBe(137);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('ends as the program ends', async () => {
    expect((await run([], ['sh', '-c', 'exit 7'])).exit).toBe(7);
    expect((await run([], ['sh', '-c', 'kill -USR1 $$'])).exit).toBe(138);
    expect(await run([], ['no-such-program-here'])).toMatchObject({
      exit: 127,
      stdout: '',
      stderr: 'strongroom: There is no such program.\n',
    });
    const notExecutable = box.file('not-executable', '#!/bin/sh\n');
    chmodSync(notExecutable, 0o600);
    expect((await run([], [notExecutable])).exit).toBe(126);
  });

  it('passes signals on, each once, and lives as long as the program', async () => {
    const signals = ['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const;
    const traps = signals.map((name) => `trap 'echo got ${name}' ${name.slice(3)}`).join('; ');
    const program = `${traps}; trap 'echo bye; exit 3' TERM; echo ready; ${LOOP}`;
    const { child, said, ended } = start([], ['sh', '-c', program]);
    try {
      await said('ready');
      for (const signal of signals) {
        child.kill(signal);
        await said(`got ${signal}`);
      }
      child.kill('SIGTERM');
      expect(await ended).toBe(3);
      const text = await said('bye');
      expect(text.trim().split('\n')).toEqual([
        'ready',
        ...signals.map((signal) => `got ${signal}`),
        'bye',
      ]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it.skipIf(!HAS_TERMINAL)('lets the program have the terminal, and its Ctrl+C once', () => {
    // A shell would take two that come close together for one.
    const program = [
      "process.on('SIGINT', () => console.log('got-int'))",
      "process.on('SIGQUIT', () => { console.log('got-quit'); setTimeout(() => process.exit(4), 200) })",
      "if (process.stdin.isTTY && process.stdout.isTTY) console.log('on-a-terminal')",
      'setInterval(() => {}, 1000)',
    ].join(';');
    const command = [process.execPath, '-e', program];
    const argv = [process.execPath, ...NODE_ARGS, ...argsOf(OPENAI, command)];
    const { screen, exit } = driveTerminal(argv, box.environment(), [
      ['on-a-terminal', '\x03'],
      ['got-int', '\x1c'],
    ]);
    expect(exit).toBe(4);
    expect(screen.match(/got-int/g)).toHaveLength(1);
    expect(screen.match(/got-quit/g)).toHaveLength(1);
  });

  it('leaves out variables that are named like credentials and says so once, unless it is told to keep them', async () => {
    const given = { AWS_SECRET_ACCESS_KEY: 'aws', STRONGROOM_KEY: 'sr_live_x', LANG: 'C' };
    const command = ['sh', '-c', 'echo "$AWS_SECRET_ACCESS_KEY,$STRONGROOM_KEY,$LANG"'];
    const dropping = await run(OPENAI, command, given);
    expect(dropping.stdout).toBe(',,C\n');
    expect(dropping.stderr).toBe(
      'Not handed on, for they are named like credentials: AWS_SECRET_ACCESS_KEY, STRONGROOM_KEY. --keep-env hands them on.\n',
    );
    const keeping = await run([...OPENAI, '--keep-env'], command, given);
    expect([keeping.stdout, keeping.stderr]).toEqual(['aws,sr_live_x,C\n', '']);
  });

  it('takes an --env-file, and runs no shell over anything', async () => {
    const file = box.file('env', 'A=strongroom://openai\nB="$(id) `id` $A"\n');
    const { stdout } = await run(['--env-file', file], ['printenv', 'A', 'B']);
    expect(stdout).toBe(`${VALUE}\n$(id) \`id\` $A\n`);
    const literal = await run([], ['printf', '%s\n', '$HOME; id', '--json']);
    expect(literal.stdout).toBe('$HOME; id\n--json\n');
  });

  it('takes nothing of an --env-file for itself: the launcher keeps Node from it', () => {
    const evil = box.file('evil.cjs', 'console.log("in the process of the vault");');
    const file = box.file('hostile', `NODE_OPTIONS=--require=${evil}\nA=literal\n`);
    const options = ['--env-file', file];
    const { status, stdout } = spawnSync(
      LAUNCHER,
      argsOf(options, ['printenv', 'NODE_OPTIONS', 'A']),
      {
        env: box.environment(),
        encoding: 'utf8',
      },
    );
    expect([status, stdout]).toEqual([0, `--require=${evil}\nliteral\n`]);
  });

  it.each([
    [['--env', 'A=strongroom://odd'], 2],
    [['--env', 'A=strongroom://nothing'], 4],
    [['--env', 'A=strongroom://ig/none'], 2],
    [['--env', `A=${VALUE}`], 2],
    [['--ttl', '25h'], 2],
    [['--ttl', '30s'], 2],
    [['--env-file', '/nowhere/env'], 2],
  ])('starts nothing for %j', async (options, exit) => {
    const ran = await run(options, ['echo', 'started']);
    expect([ran.exit, ran.stdout]).toEqual([exit, '']);
    expect(ran.stderr).not.toContain(VALUE);
  });

  it('has left no client behind after all of these', async () => {
    expect((await box.open(['client', 'ls', '--all'])).stdout.toString()).toBe('');
  });

  it('is held while all clients are paused', async () => {
    await box.run(['pause']);
    try {
      expect((await run(OPENAI, ['echo', 'started'])).stdout).toBe('');
      expect((await run(OPENAI, ['echo', 'started'])).exit).toBe(5);
    } finally {
      await box.open(['unpause']);
    }
  });
});
