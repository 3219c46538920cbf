import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VaultError } from '../../src/shared/vault-error.ts';
import {
  PASSWORD,
  atTerminal,
  fakeWorld,
  inputOf,
  methods,
  openSecret,
  piped,
} from './fake-world.ts';

describe('get', () => {
  it('prints the value and a newline, nothing else', async () => {
    const world = piped();
    world.vault.secret = openSecret({ value: 'Grüße \n' });
    expect(await world.run('get', 'openai')).toBe(0);
    expect(world.stdout()).toBe('Grüße \n\n');
    expect(world.stderr()).toBe('');
    expect(inputOf(world, 'secrets.withSecret')).toEqual({ name: 'openai' });
  });

  it('takes the field value, or the only one, or asks to name one of those there are', async () => {
    const several = piped();
    several.vault.secret = openSecret({ key: 'k', value: 'v' });
    await several.run('get', 'openai');
    expect(several.stdout()).toBe('v\n');
    const single = piped();
    single.vault.secret = openSecret({ key: 'k' });
    await single.run('get', 'openai');
    expect(single.stdout()).toBe('k\n');
    const unclear = piped();
    unclear.vault.secret = openSecret({ key: 'HIDDEN1', secret: 'HIDDEN2' });
    expect(await unclear.run('get', 'openai')).toBe(2);
    expect(unclear.stderr()).toContain('Name one of its fields with --field: key, secret.');
    expect(unclear.stderr() + unclear.stdout()).not.toContain('HIDDEN');
  });

  it('takes a reference, a field and an older version', async () => {
    const world = piped();
    world.vault.secret = openSecret({ key: 'k', value: 'v' });
    await world.run('get', 'strongroom://openai/key', '--version', '2');
    expect(world.stdout()).toBe('k\n');
    expect(inputOf(world, 'secrets.withSecret')).toEqual({ name: 'openai', version: 2 });
  });

  it('decodes a field that is kept in base64, without a newline', async () => {
    const world = piped();
    const secret = openSecret({ value: Buffer.from([0, 255, 10]).toString('base64') });
    world.vault.secret = {
      ...secret,
      fields: secret.fields.map((field) => ({ ...field, encoding: 'base64' })),
    };
    await world.run('get', 'openai', '--decode');
    expect([...Buffer.concat(world.io.written)]).toEqual([0, 255, 10]);
    const plain = piped();
    plain.vault.secret = openSecret({ value: 'v' });
    expect(await plain.run('get', 'openai', '--decode')).toBe(2);
  });

  it('says what there is instead: a TOTP seed, other versions, other names', async () => {
    const seed = piped();
    seed.vault.secret = { ...openSecret({}), totp: Buffer.from('otpauth://totp/x?secret=AA') };
    expect(await seed.run('get', 'openai')).toBe(2);
    expect(seed.stderr()).toContain('`strongroom totp` gives its code');
    const version = piped();
    expect(await version.run('get', 'openai', '--version', '9')).toBe(4);
    expect(version.stderr()).toContain('`strongroom history` lists the versions');
    const name = piped();
    expect(await name.run('get', 'openai')).toBe(4);
    expect(name.stderr()).toContain('`strongroom ls` lists the names');
  });

  it('gives JSON with every field, or with the one that was named', async () => {
    const world = piped();
    world.vault.secret = openSecret({ key: 'k', value: '\ufeffü' });
    await world.run('get', 'openai', '--json');
    expect(JSON.parse(world.stdout())).toEqual({
      id: '99999999-2222-4333-8444-555555555555',
      name: 'openai',
      kind: 'llm',
      version: 3,
      fields: {
        key: { value: 'k', concealed: true },
        value: { value: '\ufeffü', concealed: true },
      },
    });
  });
});

