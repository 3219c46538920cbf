import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, OWNER_PASSWORD, Sandbox } from './run-built.ts';

const PEM = `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(40)}\n-----END PRIVATE KEY-----\n`;
const VALUES = { umlauts: 'Grüße aus Köln', space: 'ends in a space ', pem: PEM } as const;

let box: Sandbox;

beforeAll(async () => {
  box = new Sandbox();
  const { exit, stdout } = await box.run(['init', '--new-password-file', box.passwordFile]);
  expect(exit).toBe(0);
  expect(stdout.length).toBe(0);
});
afterAll(() => {
  box.remove();
});

/** The JSON document a command printed. */
const json = (stdout: Buffer): unknown => JSON.parse(stdout.toString('utf8'));

describe('the built command line', () => {
  it('makes a folder and files that only the owner may read', () => {
    expect(statSync(box.home).mode & 0o777).toBe(0o700);
    expect(statSync(join(box.home, 'vault.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(box.home).sort()).toEqual(['audit', 'vault.db']);
  });

  it('leaves a vault that is there as it is', async () => {
    const before = readFileSync(join(box.home, 'vault.db'));
    const again = await box.run(['init', '--new-password-file', box.passwordFile]);
    expect(again.exit).toBe(2);
    expect(again.stderr).toContain('already_initialized');
    expect(readFileSync(join(box.home, 'vault.db')).equals(before)).toBe(true);
  });

  it('gives back byte for byte what was stored from stdin', async () => {
    for (const [name, value] of Object.entries(VALUES)) {
      expect((await box.open(['set', name], value)).exit).toBe(0);
    }
    for (const [name, value] of Object.entries(VALUES)) {
      const { exit, stdout, stderr } = await box.open(['get', name]);
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(stdout.equals(Buffer.from(`${value}\n`, 'utf8'))).toBe(true);
    }
    expect((await box.open(['ls'])).stdout.toString('utf8')).toBe('pem\nspace\numlauts\n');
  });

  it('refuses bytes that are no text, and keeps them with --base64', async () => {
    const bytes = Uint8Array.of(0, 255, 254, 10);
    const refused = await box.open(['set', 'binary'], bytes);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('value_not_text');
    expect((await box.open(['set', 'binary', '--base64'], bytes)).exit).toBe(0);
    expect([...(await box.open(['get', 'binary', '--decode'])).stdout]).toEqual([...bytes]);
    expect((await box.open(['rm', 'binary', '--yes'])).exit).toBe(0);
    expect((await box.open(['get', 'binary'])).exit).toBe(4);
  });

  it('gives a wrong password exit 3 and an audit line with the correlation id it showed', async () => {
    const wrong = box.file('wrong', 'not the password of this vault');
    const { exit, stderr, stdout } = await box.run([
      'get',
      'pem',
      '--json',
      '--password-file',
      wrong,
    ]);
    expect(exit).toBe(3);
    expect(stdout.length).toBe(0);
    const { error } = JSON.parse(stderr) as { error: { code: string; correlation_id: string } };
    expect(error.code).toBe('bad_password');
    const log = await box.run(['audit', '--json', '--correlation-id', error.correlation_id]);
    const lines = log.stdout.toString('utf8').trim().split('\n');
    const outcomes = lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome);
    expect(outcomes).toEqual(['attempt', 'denied']);
    expect((await box.open(['unlock'])).stderr).toContain('1 failed attempt to unlock since ');
  });

  it('keeps versions and restores one', async () => {
    await box.open(['set', 'versions'], 'first');
    await box.open(['set', 'versions'], 'second');
    const history = json((await box.open(['history', 'versions', '--json'])).stdout);
    expect(history).toMatchObject([
      { version: 2, current: true },
      { version: 1, current: false },
    ]);
    expect((await box.open(['restore', 'versions', '--version', '1'])).exit).toBe(0);
    expect((await box.open(['get', 'versions'])).stdout.toString('utf8')).toBe('first\n');
    expect((await box.open(['get', 'versions', '--version', '2'])).stdout.toString('utf8')).toBe(
      'second\n',
    );
  });

  it('answers status without a password, also while another process has the vault', async () => {
    const holder = spawn(process.execPath, [MAIN, 'get', 'pem', '--password-file', '/dev/fd/3'], {
      env: box.environment(),
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    try {
      await untilHeld();
      const { exit, stdout } = await box.run(['status', '--json']);
      expect(exit).toBe(0);
      expect(json(stdout)).toMatchObject({
        state: 'in_use',
        problem: 'vault_in_use',
        failed_attempts: 0,
        retry_after_ms: 0,
      });
      expect((await box.run(['lock'])).exit).toBe(6);
    } finally {
      holder.kill('SIGKILL');
    }
    expect(json((await box.run(['status', '--json'])).stdout)).toMatchObject({ state: 'locked' });
  });

  it('ends with 130, 143 and 129 on a signal and leaves the vault locked', async () => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      const child = spawn(process.execPath, [MAIN, 'get', 'pem', '--password-file', '/dev/fd/3'], {
        env: box.environment(),
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      });
      await untilHeld();
      const exit = new Promise((done) => child.on('exit', done));
      child.kill(signal);
      expect(await exit).toBe(expected);
      expect(existsSync(join(box.home, 'vault.db-wal'))).toBe(false);
    }
  });

  it('reads a password from an inherited descriptor', async () => {
    const child = spawn(
      process.execPath,
      [MAIN, 'get', 'umlauts', '--password-file', '/dev/fd/3'],
      { env: box.environment(), detached: true, stdio: ['ignore', 'pipe', 'ignore', 'pipe'] },
    );
    const out: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    const pipe = child.stdio[3];
    if (pipe !== null && pipe !== undefined && 'end' in pipe) pipe.end(`${OWNER_PASSWORD}\n`);
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(Buffer.concat(out).toString('utf8')).toBe(`${VALUES.umlauts}\n`);
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const child = spawn(process.execPath, [MAIN, '--help'], {
      env: box.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const err: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(Buffer.concat(err).toString('utf8')).toBe('');
  });

  it.runIf(existsSync('/dev/full'))(
    'does not end with 0 when its output could not be written',
    () => {
      const args = ['get', 'pem', '--password-file', box.passwordFile];
      const full = openSync('/dev/full', 'w');
      try {
        const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
          env: box.environment(),
          stdio: ['ignore', full, 'pipe'],
          encoding: 'utf8',
        });
        expect(status).toBe(1);
        expect(stderr).toContain('The output could not be written');
      } finally {
        closeSync(full);
      }
    },
  );

  it('refuses a descriptor that nobody handed to it instead of waiting for it', async () => {
    const ends = Array.from({ length: 22 }, (_, i) =>
      box.run([
        'import',
        box.passwordFile,
        '--from',
        'python-store',
        '--source-password-file',
        `/dev/fd/${i + 3}`,
      ]),
    );
    for (const { exit, stderr } of await Promise.all(ends)) {
      expect(exit).toBe(2);
      expect(stderr).toContain('invalid_input');
    }
  });

  it('imports a .env file: a clash is reported and never overwritten', async () => {
    const file = box.file('keys.env', 'IMPORTED="a b"\npem=other\n');
    const dry = await box.open(['import', file, '--from', 'dotenv', '--dry-run', '--json']);
    expect(dry.exit).toBe(1);
    expect((await box.open(['get', 'IMPORTED'])).exit).toBe(4);
    const real = await box.open(['import', file, '--from', 'dotenv', '--json']);
    expect(real.exit).toBe(1);
    expect(json(real.stdout)).toMatchObject({
      dry_run: false,
      imported: 1,
      entries: [
        { name: 'IMPORTED', outcome: 'imported', code: null },
        { name: 'pem', outcome: 'clash', code: 'name_taken' },
      ],
    });
    expect((await box.open(['get', 'IMPORTED'])).stdout.toString('utf8')).toBe('a b\n');
    expect((await box.open(['get', 'pem'])).stdout.toString('utf8')).toBe(`${PEM}\n`);
  });

  it('shows and changes settings', async () => {
    const all = json((await box.open(['settings', 'ls', '--json'])).stdout) as {
      name: string;
      default: unknown;
    }[];
    const keep = all.find(({ name }) => name === 'history.keep');
    expect(keep?.default).toBe(10);
    expect((await box.open(['settings', 'set', 'history.keep', '5'])).stdout.toString('utf8')).toBe(
      '5\n',
    );
    expect((await box.open(['settings', 'reset', 'history.keep'])).stdout.toString('utf8')).toBe(
      '10\n',
    );
    expect((await box.open(['settings', 'set', 'history.keep', 'many'])).exit).toBe(2);
  });

  it('shows where the schema stands without a password', async () => {
    const { exit, stdout } = await box.run(['migrate', 'status', '--json']);
    expect(exit).toBe(0);
    const { version, latest } = json(stdout) as { version: number; latest: number };
    expect(version).toBe(latest);
  });

  it('finds nothing wrong with a healthy vault, and names loose modes', async () => {
    expect((await box.open(['doctor', '--json'])).exit).toBe(0);
    const loose = box.file('home/left-behind', '');
    chmodSync(loose, 0o644);
    chmodSync(join(box.home, 'vault.db'), 0o640);
    const found = await box.open(['doctor']);
    expect(found.exit).toBe(1);
    expect(found.stdout.toString('utf8')).toMatch(/^wrong {2}modes of the folder\n/);
    expect(found.stdout.toString('utf8')).toContain('left-behind has mode 0644\n');
    expect(found.stdout.toString('utf8')).toContain('vault.db has mode 0640; mended\n');
    rmSync(loose);
  });

  it('holds no stored value, name or password in any of its files', () => {
    const files = [
      join(box.home, 'vault.db'),
      ...readdirSync(join(box.home, 'audit')).map((name) => join(box.home, 'audit', name)),
    ];
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const text of ['umlauts', 'Köln', 'MIIEMIIE', 'IMPORTED', OWNER_PASSWORD]) {
        expect(bytes.includes(Buffer.from(text, 'utf8'))).toBe(false);
      }
    }
  });

  it('changes the password; the old one fails and everything stays', async () => {
    const next = box.file('next', 'eleven copper kettles whistle before a northern dawn');
    const changed = await box.open(['passwd', '--new-password-file', next]);
    expect(changed.exit).toBe(0);
    expect(changed.stderr).toContain('The vault key is kept');
    expect((await box.open(['get', 'pem'])).exit).toBe(3);
    const back = ['passwd', '--renew-vault-key', '--new-password-file', box.passwordFile];
    expect((await box.run([...back, '--password-file', next])).exit).toBe(0);
    expect((await box.open(['get', 'pem'])).stdout.toString('utf8')).toBe(`${PEM}\n`);
  });

  it('proves the audit log, and fails at the line where one byte was changed', async () => {
    expect((await box.open(['audit', 'verify'])).exit).toBe(0);
    const log = join(box.home, 'audit', 'audit.jsonl');
    const lines = readFileSync(log, 'utf8').split('\n');
    lines[2] = (lines[2] ?? '').replace('"actor":"cli"', '"actor":"clj"');
    writeFileSync(log, lines.join('\n'));
    const { exit, stdout } = await box.open(['audit', 'verify', '--json']);
    expect(exit).toBe(1);
    const { ok, faults } = json(stdout) as { ok: boolean; faults: { line: number }[] };
    expect(ok).toBe(false);
    expect(faults[0]?.line).toBe(3);
  });
});

/** Waits until a process of this test owns the vault: its unlock has not begun, it waits for the password. */
async function untilHeld(): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const { stdout } = await box.run(['status', '--json']);
    if ((json(stdout) as { state: string }).state === 'in_use') return;
  }
  throw new Error('the vault was never held');
}
