import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COST_FLOOR } from '../../../../src/core/format/header.ts';
import { AuthenticationError } from '../../../../src/shared/vault-error.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  SteppingClock,
  auditLines,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  seededHome,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

describe('setup', () => {
  it('makes a vault that opens with its password and leaves it unlocked', async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    expect(vault.status().state).toBe('uninitialized');
    await vault.setup({ password: utf8(PASSWORD) }, call());
    expect(vault.status().state).toBe('unlocked');
    await vault.close();

    const again = openVaultAt(home);
    expect(again.status().state).toBe('locked');
    const report = await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toEqual({
      state: 'unlocked',
      notices: [],
      failedAttempts: 0,
      failedSince: null,
      rewrapped: false,
      migrated: [],
    });
    await again.close();
  });

  it('lies whole in vault.db when it is done, without the -wal', async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    await vault.setup({ password: utf8(PASSWORD) }, call());
    const copy = emptyHome();
    cpSync(join(home, 'vault.db'), join(copy, 'vault.db'));
    await vault.close();
    const lone = openVaultAt(copy);
    expect(await lone.unlock({ password: utf8(PASSWORD) }, call())).toMatchObject({
      state: 'unlocked',
    });
    await lone.close();
  });

  it('refuses a second setup and leaves the vault as it is', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    await expect(vault.setup({ password: utf8(OTHER_PASSWORD) }, call())).rejects.toMatchObject({
      code: 'already_initialized',
    });
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.close();
  });

  it('refuses a weak password and writes nothing', async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    for (const weak of ['short', 'passwordpassword', '111111111111111111']) {
      await expect(vault.setup({ password: utf8(weak) }, call())).rejects.toMatchObject({
        code: 'weak_password',
      });
    }
    expect(vault.status().state).toBe('uninitialized');
    await vault.close();
  });
});

describe('unlock', () => {
  it('refuses a wrong password with an audit line under the same correlation id', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const context = call();
    const refused = vault.unlock({ password: utf8('wrong') }, context);
    await expect(refused).rejects.toBeInstanceOf(AuthenticationError);
    await expect(refused).rejects.toMatchObject({
      code: 'bad_password',
      correlationId: context.correlationId,
    });
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([
      { event: 'vault.unlock', outcome: 'attempt', reason: null },
      { event: 'vault.unlock', outcome: 'denied', reason: 'bad_password' },
    ]);
    await vault.close();
  });

  it('says how many attempts failed since the last good unlock, and since when', async () => {
    const clock = new SteppingClock();
    const home = await seededHome();
    const vault = openVaultAt(home, { clock });
    clock.advance(60_000);
    const since = clock.nowText();
    for (let i = 0; i < 3; i += 1) {
      await expect(vault.unlock({ password: utf8('wrong') }, call())).rejects.toThrow();
      clock.advance(1000);
    }
    expect(vault.status().failedAttempts).toBe(3);
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ failedAttempts: 3, failedSince: since });
    expect(vault.status().failedAttempts).toBe(0);
    await vault.lock('owner', call());
    const next = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(next).toMatchObject({ failedAttempts: 0, failedSince: null });
    await vault.close();
  });

  it('delays attempts from the fourth failure on, across restarts, by the monotonic clock only', async () => {
    const clock = new SteppingClock();
    const home = await seededHome();
    let vault = openVaultAt(home, { clock });
    for (let i = 0; i < 4; i += 1) {
      await expect(vault.unlock({ password: utf8('wrong') }, call())).rejects.toMatchObject({
        code: 'bad_password',
      });
    }
    await vault.close();
    vault = openVaultAt(home, { clock });
    clock.wallMs += 10 * 365 * 86_400_000;
    const throttled = vault.unlock({ password: utf8(PASSWORD) }, call());
    await expect(throttled).rejects.toBeInstanceOf(AuthenticationError);
    await expect(throttled).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 5000 });
    expect(vault.status().retryAfterMs).toBe(5000);
    clock.bootMs += 4999;
    await expect(vault.unlock({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
      code: 'throttled',
    });
    clock.bootMs += 1;
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.close();
  });

  it('lets one attempt run at a time', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const first = vault.unlock({ password: utf8(PASSWORD) }, call());
    const second = vault.unlock({ password: utf8(PASSWORD) }, call());
    await expect(second).rejects.toMatchObject({ name: 'AuthenticationError', code: 'busy' });
    await expect(first).resolves.toMatchObject({ state: 'unlocked' });
    await vault.close();
  });

  it('does not open when a lock was asked for while the password was checked', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const unlocking = vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.lock('suspend', call());
    await expect(unlocking).rejects.toMatchObject({ code: 'locked' });
    expect(vault.status().state).toBe('locked');
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.close();
  });

  it('proves a password without a change of state while unlocked', async () => {
    const { vault } = await unlockedVault();
    await vault.secrets.set({ name: 'a', fields: [field('1')] }, call());
    await expect(vault.unlock({ password: utf8('wrong') }, call())).rejects.toMatchObject({
      code: 'bad_password',
    });
    expect(vault.status().state).toBe('unlocked');
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked', failedAttempts: 1 });
    expect(await valueOf(vault, 'a')).toBe('1');
    await vault.close();
  });

  it('takes any Unicode spelling of the password', async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    const composed = 'Zwölf Boxkämpfer jagen Viktor quer!'.normalize('NFC');
    await vault.setup({ password: utf8(composed.normalize('NFD')) }, call());
    await vault.lock('owner', call());
    await vault.unlock({ password: utf8(composed) }, call());
    await vault.close();
  });

  it('raises the cost of the key derivation when it lies below target, and never lowers it', async () => {
    const home = await seededHome();
    const raised = { memoryKiB: 81_920, passes: 3, lanes: 2, iterations: 220_000 };
    let vault = openVaultAt(home, { targetCost: raised });
    const raises = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(raises).toMatchObject({ state: 'unlocked', rewrapped: true });
    await vault.close();
    for (const targetCost of [raised, COST_FLOOR]) {
      vault = openVaultAt(home, { targetCost });
      const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
      expect(report).toMatchObject({ state: 'unlocked', notices: [], rewrapped: false });
      await vault.close();
    }
  });
});

