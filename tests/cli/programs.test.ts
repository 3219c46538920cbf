import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdersOf } from './holders-of.ts';
import { MAIN } from './run-built.ts';
import { call } from '../support/vault-fixture.ts';
import { ServedVault } from './served-vault.ts';

const VALUE = 'sk-programs-4Xw9LtQd-väl';
const SLASHED = 'desk/Schlüssel für IG';
const REFERENCE = `strongroom://${encodeURIComponent(SLASHED)}/api_key`;

const served = new ServedVault();
let key = '';
beforeAll(async () => {
  await served.start();
  await served.set('openai', VALUE);
  await served.set('other', 'not for the bot');
  await served.set(SLASHED, 'zwölf\n', 'api_key');
  await served.set(SLASHED, 'x', 'second');
  await served.set('bytes', Uint8Array.of(0, 255));
  key = await served.client('bot', ['openai', SLASHED, 'bytes']);
});
afterAll(async () => {
  await served.stop();
});

async function asBot(...args: string[]) {
  const { exit, stdout, stderr } = await served.as({ STRONGROOM_KEY: key }, args);
  return { exit, stdout: stdout.toString('utf8'), stderr };
}

describe('read', () => {
  it('prints the value and a newline, nothing else', async () => {
    expect(await asBot('read', 'strongroom://openai')).toEqual({
      exit: 0,
      stdout: `${VALUE}\n`,
      stderr: '',
    });
    expect((await asBot('read', REFERENCE)).stdout).toBe('zwölf\n\n');
    const json = await asBot('read', 'strongroom://bytes', '--json');
    expect(JSON.parse(json.stdout)).toEqual({
      name: 'bytes',
      field: 'value',
      value: 'AP8=',
      encoding: 'base64',
    });
  });

  it('takes the key from a file, and says if others may read it', async () => {
    const file = served.box.file('key', `${key}\n`);
    const variables = { STRONGROOM_KEY_FILE: file };
    const quiet = await served.as(variables, ['read', 'strongroom://openai']);
    expect([quiet.stdout.toString('utf8'), quiet.stderr]).toEqual([`${VALUE}\n`, '']);
    chmodSync(file, 0o644);
    const loose = await served.as(variables, ['read', 'strongroom://openai']);
    expect(loose.stderr).toContain('chmod 600');
    expect(loose.stdout.toString('utf8')).toBe(`${VALUE}\n`);
  });

  it('goes where STRONGROOM_URL says, and nowhere but to this machine', async () => {
    const elsewhere = { STRONGROOM_HOME: `${served.box.folder}/none`, STRONGROOM_KEY: key };
    const read = ['read', 'strongroom://openai'];
    const there = await served.as({ ...elsewhere, STRONGROOM_URL: served.url }, read);
    expect(there.stdout.toString('utf8')).toBe(`${VALUE}\n`);
    const outside = await served.as(
      { STRONGROOM_KEY: key, STRONGROOM_URL: 'http://192.0.2.1' },
      read,
    );
    expect([outside.exit, outside.stderr.includes(key)]).toEqual([2, false]);
    const nobody = await served.as({ ...elsewhere, STRONGROOM_URL: 'http://127.0.0.1:1' }, read);
    expect([nobody.exit, nobody.stderr.includes('vault_unreachable')]).toEqual([6, true]);
  });

  it('ends with the exit code of the refusal and the correlation id of its audit line', async () => {
    const edited = `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    const read = async (shown: string, reference: string) => {
      const ran = await served.as({ STRONGROOM_KEY: shown }, ['read', reference, '--json']);
      expect(ran.stdout.length).toBe(0);
      const { error } = JSON.parse(ran.stderr) as { error: Record<string, string> };
      return { exit: ran.exit, code: error['code'], id: error['correlation_id'] ?? '' };
    };
    expect(await read(edited, 'strongroom://openai')).toMatchObject({
      exit: 5,
      code: 'unauthorized',
    });
    expect(await read(key, 'strongroom://nothing')).toMatchObject({ exit: 5, code: 'not_granted' });
    expect(await read(key, `${REFERENCE.slice(0, -3)}none`)).toMatchObject({ exit: 4 });
    const { exit, code, id } = await read(key, 'strongroom://other');
    expect([exit, code]).toEqual([5, 'not_granted']);
    const log = await served.box.run(['audit', '--json', '--correlation-id', id]);
    expect(log.stdout.toString('utf8')).toContain('"reason":"not_granted"');
    const none = await served.as({}, ['read', 'strongroom://openai']);
    expect([none.exit, none.stderr.includes('STRONGROOM_KEY_FILE')]).toEqual([5, true]);
  });

  it('is refused while the vault is locked, and works again after', async () => {
    await served.lock();
    try {
      expect((await asBot('read', 'strongroom://openai')).exit).toBe(3);
    } finally {
      await served.enter(true);
    }
    expect((await asBot('read', 'strongroom://openai')).exit).toBe(0);
  });
});

describe('render', () => {
  const template = `a = "{{ strongroom://openai }}"\nb = {{ x }} {{${REFERENCE}}}`;
  const filled = `a = "${VALUE}"\nb = {{ x }} zwölf\n`;

  it('fills a template as the client of a key, and as the owner without one', async () => {
    const bot = await served.as({ STRONGROOM_KEY: key }, ['render'], template);
    expect([bot.exit, bot.stdout.toString('utf8')]).toEqual([0, filled]);
    const owner = await served.box.open(['render'], template);
    expect([owner.exit, owner.stdout.toString('utf8')]).toEqual([0, filled]);
  });

  it('writes nothing if one place cannot be filled', async () => {
    const refused = `${template} {{ strongroom://other }}`;
    const bot = await served.as({ STRONGROOM_KEY: key }, ['render'], refused);
    expect([bot.exit, bot.stdout.length]).toEqual([5, 0]);
    const owner = await served.box.open(['render'], `${template} {{ strongroom://nothing }}`);
    expect([owner.exit, owner.stdout.length]).toEqual([4, 0]);
  });
});

describe('run beside serve', () => {
  const ENV = ['--env', 'A=strongroom://openai'];
  const runArgs = (options: readonly string[], command: readonly string[]): string[] => [
    '--',
    MAIN,
    'run',
    '--password-file',
    served.box.passwordFile,
    ...options,
    '--',
    ...command,
  ];
  const SELF = `"${process.execPath}" "${MAIN}"`;

  function start(command: readonly string[]) {
    const child = spawn(process.execPath, runArgs(ENV, command), {
      env: served.box.environment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    const said = async (wanted: string): Promise<string> => {
      while (!text.includes(wanted)) await new Promise((done) => setTimeout(done, 10));
      return text;
    };
    const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
    return { child, said, ended };
  }

  it('gives the program a key that reads what was named and nothing else, and ends with it', async () => {
    const script = `echo "$A"; ${SELF} read strongroom://openai; ${SELF} read strongroom://other; echo "exit $?"; echo "$STRONGROOM_KEY $STRONGROOM_URL"`;
    const { said, ended } = start(['sh', '-c', script]);
    expect(await ended).toBe(0);
    const [first, second, refused, access] = (await said('http')).split('\n');
    expect([first, second, refused]).toEqual([VALUE, VALUE, 'exit 5']);
    const [lent = '', url] = (access ?? '').split(' ');
    expect(lent).toMatch(/^sr_run_[0-9A-Za-z]{38}$/);
    expect(url).toBe(served.url);
    const after = await served.as({ STRONGROOM_KEY: lent }, ['read', 'strongroom://openai']);
    expect([after.exit, after.stderr.includes('unauthorized')]).toEqual([5, true]);
    expect(await served.clientNames()).toEqual(['bot']);
  });

  it('shows the value to no other process, the one that serves it included', async () => {
    const { child, said, ended } = start(['sh', '-c', 'echo "pid $$"; exec sleep 60']);
    try {
      const program = Number(/pid (\d+)/.exec(await said('\n'))?.[1]);
      expect(holdersOf(VALUE)).toEqual([{ pid: program, file: 'environ' }]);
      process.kill(program, 'SIGKILL');
      expect(await ended).toBe(137);
    } finally {
      child.kill('SIGKILL');
    }
    expect(await served.clientNames()).toEqual(['bot']);
  });

  it('takes its client away on a signal, and the next run what a killed one has left', async () => {
    const ending = start(['sh', '-c', 'echo ready; exec sleep 60']);
    await ending.said('ready');
    expect(await served.clientNames()).toHaveLength(2);
    ending.child.kill('SIGTERM');
    expect(await ending.ended).toBe(143);
    expect(await served.clientNames()).toEqual(['bot']);

    const killed = start(['sh', '-c', 'echo "pid $$"; exec sleep 60']);
    const program = Number(/pid (\d+)/.exec(await killed.said('\n'))?.[1]);
    const other = start(['sh', '-c', 'echo ready; exec sleep 60']);
    await other.said('ready');
    killed.child.kill('SIGKILL');
    await killed.ended;
    process.kill(program, 'SIGKILL');
    expect(await served.clientNames()).toHaveLength(3);
    const next = start(['true']);
    expect(await next.ended).toBe(0);
    expect(await served.clientNames()).toHaveLength(2);
    other.child.kill('SIGTERM');
    await other.ended;
    expect(await served.clientNames()).toEqual(['bot']);
  });

  it('shuts its client out when the vault was locked meanwhile, and the next run removes it', async () => {
    const { child, said, ended } = start(['sh', '-c', 'echo "$STRONGROOM_KEY"; exec sleep 60']);
    const lent = (await said('\n')).trim();
    await served.lock();
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    await served.enter(true);
    const after = await served.as({ STRONGROOM_KEY: lent }, ['read', 'strongroom://openai']);
    expect([after.exit, after.stderr.includes('paused')]).toEqual([5, true]);
    expect(await start(['true']).ended).toBe(0);
    expect(await served.clientNames()).toEqual(['bot']);
  });

  it('reads as its client: the lines of the log name it', async () => {
    const { stdout } = await served.box.run([
      'audit',
      '--json',
      '--event',
      'secret.read',
      '--limit',
      '1',
    ]);
    const { actor, ref } = JSON.parse(stdout.toString('utf8')) as {
      actor: string;
      ref: Record<string, string>;
    };
    expect([actor, /^cli_/.test(ref['client'] ?? ''), /^key_/.test(ref['key'] ?? '')]).toEqual([
      'gateway',
      true,
      true,
    ]);
  });
});

describe('smoke', () => {
  it.each([[[]], [['--skip-lock']], [['--offline']]])(
    'is all right and leaves nothing behind: %j',
    async (options) => {
      const { exit, stdout } = await served.box.open(['smoke', '--json', ...options]);
      const { ok, checks } = JSON.parse(stdout.toString('utf8')) as {
        ok: boolean;
        checks: { check: string; ok: boolean }[];
      };
      expect(checks.filter((check) => !check.ok)).toEqual([]);
      expect([ok, exit]).toEqual([true, 0]);
      expect(checks.some(({ check }) => check === 'unlock')).toBe(options.length === 0);
      // Its lock has ended every ticket.
      await served.enter();
      const { secrets } = await served.vault.secrets.list(call());
      expect(secrets.filter((secret) => secret.name.includes('smoke'))).toEqual([]);
      expect(await served.clientNames()).toEqual(['bot']);
    },
  );

  it('ends with 1 and names what is not as it should be', async () => {
    await served.box.run(['pause']);
    try {
      const { exit, stdout } = await served.box.open(['smoke', '--skip-lock']);
      const wrong = stdout
        .toString('utf8')
        .split('\n')
        .filter((line) => line.endsWith('NOT OK'));
      expect([exit, wrong.map((line) => line.split('\t').slice(0, 3))]).toEqual([
        1,
        [
          ['who am I', '200', '403'],
          ['a granted secret', '200 with its value', '403'],
        ],
      ]);
    } finally {
      await served.box.open(['unpause']);
    }
  });

  it('says what to do if no gateway runs', async () => {
    const elsewhere = { STRONGROOM_HOME: `${served.box.folder}/none` };
    const { exit, stderr } = await served.as(elsewhere, ['smoke']);
    expect([exit, stderr.includes('`strongroom serve` starts one')]).toEqual([6, true]);
  });
});
