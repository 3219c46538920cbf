import { afterAll, describe, expect, it } from 'vitest';
import { COST_FLOOR } from '../../../../src/core/format/header.ts';
import type { AuditStorage, StoreTransaction, VaultStore } from '../../../../src/core/ports.ts';
import { VaultError } from '../../../../src/shared/vault-error.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
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

const diskFull = () => new VaultError('internal', { hint: 'The disk is full.' });

/** A store whose checkpoint fails once `broken.now` is set. */
function failingCheckpoint(broken: { now: boolean }) {
  return (store: VaultStore) =>
    replaceMethods(store, (real) => ({
      compact: (options) => {
        if (broken.now) throw diskFull();
        real.compact(options);
      },
    }));
}

describe('what is committed is reported as done', () => {
  it('a change of the password whose file cannot be rewritten', async () => {
    const broken = { now: false };
    const { vault, home } = await unlockedVault({ wrapStore: failingCheckpoint(broken) });
    broken.now = true;
    await vault.changePassword(
      { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: true },
      call(),
    );
    await vault.close();
    const compact = auditLines(home).filter(({ event }) => event === 'vault.compact');
    expect(compact).toMatchObject([{ outcome: 'error', reason: 'internal' }]);
    expect(await unlockEnds(home, PASSWORD)).toBe('bad_password');
    expect(await unlockEnds(home, OTHER_PASSWORD)).toBe('unlocked');
  });

  it('a repair and a removal', async () => {
    const { vault: first, home } = await unlockedVault();
    await first.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    await first.close();
    editDatabase(home, (db) =>
      db.exec("INSERT INTO settings VALUES ('history.keep', '3', 'a', zeroblob(32))"),
    );
    const broken = { now: false };
    const { vault } = await unlockedVault({ home, wrapStore: failingCheckpoint(broken) });
    broken.now = true;
    const { dropped } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(dropped).toEqual([{ table: 'settings', id: 'history.keep' }]);
    await vault.secrets.remove({ name: 'alpha' }, call());
    expect(vault.status()).toMatchObject({ state: 'unlocked', secretCount: 0 });
    await vault.close();
  });
});

describe('a good password opens the vault', () => {
  it('although a higher cost cannot be written', async () => {
    const home = await seededHome();
    const failing = (tx: StoreTransaction) =>
      replaceMethods(tx, (real) => ({
        update: (table, row) => {
          if (table === 'auth_config') throw diskFull();
          real.update(table, row);
        },
      }));
    const vault = openVaultAt(home, {
      targetCost: { ...COST_FLOOR, passes: 4 },
      wrapStore: (store) =>
        replaceMethods(store, (real) => ({
          transaction: (write) => real.transaction((tx) => write(failing(tx))),
        })),
    });
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked', rewrapped: false });
    expect(auditLines(home).filter(({ event }) => event === 'vault.rewrap')).toMatchObject([
      { outcome: 'attempt' },
      { outcome: 'error', reason: 'internal' },
    ]);
    await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    await vault.close();
  });

  it('although nothing can be written to it, and what is in it can be read', async () => {
    const { vault: first, home } = await unlockedVault();
    await first.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    await first.close();
    const { vault } = await unlockedVault({
      home,
      wrapStore: (store) =>
        replaceMethods(store, () => ({
          transaction: () => {
            throw diskFull();
          },
        })),
    });
    expect(await valueOf(vault, 'alpha')).toBe('one');
    await expect(
      vault.secrets.set({ name: 'alpha', fields: [field('two')] }, call()),
    ).rejects.toMatchObject({ code: 'internal', hint: 'The disk is full.' });
    await vault.close();
  });
});

describe('an audit log that cannot be read', () => {
  const unreadable = (times: number) => {
    let left = times;
    return (storage: AuditStorage) =>
      replaceMethods(storage, (real) => ({
        readState: () => {
          left -= 1;
          if (left >= 0) throw Object.assign(new Error('too many files'), { code: 'EMFILE' });
          return real.readState();
        },
      }));
  };

  it('for a moment lets no attempt past the throttle', async () => {
    const home = await seededHome();
    for (let i = 0; i < 4; i += 1) expect(await unlockEnds(home, 'wrong')).toBe('bad_password');
    const vault = openVaultAt(home, { wrapAudit: unreadable(1) });
    await expect(vault.unlock({ password: utf8('wrong') }, call())).rejects.toMatchObject({
      code: 'throttled',
    });
    await vault.close();
  });

  it('keeps the vault shut with a correlation id, and its status can still be asked for', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home, { wrapAudit: unreadable(1000) });
    expect(vault.status()).toMatchObject({ state: 'locked', auditGap: true });
    const context = call();
    const { correlationId } = context;
    const refusal = { code: 'audit_unavailable', correlationId };
    await expect(vault.unlock({ password: utf8(PASSWORD) }, context)).rejects.toMatchObject(
      refusal,
    );
    await expect(vault.secrets.list(context)).rejects.toMatchObject(refusal);
    await vault.close();
  });
});

describe('a file that can no longer be read', () => {
  it('is said with an audit line, and a locked call is still `locked`', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home, {
      wrapStore: (store) =>
        replaceMethods(store, (real) => ({
          get: (table, ...key) => {
            if (table === 'auth_config') throw new VaultError('db_corrupt');
            return real.get(table, ...key);
          },
        })),
    });
    const context = call();
    await expect(vault.unlock({ password: utf8(PASSWORD) }, context)).rejects.toMatchObject({
      code: 'db_corrupt',
      correlationId: context.correlationId,
    });
    await expect(vault.secrets.list(call())).rejects.toMatchObject({ code: 'locked' });
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([{ outcome: 'denied', reason: 'db_corrupt' }]);
    await vault.close();
  });

  it('a newer header is `newer_format` although the schema is strange as well', async () => {
    const home = await seededHome();
    editDatabase(home, (db) => {
      const row = db.prepare('SELECT kdf_header AS h FROM auth_config').get() as { h: Buffer };
      row.h[4] = 2;
      db.prepare('UPDATE auth_config SET kdf_header = ?').run(row.h);
      db.exec('CREATE TABLE stranger (a)');
    });
    expect(await unlockEnds(home, PASSWORD)).toBe('newer_format');
  });
});