describe('a locked vault', () => {
  it('refuses every call with `locked`, an audit line and the call’s correlation id', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    const name = 'x';
    const calls: Record<string, (context: ReturnType<typeof call>) => Promise<unknown>> = {
      set: (c) => vault.secrets.set({ name, fields: [field('1')] }, c),
      list: (c) => vault.secrets.list(c),
      describe: (c) => vault.secrets.describe({ name }, c),
      withSecret: (c) => vault.secrets.withSecret({ name }, 'read', () => 1, c),
      update: (c) => vault.secrets.update({ name }, c),
      rename: (c) => vault.secrets.rename({ name, newName: 'y' }, c),
      remove: (c) => vault.secrets.remove({ name }, c),
      history: (c) => vault.secrets.history({ name }, c),
      restore: (c) => vault.secrets.restore({ name, version: 1 }, c),
      totp: (c) => vault.secrets.totp({ name }, c),
      importAll: (c) => vault.secrets.importAll({ entries: [], dryRun: false }, c),
      settingsList: (c) => vault.settings.list(c),
      settingsGet: (c) => vault.settings.get({ name: 'history.keep' }, c),
      settingsSet: (c) => vault.settings.set({ name: 'history.keep', value: '3' }, c),
      settingsReset: (c) => vault.settings.reset({ name: 'history.keep' }, c),
      verify: (c) => vault.audit.verify(c),
      migrateDown: (c) => vault.migrations.down({ to: 1 }, c),
      repair: (c) => vault.repair({ password: utf8(PASSWORD) }, c),
      changePassword: (c) =>
        vault.changePassword(
          { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: false },
          c,
        ),
    };
    for (const [verb, run] of Object.entries(calls)) {
      const context = call();
      const refused = run(context);
      await expect(refused, verb).rejects.toBeInstanceOf(AuthenticationError);
      await expect(refused, verb).rejects.toMatchObject({
        code: 'locked',
        correlationId: context.correlationId,
      });
      expect(
        auditLines(home).filter((line) => line['correlation_id'] === context.correlationId),
        verb,
      ).toMatchObject([{ outcome: 'denied', reason: 'locked', actor: 'cli' }]);
    }
    await vault.close();
  });

  it('says `not_initialized` before setup', async () => {
    const vault = openVaultAt(emptyHome());
    await expect(vault.secrets.list(call())).rejects.toMatchObject({ code: 'not_initialized' });
    await expect(vault.unlock({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
      code: 'not_initialized',
    });
    await vault.close();
  });
});

describe('lock', () => {
  it('takes effect before its first await and tells the listeners', async () => {
    const { vault } = await unlockedVault();
    const states: string[] = [];
    const end = vault.onStateChange((state) => states.push(state));
    const locking = vault.lock('idle', call());
    expect(vault.status().state).toBe('locked');
    await locking;
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    end();
    await vault.lock('owner', call());
    expect(states).toEqual(['locked', 'unlocked']);
    await vault.close();
  });

  it('ends a list that was being read', async () => {
    const { vault } = await unlockedVault();
    await vault.secrets.set({ name: 'a', fields: [field('1')] }, call());
    const listing = vault.secrets.list(call());
    void vault.lock('owner', call());
    await expect(listing).rejects.toMatchObject({ code: 'locked' });
    await vault.close();
  });

  it('writes its cause and is a no-op while locked', async () => {
    const { vault, home } = await unlockedVault();
    await vault.lock('screen_lock', call());
    const count = auditLines(home).length;
    await vault.lock('owner', call());
    expect(auditLines(home)).toHaveLength(count);
    expect(auditLines(home).at(-1)).toMatchObject({
      event: 'vault.lock',
      ref: { cause: 'screen_lock' },
    });
    await vault.close();
  });
});
