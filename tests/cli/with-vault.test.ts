import { describe, expect, it } from 'vitest';
import { VaultError } from '../../src/shared/vault-error.ts';
import { CORRELATION_ID, fakeWorld, methods, piped } from './fake-world.ts';

describe('every command that opens the vault', () => {
  it('locks and closes it, and zeroes the password, also when it fails', async () => {
    for (const reply of [undefined, new VaultError('not_found'), new Error('foreign')]) {
      const world = piped();
      world.vault.replies.set('secrets.rename', reply);
      await world.run('rename', 'a', 'b');
      expect(methods(world)).toEqual(['unlock', 'secrets.rename', 'lock']);
      expect(world.vault.isOpen).toBe(false);
      expect(world.opened.closed).toBe(1);
      expect(world.io.handedOut.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    }
  });

  it('keeps the password no longer than the unlock takes', async () => {
    const world = piped();
    const kept: boolean[] = [];
    world.vault.watch = (method) => {
      if (method === 'unlock') return;
      kept.push(world.io.handedOut.some((bytes) => bytes.some((byte) => byte !== 0)));
    };
    await world.run('rename', 'a', 'b');
    expect(kept).toEqual([false, false]);
  });

  it('locks and closes it when a signal ends the command', async () => {
    const world = piped();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.vault.replies.set('secrets.rename', promise);
    const ended = world.run('rename', 'a', 'b');
    await new Promise((done) => setTimeout(done, 50));
    expect(world.vault.isOpen).toBe(true);
    await world.cleanups.runAll();
    expect(world.vault.isOpen).toBe(false);
    expect(world.opened.closed).toBe(1);
    expect(world.io.handedOut.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    resolve(undefined);
    await ended;
    expect(methods(world).filter((method) => method === 'lock')).toHaveLength(1);
  });

  it('gives a wrong password exit 3 with the correlation id of the attempt', async () => {
    const world = piped();
    world.io.typed = ['not the password'];
    expect(await world.run('ls')).toBe(3);
    expect(world.stderr()).toContain(`code bad_password · correlation id ${CORRELATION_ID}`);
    expect(world.stdout()).toBe('');
  });

  it('does not ask for a password that would not be tried', async () => {
    const world = piped();
    world.vault.status = { ...world.vault.status, retryAfterMs: 4200 };
    expect(await world.run('ls')).toBe(3);
    expect(world.stderr()).toContain('code throttled · wait 5 s');
    expect(world.io.prompts).toEqual([]);
    expect(methods(world)).toEqual([]);
    expect(world.opened.closed).toBe(1);
  });

  it('never waits for a prompt without a terminal', async () => {
    const world = fakeWorld();
    expect(await world.run('ls')).toBe(2);
    expect(world.stderr()).toContain('No terminal to ask for the password; use --password-file.');
  });

  it('names what the unlock found on stderr', async () => {
    const world = piped();
    world.vault.replies.set('secrets.history', []);
    world.vault.report = {
      state: 'tampered',
      notices: ['tampered', 'verifier_tampered', 'audit_gap'],
      failedAttempts: 3,
      failedSince: '2026-11-19T00:00:00.000Z',
      rewrapped: false,
      migrated: [2, 3],
    };
    await world.run('history', 'a', '--json');
    const notices = world.io.talked.map(
      (line) => (JSON.parse(line) as { notice: { code: string } }).notice,
    );
    expect(notices.map(({ code }) => code)).toEqual([
      'failed_attempts',
      'tampered',
      'verifier_tampered',
      'audit_gap',
      'migrated',
    ]);
    expect(notices[0]).toMatchObject({ count: 3, since: '2026-11-19T00:00:00.000Z' });
    expect(world.stdout()).toBe('[]\n');
  });

  it('gives a refusal after the unlock the correlation id of its audit lines', async () => {
    const world = piped();
    world.vault.replies.set('secrets.rename', new Error('foreign'));
    expect(await world.run('rename', 'a', 'b')).toBe(1);
    expect(world.stderr()).toContain(`code internal · correlation id ${CORRELATION_ID}`);
    expect(world.stderr()).not.toContain('foreign');
  });
});
