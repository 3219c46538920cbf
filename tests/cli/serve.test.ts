import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Printed } from '../support/in-process-cli.ts';
import { editDatabase } from '../support/edit-database.ts';
import { serveHome, type ServedHome } from '../support/served-home.ts';
import {
  PASSWORD,
  auditLines,
  homeWithTwoSecrets,
  removeHomes,
  seededHome,
} from '../support/vault-fixture.ts';
import { runCli } from '../support/in-process-cli.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

let running: ServedHome[] = [];
afterEach(async () => {
  for (const served of running) await served.stop();
  running = [];
});
afterAll(removeHomes);

async function serve(home: string, ...args: string[]): Promise<ServedHome> {
  const served = await serveHome(home, args);
  running.push(served);
  return served;
}

const codeOf = ({ stderr }: Printed): string | undefined => /code ([a-z_]+)/.exec(stderr)?.[1];
const modeOf = (path: string): string => (lstatSync(path).mode & 0o777).toString(8);

describe('serve', () => {
  it('says where it serves, in a socket that is its owner’s alone, and takes it away again', async () => {
    const home = await homeWithTwoSecrets();
    const served = await serve(home);
    const { url, socket, state } = served.announced;
    expect(state).toBe('unlocked');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(socket).toBe(join(home, 'run', 'strongroom.sock'));
    expect([modeOf(join(home, 'run')), modeOf(socket)]).toEqual(['700', '600']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await served.open(['ls'], { terminal: A });
    expect(readdirSync(join(home, 'run'))).toHaveLength(2);
    expect(await served.stop()).toBe(0);
    expect(readdirSync(join(home, 'run'))).toEqual([]);
    expect(existsSync(join(home, 'vault.db-wal'))).toBe(false);
    const causes = auditLines(home)
      .filter(({ event }) => event === 'vault.lock')
      .map(({ ref }) => (ref as { cause: string }).cause);
    expect(causes.at(-1)).toBe('quit');
  });

  it('repairs the modes of its folder, and replaces a socket that nobody listens on', async () => {
    const home = await homeWithTwoSecrets();
    mkdirSync(join(home, 'run'), { mode: 0o755 });
    const stale = createServer();
    const path = join(home, 'run', 'strongroom.sock');
    await new Promise<void>((done) => stale.listen(path, done));
    // Closing it would remove the file; a process that was killed does not.
    const renamed = join(home, 'run', 'kept');
    linkSync(path, renamed);
    await new Promise((done) => stale.close(done));
    renameSync(renamed, path);
    expect(lstatSync(path).isSocket()).toBe(true);
    expect((await runCli(home, ['status', '--json'])).stdout).toContain('"state":"locked"');
    const served = await serve(home);
    expect(modeOf(join(home, 'run'))).toBe('700');
    expect((await served.open(['ls'])).stdout).toBe('alpha\nbeta\n');
  });

  it('is the only one of its folder', async () => {
    const served = await serve(await homeWithTwoSecrets());
    const second = await served.open(['serve', '--port', '0']);
    expect([second.exit, codeOf(second)]).toEqual([6, 'vault_in_use']);
  });

  it('starts locked when there is nobody to give the password, and says so', async () => {
    const served = await serve(await homeWithTwoSecrets(), '--locked');
    expect(served.announced.state).toBe('locked');
    expect(served.said.join()).toContain('serve_locked');
    const refused = await served.open(['ls']);
    expect([refused.exit, codeOf(refused)]).toEqual([3, 'locked']);
    expect(refused.stderr).toContain('strongroom unlock');
    expect((await fetch(`${served.announced.url}/healthz`)).status).toBe(200);
    expect((await served.open(['unlock'])).exit).toBe(0);
    expect((await served.open(['ls'])).stdout).toBe('alpha\nbeta\n');
  });

  it('serves the socket alone where that was asked for', async () => {
    const served = await serve(await homeWithTwoSecrets(), '--socket-only');
    expect(served.announced.urls).toEqual([]);
    expect((await served.open(['ls'])).exit).toBe(0);
  });

  it('serves its owner alone while the vault was changed from outside, until it is repaired', async () => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (database) => database.exec('DELETE FROM secrets_metadata WHERE rowid = 1'));
    const served = await serve(home);
    expect(served.announced).toMatchObject({ state: 'tampered', url: null, urls: [] });
    const read = await served.open(['ls']);
    expect([read.exit, read.stderr.includes('changed from outside')]).toEqual([0, true]);
    expect(codeOf(await served.open(['set', 'new'], { stdin: 'x' }))).toBe('tampered');
    const repaired = await served.open(['doctor', '--repair', '--json']);
    expect([repaired.exit, repaired.stdout.includes('"copy"')]).toEqual([0, true]);
    const status = async () =>
      JSON.parse((await served.run(['status', '--json'])).stdout) as { urls: string[] };
    await expect.poll(async () => (await status()).urls.length).toBeGreaterThan(0);
    expect((await fetch(`${(await status()).urls[0] ?? ''}/healthz`)).status).toBe(200);
  });

  it('needs a vault, and a right password if one is given', async () => {
    const empty = await runCli(join(await seededHome(), 'none'), ['serve', '--locked']);
    expect(codeOf(empty)).toBe('not_initialized');
    const home = await seededHome();
    const wrong = join(home, 'wrong');
    writeFileSync(wrong, 'not the password at all', { mode: 0o600 });
    const refused = await runCli(home, ['serve', '--password-file', wrong]);
    expect([refused.exit, codeOf(refused)]).toEqual([3, 'bad_password']);
    expect(existsSync(join(home, 'run', 'strongroom.sock'))).toBe(false);
    expect((await runCli(home, ['status', '--json'])).stdout).toContain('"state":"locked"');
  });

  it('refuses senseless options', async () => {
    const home = await seededHome();
    for (const args of [
      ['--port', '70000'],
      ['--port', 'x'],
      ['--port', '1', '--socket-only'],
      ['--lock-after', '0'],
      ['--lock-after', '721'],
      ['--lock-after', 'soon'],
    ]) {
      expect((await runCli(home, ['serve', ...args])).exit, args.join(' ')).toBe(2);
    }
  });
});