describe('set', () => {
  const STORED = { id: 'x', version: 1, created: true };

  it('stores standard input byte for byte in the field value', async () => {
    const world = piped('Grüße \n\n');
    world.vault.replies.set('secrets.set', STORED);
    expect(await world.run('set', 'openai')).toBe(0);
    const input = inputOf(world, 'secrets.set') as {
      fields: { name: string; value: Uint8Array }[];
    };
    expect(input.fields.map(({ name }) => name)).toEqual(['value']);
    expect(Buffer.from(input.fields[0]?.value ?? []).toString('utf8')).toBe('Grüße \n\n');
    expect(world.stdout()).toBe('');
    expect(world.io.handedOut.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(
      true,
    );
  });

  it('says that a value of one line ends in a newline, which is kept', async () => {
    for (const [value, says] of [
      ['sk-1\n', true],
      ['sk-1', false],
      ['a\nb\n', false],
    ] as const) {
      const world = piped(value);
      world.vault.replies.set('secrets.set', STORED);
      expect(await world.run('set', 'openai')).toBe(0);
      expect(world.stderr().includes('ends in a newline'), value).toBe(says);
    }
  });

  it('asks for the value unseen at a terminal and tells its size, not the value', async () => {
    const world = atTerminal('sk-ü');
    world.vault.replies.set('secrets.set', STORED);
    expect(
      await world.run('set', 'openai', '--plain', '--kind', 'llm', '--tag', 'a', '--tag', 'b'),
    ).toBe(0);
    expect(inputOf(world, 'secrets.set')).toMatchObject({
      name: 'openai',
      kind: 'llm',
      metadata: { tags: ['a', 'b'] },
      fields: [{ name: 'value', concealed: false }],
    });
    expect(world.stderr()).toContain('Read 5 bytes.');
    expect(world.stderr() + world.stdout()).not.toContain('sk-');
  });

  it('refuses an empty value and one beyond 64 KiB before the vault is opened', async () => {
    const empty = fakeWorld();
    expect(await empty.run('set', 'a', '--password-file', '/dev/null')).toBe(2);
    const large = piped('x'.repeat(64 * 1024 + 1));
    expect(await large.run('set', 'a')).toBe(2);
    expect(large.stderr()).toContain('too_large');
    expect([...empty.opened.options, ...large.opened.options]).toEqual([]);
  });

  it('refuses to read the password and the value from the same input', async () => {
    for (const path of ['-', '/dev/stdin', '/dev/fd/0']) {
      const world = piped('value');
      expect(await world.run('set', 'a', '--password-file', path)).toBe(2);
      expect(world.stderr()).toContain('Only one thing can be read from the same input');
    }
  });

  it('keeps any bytes in base64 when asked', async () => {
    const world = piped('x');
    world.io.stdin = Uint8Array.of(0, 255, 10);
    world.vault.replies.set('secrets.set', STORED);
    await world.run('set', 'a', '--base64');
    const input = inputOf(world, 'secrets.set') as {
      fields: { value: Uint8Array; encoding?: string }[];
    };
    expect(Buffer.from(input.fields[0]?.value ?? []).toString('utf8')).toBe('AP8K');
    expect(input.fields[0]?.encoding).toBe('base64');
  });

  it('takes an otpauth URI as the TOTP seed, and changes metadata alone', async () => {
    const totp = piped('otpauth://totp/x?secret=AA');
    totp.vault.replies.set('secrets.set', STORED);
    await totp.run('set', 'a', '--totp');
    expect(inputOf(totp, 'secrets.set')).toMatchObject({ fields: [] });
    const metadata = piped();
    metadata.vault.replies.set('secrets.update', { version: 2 });
    await metadata.run('set', 'a', '--keep-value', '--description', 'd', '--json');
    expect(inputOf(metadata, 'secrets.update')).toEqual({
      name: 'a',
      metadata: { description: 'd' },
    });
    expect(JSON.parse(metadata.stdout())).toEqual({ name: 'a', version: 2, created: false });
  });
});

describe('rm', () => {
  it('asks at a terminal and removes nothing unless the answer is yes', async () => {
    for (const [answer, exit] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const world = atTerminal();
      world.io.answers = [answer];
      world.vault.replies.set('secrets.describe', { name: 'evil\u202e' });
      expect(await world.run('rm', 'a')).toBe(exit);
      expect(methods(world).includes('secrets.remove')).toBe(answer);
      expect(world.io.prompts.join('')).not.toContain('\u202e');
    }
  });

  it('needs --yes without a terminal', async () => {
    const world = fakeWorld();
    expect(await world.run('rm', 'a', '--password-file', '/dev/null')).toBe(2);
    expect(world.opened.options).toEqual([]);
    const sure = piped();
    expect(await sure.run('rm', 'a', '--yes')).toBe(0);
    expect(inputOf(sure, 'secrets.remove')).toEqual({ name: 'a' });
  });

  it('removes single fields', async () => {
    const world = piped();
    await world.run('rm', 'a', '--yes', '--field', 'x', '--field', 'y');
    expect(inputOf(world, 'secrets.update')).toEqual({ name: 'a', removeFields: ['x', 'y'] });
  });
});

describe('passwd', () => {
  it('refuses the same password before it asks anything else', async () => {
    const world = atTerminal(PASSWORD, PASSWORD);
    expect(await world.run('passwd')).toBe(2);
    expect(world.stderr()).toContain('The new password is the old one.');
    expect(world.io.prompts).toHaveLength(3);
    expect(methods(world)).not.toContain('changePassword');
    expect(world.io.handedOut.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(
      true,
    );
  });

  it('asks whether anyone may know the old password, and renews the vault key if so', async () => {
    for (const known of [true, false]) {
      const world = atTerminal('the new password', 'the new password');
      world.io.answers = [known];
      expect(await world.run('passwd')).toBe(0);
      expect(inputOf(world, 'changePassword')).toMatchObject({ renewVaultKey: known });
      expect(world.io.handedOut.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(
        true,
      );
    }
  });

  it('gives the vault both passwords as they were typed', async () => {
    const world = atTerminal('the new password', 'the new password');
    await world.run('passwd', '--keep-vault-key');
    const { current, next } = inputOf(world, 'changePassword') as Record<string, Uint8Array>;
    expect(Buffer.from(current ?? []).toString('utf8')).toBe(PASSWORD);
    expect(Buffer.from(next ?? []).toString('utf8')).toBe('the new password');
  });

  it('keeps the vault key and says so when nobody can be asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-passwd-'));
    try {
      const [old, next] = [join(folder, 'old'), join(folder, 'next')];
      writeFileSync(old, `${PASSWORD}\n`, { mode: 0o600 });
      writeFileSync(next, 'the new password\n', { mode: 0o600 });
      const world = fakeWorld();
      const files = ['--password-file', old, '--new-password-file', next];
      expect(await world.run('passwd', ...files, '--json')).toBe(0);
      expect(inputOf(world, 'changePassword')).toMatchObject({ renewVaultKey: false });
      expect(world.stderr()).toContain('"code":"vault_key_kept"');
      expect(JSON.parse(world.stdout())).toEqual({
        password_changed: true,
        vault_key_renewed: false,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses two different entries and changes nothing', async () => {
    const world = atTerminal('the new password', 'the new passwort');
    expect(await world.run('passwd')).toBe(2);
    expect(methods(world)).toEqual(['unlock', 'lock']);
  });
});

describe('status', () => {
  it('always answers with exit 0, whatever state the vault is in', async () => {
    for (const [failure, state, problem] of [
      [new VaultError('not_initialized'), 'uninitialized', null],
      [new VaultError('vault_in_use'), 'in_use', 'vault_in_use'],
      [new VaultError('db_corrupt'), 'unavailable', 'db_corrupt'],
      [new Error('foreign'), 'unavailable', 'internal'],
      [null, 'locked', null],
    ] as const) {
      const world = fakeWorld();
      world.openFailure = failure;
      expect(await world.run('status', '--json')).toBe(0);
      expect(JSON.parse(world.stdout())).toMatchObject({ state, problem });
      const text = fakeWorld();
      text.openFailure = failure;
      expect(await text.run('status')).toBe(0);
      expect(text.stdout()).toContain('/nowhere/strongroom');
      expect(text.stdout() + text.stderr()).not.toContain('foreign');
    }
  });

  it('tells the failed attempts and the wait of a vault that another process owns', async () => {
    const world = fakeWorld();
    world.openFailure = new VaultError('vault_in_use');
    world.peeked = { failedAttempts: 4, retryAfterMs: 4200 };
    expect(await world.run('status', '--json')).toBe(0);
    expect(JSON.parse(world.stdout())).toEqual({
      state: 'in_use',
      home: '/nowhere/strongroom',
      served: false,
      urls: [],
      owner_locked: null,
      clients_until: null,
      paused: null,
      secret_count: null,
      failed_attempts: 4,
      retry_after_ms: 4200,
      audit_gap: null,
      schema_version: null,
      problem: 'vault_in_use',
    });
    const text = fakeWorld();
    text.openFailure = world.openFailure;
    text.peeked = world.peeked;
    expect(await text.run('status')).toBe(0);
    expect(text.stdout()).toMatch(/in use by another process[^]*4 attempts to unlock[^]*5 s/);
  });

  it('knows nothing of them where they cannot be read, and asks only then', async () => {
    const world = fakeWorld();
    world.openFailure = new VaultError('vault_in_use');
    expect(await world.run('status', '--json')).toBe(0);
    expect(JSON.parse(world.stdout())).toMatchObject({
      state: 'in_use',
      failed_attempts: null,
      retry_after_ms: null,
    });
    const corrupt = fakeWorld();
    corrupt.openFailure = new VaultError('db_corrupt');
    corrupt.peeked = { failedAttempts: 4, retryAfterMs: 4200 };
    await corrupt.run('status', '--json');
    expect(JSON.parse(corrupt.stdout())).toMatchObject({ failed_attempts: null });
  });

  it('asks for no password and makes nothing', async () => {
    const world = piped();
    await world.run('status');
    expect(world.io.prompts).toEqual([]);
    expect(world.opened.options).toEqual([
      { home: '/nowhere/strongroom', create: false, busyTimeoutMs: 200 },
    ]);
  });
});

describe('a vault that another process owns', () => {
  it.each([['get', 'openai'], ['ls'], ['lock'], ['audit']])(
    'ends `%s` with exit 6 and says what to do',
    async (...args) => {
      const world = atTerminal();
      world.openFailure = new VaultError('vault_in_use');
      expect(await world.run(...args)).toBe(6);
      expect(world.stderr()).toContain('quit it from its menu or its tray icon');
      expect(world.stderr()).toContain('vault_in_use');
      expect(world.io.prompts).toEqual([]);
    },
  );
});

describe('init', () => {
  it('creates nothing before the password is there', async () => {
    const world = fakeWorld();
    world.openFailure = new VaultError('not_initialized');
    expect(await world.run('init')).toBe(2);
    expect(world.opened.options).toEqual([{ home: '/nowhere/strongroom', create: false }]);
  });

  it('refuses a vault that is there before anybody is asked', async () => {
    const world = atTerminal();
    expect(await world.run('init')).toBe(2);
    expect(world.stderr()).toContain('already_initialized');
    expect(world.io.prompts).toEqual([]);
  });
});

describe('audit verify', () => {
  it('ends with exit 1 and names the first wrong line of each chain', async () => {
    const world = piped();
    const faults = [
      { file: 'audit.jsonl', line: 7, seq: 6, problem: 'altered' },
      { file: 'audit-1.broken.jsonl', line: 1, seq: 0, problem: 'no_seed' },
    ];
    world.vault.replies.set('audit.verify', { ok: false, linesVerified: 6, chains: 2, faults });
    expect(await world.run('audit', 'verify')).toBe(1);
    expect(world.stdout()).toContain('audit.jsonl, line 7 (seq 6): was altered');
    expect(world.stdout()).toContain('audit-1.broken.jsonl, line 1');
    expect(methods(world)).toContain('lock');
  });
});
