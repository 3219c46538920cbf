import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRuntime } from '../../../src/runtime/create-runtime.ts';
import { openExistingVault, setUpNewVault } from '../../../src/runtime/first-run.ts';
import { vaultPaths } from '../../../src/runtime/paths.ts';
import { peekAttempts } from '../../../src/runtime/peek-attempts.ts';
import { editDatabase } from '../../support/edit-database.ts';
import {
  PASSWORD,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  seededHome,
  utf8,
  valueOf,
} from '../../support/vault-fixture.ts';

afterAll(removeHomes);

const busyTimeoutMs = 0;

describe('openExistingVault', () => {
  it('is null on a machine without a vault, and makes nothing', async () => {
    const home = join(emptyHome(), 'strongroom');
    expect(await openExistingVault({ home })).toBeNull();
    expect(existsSync(home)).toBe(false);
  });

  it('is null where a setup was cut off, and then the file is free', async () => {
    const home = emptyHome();
    await (await openRuntime({ home, create: true })).close();
    expect(await openExistingVault({ home })).toBeNull();
    await (await openRuntime({ home, create: false, busyTimeoutMs })).close();
  });

  it('gives a vault that is there, locked, and owns it', async () => {
    const home = await seededHome();
    const runtime = await openExistingVault({ home });
    expect(runtime?.vault.status().state).toBe('locked');
    await expect(openExistingVault({ home, busyTimeoutMs })).rejects.toMatchObject({
      code: 'vault_in_use',
    });
    await runtime?.close();
  });

  it.each([
    ['db_corrupt', (home: string) => truncateSync(vaultPaths(home).database, 3000)],
    ['newer_format', (home: string) => editDatabase(home, (db) => db.pragma('user_version = 99'))],
  ] as const)('says %s, and may be asked again', async (code, spoil) => {
    const home = await seededHome();
    const good = readFileSync(vaultPaths(home).database);
    spoil(home);
    for (let i = 0; i < 2; i += 1) {
      await expect(openExistingVault({ home })).rejects.toMatchObject({ code });
    }
    writeFileSync(vaultPaths(home).database, good);
    const runtime = await openExistingVault({ home });
    expect(runtime?.vault.status().state).toBe('locked');
    await runtime?.close();
  });

  it('opens at a second attempt when the other owner is gone', async () => {
    const home = await seededHome();
    const other = openVaultAt(home);
    await expect(openExistingVault({ home, busyTimeoutMs })).rejects.toMatchObject({
      code: 'vault_in_use',
    });
    await other.close();
    await (await openExistingVault({ home, busyTimeoutMs }))?.close();
  });

  it('lets the process go on while it waits for another owner', async () => {
    const home = await seededHome();
    const other = openVaultAt(home);
    const opening = openExistingVault({ home, busyTimeoutMs: 5000 });
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 10);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await other.close();
    const runtime = await opening;
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
    expect(runtime?.vault.status().state).toBe('locked');
    await runtime?.close();
  });
});

describe('setUpNewVault', () => {
  const input = { password: utf8(PASSWORD) };

  it('makes everything at once, unlocked', async () => {
    const home = join(emptyHome(), 'strongroom');
    const runtime = await setUpNewVault({ home }, input, call());
    expect(runtime.vault.status().state).toBe('unlocked');
    await runtime.vault.secrets.set({ name: 'first', fields: [field('one')] }, call());
    await runtime.close();
    const again = await openExistingVault({ home });
    await again?.vault.unlock(input, call());
    if (again === null) throw new Error('the vault is there');
    expect(await valueOf(again.vault, 'first')).toBe('one');
    await again.close();
  });

  it('makes nothing for a password that will not do', async () => {
    const home = join(emptyHome(), 'strongroom');
    await expect(
      setUpNewVault({ home }, { password: utf8('too short') }, call()),
    ).rejects.toMatchObject({ code: 'weak_password' });
    expect(existsSync(home)).toBe(false);
  });

  it('finishes a setup that was cut off', async () => {
    const home = emptyHome();
    await (await openRuntime({ home, create: true })).close();
    const runtime = await setUpNewVault({ home }, input, call());
    expect(runtime.vault.status().state).toBe('unlocked');
    await runtime.close();
  });

  it('leaves a vault alone that another process made meanwhile, and lets go of it', async () => {
    const home = await seededHome();
    const other = { password: utf8('another one that is good enough') };
    await expect(setUpNewVault({ home }, other, call())).rejects.toMatchObject({
      code: 'already_initialized',
    });
    const runtime = await openExistingVault({ home, busyTimeoutMs });
    expect(await runtime?.vault.unlock(input, call())).toMatchObject({ state: 'unlocked' });
    await runtime?.close();
  });
});

describe('Runtime.prepare', () => {
  it('writes nothing to a locked vault, and may be called again', async () => {
    const home = await seededHome();
    const { database } = vaultPaths(home);
    const before = readFileSync(database);
    const files = readdirSync(home).sort();
    const runtime = await openRuntime({ home, create: false });
    await runtime.prepare();
    await runtime.prepare();
    expect(runtime.vault.status().state).toBe('locked');
    await runtime.close();
    expect(readFileSync(database)).toEqual(before);
    expect(readdirSync(home).sort()).toEqual(files);
  });

  it('after which a list works as ever', async () => {
    const home = await seededHome();
    const runtime = await openRuntime({ home, create: false });
    await runtime.prepare();
    await runtime.vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await runtime.vault.secrets.list(call())).toEqual({ secrets: [], damaged: [] });
    await runtime.close();
  });
});

describe('peekAttempts', () => {
  it('tells the failures of a vault that another process owns, and writes nothing', async () => {
    const home = await seededHome();
    const owner = openVaultAt(home);
    for (let i = 0; i < 4; i += 1) {
      await owner.unlock({ password: utf8('wrong') }, call()).catch(() => undefined);
    }
    const audit = readFileSync(join(vaultPaths(home).audit, 'chain'));
    const peeked = peekAttempts(home);
    expect(peeked?.failedAttempts).toBe(4);
    expect(peeked?.retryAfterMs).toBeGreaterThan(0);
    expect(peeked?.retryAfterMs).toBeLessThanOrEqual(5000);
    expect(readFileSync(join(vaultPaths(home).audit, 'chain'))).toEqual(audit);
    await owner.close();
  });

  it('is null where there is nothing to read', () => {
    const home = join(emptyHome(), 'nothing');
    expect(peekAttempts(home)).toBeNull();
    expect(existsSync(home)).toBe(false);
  });
});