describe('the owner’s terminals', () => {
  it('share one unlock, each with a ticket of its own', async () => {
    const served = await serve(await homeWithTwoSecrets());
    expect((await served.run(['ls'], { terminal: A })).exit).toBe(2);
    expect((await served.run(['ls'], { terminal: A, typed: [PASSWORD] })).exit).toBe(0);
    expect((await served.run(['ls'], { terminal: A, typed: [] })).stdout).toBe('alpha\nbeta\n');
    expect((await served.run(['ls'], { terminal: B, typed: [] })).exit).toBe(2);
    expect((await served.open(['ls'], { terminal: B })).exit).toBe(0);
    expect((await served.run(['get', 'alpha'], { terminal: B })).stdout).toBe('one\n');
    expect((await served.run(['get', 'alpha'], { terminal: A })).stdout).toBe('one\n');
    const tickets = readdirSync(join(served.home, 'run')).filter((name) =>
      name.startsWith('ticket-'),
    );
    expect(tickets.sort()).toEqual([`ticket-${A.slice(0, 32)}`, `ticket-${B.slice(0, 32)}`]);
    for (const name of tickets) expect(modeOf(join(served.home, 'run', name))).toBe('600');
  });

  it('cannot use a ticket of another one', async () => {
    const served = await serve(await homeWithTwoSecrets());
    await served.open(['ls'], { terminal: A });
    const folder = join(served.home, 'run');
    const ticket = readFileSync(join(folder, `ticket-${A.slice(0, 32)}`));
    writeFileSync(join(folder, `ticket-${B.slice(0, 32)}`), ticket, { mode: 0o600 });
    const refused = await served.run(['ls'], { terminal: B, typed: [] });
    expect(refused.exit).toBe(2);
    // What is no good is not tried again.
    expect(existsSync(join(folder, `ticket-${B.slice(0, 32)}`))).toBe(false);
    expect((await served.run(['ls'], { terminal: A })).exit).toBe(0);
  });

  it('keep no ticket without a terminal, and none when their password is wrong', async () => {
    const served = await serve(await homeWithTwoSecrets());
    await served.open(['ls']);
    const wrong = await served.run(['ls'], { terminal: A, typed: ['not the password'] });
    expect([wrong.exit, codeOf(wrong)]).toEqual([3, 'bad_password']);
    expect(readdirSync(join(served.home, 'run'))).toEqual(['strongroom.sock']);
  });

  it('are slowed down by wrong passwords like everybody, and the vault stays open', async () => {
    const served = await serve(await homeWithTwoSecrets());
    await served.open(['ls'], { terminal: B });
    for (let i = 0; i < 4; i += 1) {
      await served.run(['ls'], { terminal: A, typed: ['not the password'] });
    }
    const typed = [PASSWORD];
    const refused = await served.run(['ls', '--json'], { terminal: A, typed });
    const { error } = JSON.parse(refused.stderr) as {
      error: { code: string; retry_after_ms: number };
    };
    expect([refused.exit, error.code]).toEqual([3, 'throttled']);
    expect(error.retry_after_ms).toBeGreaterThan(0);
    // Nobody types a password that would not be tried.
    expect(typed).toEqual([PASSWORD]);
    expect(codeOf(await served.open(['ls'], { terminal: A }))).toBe('throttled');
    expect((await served.run(['ls'], { terminal: B })).exit).toBe(0);
    const status = JSON.parse((await served.run(['status', '--json'])).stdout) as object;
    expect(status).toMatchObject({ state: 'unlocked', failed_attempts: 4, served: true });
  });

  it('print the correlation id of the line in the log', async () => {
    const served = await serve(await homeWithTwoSecrets());
    const refused = await served.open(['get', 'nope', '--json']);
    expect(refused.exit).toBe(4);
    const { error } = JSON.parse(refused.stderr) as {
      error: { correlation_id: string; hint: string };
    };
    expect(error.hint).toContain('strongroom ls');
    const log = await served.run(['audit', '--json', '--correlation-id', error.correlation_id]);
    const lines = log.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { event: 'vault.unlock', outcome: 'attempt', actor: 'cli' },
      { event: 'vault.unlock', outcome: 'ok' },
      { event: 'secret.read', outcome: 'denied', reason: 'not_found', actor: 'cli' },
    ]);
  });
});

