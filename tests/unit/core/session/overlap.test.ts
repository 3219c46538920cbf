import { afterAll, describe, expect, it } from 'vitest';
import { COST_FLOOR } from '../../../../src/core/format/header.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  seededHome,
  unlockEnds,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const THIRD_PASSWORD = 'Falsches Üben von Xylophonmusik 42?';

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const goodAttempts = (home: string): number =>
  auditLines(home).filter(({ event, outcome }) => event === 'vault.unlock' && outcome === 'ok')
    .length;

describe('two uses of the password', () => {
  it('never overlap, even after the first one has proven its password', async () => {
    const { vault, home } = await unlockedVault();
    await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    const before = goodAttempts(home);
    const change = (next: string, renewVaultKey: boolean) =>
      vault.changePassword({ current: utf8(PASSWORD), next: utf8(next), renewVaultKey }, call());
    const first = change(OTHER_PASSWORD, true);
    await until(() => goodAttempts(home) > before);
    await expect(change(THIRD_PASSWORD, false)).rejects.toMatchObject({ code: 'busy' });
    await expect(vault.unlock({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
      code: 'busy',
    });
    await first;
    expect(await valueOf(vault, 'alpha')).toBe('one');
    await vault.close();
    expect(await unlockEnds(home, OTHER_PASSWORD)).toBe('unlocked');
    expect(await unlockEnds(home, THIRD_PASSWORD)).toBe('bad_password');
  });

  it('do not meet while an unlock raises the cost: the vault is locked until that is done', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home, { targetCost: { ...COST_FLOOR, passes: 6 } });
    const before = goodAttempts(home);
    const unlocking = vault.unlock({ password: utf8(PASSWORD) }, call());
    await until(() => goodAttempts(home) > before);
    expect(vault.status().state).toBe('locked');
    await expect(
      vault.changePassword(
        { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: false },
        call(),
      ),
    ).rejects.toMatchObject({ code: 'locked' });
    expect(await unlocking).toMatchObject({ state: 'unlocked', rewrapped: true });
    await vault.close();
    expect(await unlockEnds(home, PASSWORD)).toBe('unlocked');
  });

  it('leave one line for one refusal', async () => {
    const { vault, home } = await unlockedVault();
    const unlocking = vault.unlock({ password: utf8(PASSWORD) }, call());
    const context = call();
    const change = { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: false };
    await expect(vault.changePassword(change, context)).rejects.toMatchObject({ code: 'busy' });
    await unlocking;
    await vault.close();
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([{ event: 'vault.passwd', outcome: 'denied', reason: 'busy' }]);
  });
});

describe('a lock', () => {
  it('that is asked for during setup leaves a whole vault, locked', async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    const setup = vault.setup({ password: utf8(PASSWORD) }, call());
    await new Promise((resolve) => setTimeout(resolve, 5));
    await vault.lock('suspend', call());
    await setup;
    expect(vault.status().state).toBe('locked');
    await vault.close();
    expect(await unlockEnds(home, PASSWORD)).toBe('unlocked');
  });

  it('during the rehash of an unlock ends it at once: nothing more is written, no password is called wrong', async () => {
    const home = await seededHome();
    const targetCost = { ...COST_FLOOR, passes: 6 };
    const vault = openVaultAt(home, { targetCost });
    const before = goodAttempts(home);
    const unlocking = vault.unlock({ password: utf8(PASSWORD) }, call());
    await until(() => goodAttempts(home) > before);
    await vault.lock('suspend', call());
    await expect(unlocking).rejects.toMatchObject({ code: 'locked' });
    expect(vault.status()).toMatchObject({ state: 'locked', failedAttempts: 0 });
    await vault.close();
    const again = openVaultAt(home, { targetCost });
    expect(await again.unlock({ password: utf8(PASSWORD) }, call())).toMatchObject({
      state: 'unlocked',
      rewrapped: true,
    });
    await again.close();
  });

  it('during a change of the password leaves the old one in force', async () => {
    const { vault, home } = await unlockedVault();
    const before = goodAttempts(home);
    const changing = vault.changePassword(
      { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: true },
      call(),
    );
    await until(() => goodAttempts(home) > before);
    await vault.lock('suspend', call());
    await expect(changing).rejects.toMatchObject({ code: 'locked' });
    await vault.close();
    expect(await unlockEnds(home, PASSWORD)).toBe('unlocked');
  });

  it('zeroes a value that a callback still holds, and aborts its signal', async () => {
    const { vault } = await unlockedVault();
    await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    const seen = await vault.secrets.withSecret(
      { name: 'alpha' },
      'inject',
      async ({ fields, signal }) => {
        expect(signal.aborted).toBe(false);
        await vault.lock('suspend', call());
        expect(signal.aborted).toBe(true);
        return Array.from(fields[0]?.value ?? []);
      },
      call(),
    );
    expect(seen).toEqual([0, 0, 0]);
    await vault.close();
  });

  it('is not stopped by a listener that throws, and neither is close', async () => {
    const { vault, home } = await unlockedVault();
    vault.onStateChange(() => {
      throw new Error('the window is gone');
    });
    const locks = () => auditLines(home).filter(({ event }) => event === 'vault.lock').length;
    const before = locks();
    await vault.lock('tray' as never, call());
    expect(locks()).toBe(before + 1);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.close();
    await openVaultAt(home).close();
  });

  it('that finds another one running ends with it', async () => {
    const { vault, home } = await unlockedVault();
    const first = vault.lock('idle', call());
    await vault.lock('owner', call());
    expect(auditLines(home).at(-1)).toMatchObject({ event: 'vault.lock', ref: { cause: 'idle' } });
    await first;
    await vault.close();
  });

  it('in the middle of a step down leaves no generation in the lines after it', async () => {
    const { vault, home } = await unlockedVault();
    const down = vault.migrations.down({ to: 2 }, call());
    await vault.lock('suspend', call());
    await expect(down).rejects.toMatchObject({ code: 'locked' });
    await expect(vault.secrets.list(call())).rejects.toMatchObject({ code: 'locked' });
    expect(auditLines(home).at(-1)?.['n']).toEqual({});
    await vault.close();
    expect(await unlockEnds(home, PASSWORD)).toBe('unlocked');
  });
});