describe('lock and unlock over the socket', () => {
  it('lock is at once, needs nothing, and only unlock opens again', async () => {
    const served = await serve(await homeWithTwoSecrets());
    await served.open(['ls'], { terminal: A });
    const locked = await served.run(['lock', '--json'], { terminal: B });
    expect([locked.exit, locked.stdout]).toEqual([0, '{"state":"locked"}\n']);
    expect((await fetch(`${served.announced.url}/healthz`)).status).toBe(200);
    for (const terminal of [A, B, null]) {
      const refused = await served.open(['ls'], { terminal });
      expect([refused.exit, codeOf(refused)]).toEqual([3, 'locked']);
    }
    expect(JSON.parse((await served.run(['status', '--json'])).stdout)).toMatchObject({
      state: 'locked',
      owner_locked: true,
    });
    const wrong = await served.run(['unlock'], { terminal: A, typed: ['not the password'] });
    expect(codeOf(wrong)).toBe('bad_password');
    expect((await served.run(['unlock'], { terminal: A, typed: [PASSWORD] })).exit).toBe(0);
    expect((await served.run(['ls'], { terminal: A })).exit).toBe(0);
    // The ticket of before the lock is no good, and the terminal had none.
    expect((await served.run(['ls'], { terminal: B, typed: [] })).exit).toBe(2);
  });

  it('lock twice is no error, and unlock of an open vault gives a ticket', async () => {
    const served = await serve(await homeWithTwoSecrets());
    expect((await served.open(['unlock'], { terminal: A })).exit).toBe(0);
    expect((await served.run(['ls'], { terminal: A })).exit).toBe(0);
    for (let i = 0; i < 2; i += 1) expect((await served.run(['lock'])).exit).toBe(0);
  });

  it('status shows until when clients go on, and needs no password', async () => {
    const served = await serve(await homeWithTwoSecrets());
    const at = new Date(Date.now() + 3 * 3_600_000);
    at.setSeconds(0, 0);
    const text = `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
    const opened = await served.open(['unlock', '--for-clients-until', text]);
    expect(opened.stderr).toContain('clients go on until');
    const status = JSON.parse((await served.run(['status', '--json'])).stdout) as object;
    expect(status).toMatchObject({ clients_until: at.toISOString(), owner_locked: false });
    for (const bad of ['25:00', 'noon', '1:5']) {
      expect((await served.open(['unlock', '--for-clients-until', bad])).exit).toBe(2);
    }
  });

  it('pause of all and by id needs no password, a name does', async () => {
    const served = await serve(await homeWithTwoSecrets());
    expect((await served.run(['pause', '--json'])).stdout).toContain('"target":"*"');
    expect((await served.run(['status'])).stdout).toContain('paused   no client is let in');
    expect((await served.run(['pause', 'bot'])).exit).toBe(2);
    expect((await served.open(['unpause', '--json'])).stdout).toBe(
      '{"was_paused":true,"still_paused":[]}\n',
    );
    await served.run(['lock']);
    expect((await served.run(['pause'])).exit).toBe(0);
  });
});

describe('a served vault and one that is opened by each command', () => {
  const NEXT = 'eleven copper kettles whistle before a northern dawn';

  /** Ids, instants, keys and versions of the log differ between two vaults; all else must not. */
  function comparable({ args, exit, stdout, stderr }: Printed, home: string): unknown {
    const even = (text: string): string =>
      text
        .replaceAll(home, 'HOME')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'INSTANT')
        .replaceAll(/sr_live_\w+/g, 'KEY')
        .replaceAll(/"lines_verified":\d+/g, '"lines_verified":N')
        .replaceAll(/"remaining_seconds":\d+/g, '"remaining_seconds":N')
        .replaceAll(/"code":"\d{6}"/g, '"code":"N"');
    return { args: args.map(even), exit, stdout: even(stdout), stderr: even(stderr) };
  }

  type Step = readonly [args: readonly string[], stdin?: string];

  function story(env: string, next: string): readonly Step[] {
    return [
      [['ls', '--json']],
      [['set', 'gamma', '--environment', 'paper', '--tag', 'x'], 'grün\n'],
      [['set', 'gamma'], 'second'],
      [['set', 'gamma', '--keep-value', '--description', 'what it is']],
      [['set', 'binary', '--base64'], '\0\u0001'],
      [['set', 'seed', '--totp'], 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP'],
      [['get', 'gamma']],
      [['get', 'gamma', '--version', '1', '--json']],
      [['get', 'binary', '--decode']],
      [['get', 'alpha', '--field', 'nope']],
      [['get', 'nobody', '--json']],
      [['get', 'gamma', '--version', '9']],
      [['totp', 'seed', '--json']],
      [['history', 'gamma', '--json']],
      [['restore', 'gamma', '--version', '1', '--json']],
      [['rename', 'gamma', 'delta', '--json']],
      [['rename', 'delta', 'alpha', '--json']],
      [['rm', 'binary', '--yes', '--json']],
      [['import', env, '--from', 'dotenv', '--json']],
      [['ls', '--tag', 'x', '--json']],
      [['client', 'add', 'bot', '--description', 'a bot', '--json']],
      [['client', 'set', 'bot', '--email', 'bot@example.org', '--json']],
      [['client', 'ls']],
      [['client', 'show', 'bot', '--json']],
      [['key', 'create', 'bot', '--json']],
      [['key', 'ls', '--json']],
      [['grant', 'add', 'bot', 'alpha', '--json']],
      [['grant', 'ls', 'bot', '--json']],
      [['pause', 'bot', '--json']],
      [['unpause', 'bot', '--json']],
      [['client', 'suspend', 'bot', '--json']],
      [['client', 'resume', 'bot', '--json']],
      [['client', 'rm', 'bot', '--yes', '--json']],
      [['settings', 'ls', '--json']],
      [['settings', 'set', 'history.keep', '5']],
      [['settings', 'set', 'history.keep', 'many', '--json']],
      [['settings', 'reset', 'history.keep', '--json']],
      [['migrate', 'status', '--json']],
      [['migrate', 'down', '--to', '99', '--yes', '--json']],
      [['audit', 'verify', '--json']],
      [['doctor', '--json']],
      [['doctor', '--repair']],
      [['generate', '--words', '3', '--separator', 'x', '--length', '1']],
      [['init', '--json']],
      [['passwd', '--new-password-file', next, '--renew-vault-key', '--json']],
      [['ls', '--json']],
    ].map(([args, stdin]) => [args, stdin ?? ''] as unknown as Step);
  }

  it('answer every command alike, word for word', async () => {
    const [plain, other] = [await homeWithTwoSecrets(), await homeWithTwoSecrets()];
    await serve(other);
    const told: unknown[][] = [];
    for (const home of [plain, other]) {
      const [env, next] = [join(home, 'keys.env'), join(home, 'next')];
      const password = join(home, 'password-of-a-test');
      writeFileSync(password, PASSWORD, { mode: 0o600 });
      writeFileSync(env, 'NEW="a b"\nalpha=clash\n', { mode: 0o600 });
      writeFileSync(next, NEXT, { mode: 0o600 });
      const answers: unknown[] = [];
      for (const [args, stdin] of story(env, next)) {
        const place = { terminal: A };
        const printed = await runCli(home, [...args, '--password-file', password], stdin, place);
        answers.push(comparable(printed, home));
        if (args[0] === 'passwd') writeFileSync(password, NEXT);
      }
      told.push(answers);
    }
    expect(told[1]).toEqual(told[0]);
  }, 120_000);
});
