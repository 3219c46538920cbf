import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { vaultPaths } from '../../../../src/runtime/paths.ts';
import { editDatabase, flipBit } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  call,
  field,
  homeWithTwoSecrets,
  openVaultAt,
  removeHomes,
  seededHome,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

async function opened(home: string) {
  const vault = openVaultAt(home);
  const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
  return { vault, report };
}

const generation = (home: string, value?: number): number =>
  editDatabase(home, (db) => {
    const { g } = db.prepare('SELECT generation AS g FROM vault_manifest').get() as { g: number };
    if (value !== undefined) db.prepare('UPDATE vault_manifest SET generation = ?').run(value);
    return g;
  });

describe('an intruder who edits the closed file cannot make it unrepairable', () => {
  const intruders: Record<string, (home: string) => void> = {
    'an id that is no UUID': (home) => {
      editDatabase(home, (db) => db.exec("UPDATE secrets_metadata SET id = 'x' WHERE rowid = 1"));
    },
    'more rows than a stack holds': (home) => {
      editDatabase(home, (db) => {
        const put = db.prepare(
          "INSERT INTO secrets_metadata VALUES (?, randomblob(16), 3, 1, x'00', x'00', 'a', 'a')",
        );
        db.transaction(() => {
          for (let i = 0; i < 150_000; i += 1) put.run(randomUUID());
        })();
      });
    },
    'the greatest generation there is': (home) => {
      generation(home, Number.MAX_SAFE_INTEGER);
    },
    'a changed name index': (home) => {
      editDatabase(home, (db) =>
        db.exec('UPDATE secrets_metadata SET key_name_index = randomblob(16) WHERE rowid = 1'),
      );
    },
  };

  it.each(Object.keys(intruders))('by %s', async (what) => {
    const home = await homeWithTwoSecrets();
    intruders[what]?.(home);
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    const preview = await vault.previewRepair(call());
    const { copy: _copy, ...done } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(done).toEqual(preview);
    await vault.close();
    const again = await opened(home);
    expect(again.report).toMatchObject({ state: 'unlocked', notices: [] });
    expect(await valueOf(again.vault, 'beta')).toBe('two');
    await again.vault.close();
  });

  it('by an orphan version before a migration', async () => {
    const { vault, home } = await unlockedVault();
    await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    await vault.migrations.down({ to: 2 }, call());
    await vault.close();
    editDatabase(home, (db) => {
      db.pragma('foreign_keys = OFF');
      db.prepare("INSERT INTO secret_versions VALUES (?, 1, x'00', 'a')").run(randomUUID());
    });
    const again = await opened(home);
    expect(again.report).toMatchObject({ state: 'unlocked', migrated: [3, 4, 5, 6] });
    expect(await valueOf(again.vault, 'alpha')).toBe('one');
    await again.vault.close();
  });

  it('by a planted version: the next change goes through', async () => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (db) => {
      db.exec("INSERT INTO secret_versions SELECT id, 1, x'00', 'a' FROM secrets_metadata");
      db.exec("INSERT INTO secret_versions SELECT id, 99, x'00', 'a' FROM secrets_metadata");
    });
    const { vault } = await opened(home);
    await vault.secrets.set({ name: 'alpha', fields: [field('three')] }, call());
    expect(await valueOf(vault, 'alpha', { version: 1 })).toBe('one');
    const history = await vault.secrets.history({ name: 'alpha' }, call());
    expect(history.map(({ version }) => version)).toEqual([2, 1]);
    await vault.close();
  });
});

describe('two swapped name indexes', () => {
  it('never give one secret under the name of the other', async () => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (db) => {
      const rows = db.prepare('SELECT id, key_name_index AS i FROM secrets_metadata').all() as {
        id: string;
        i: Buffer;
      }[];
      const put = db.prepare('UPDATE secrets_metadata SET key_name_index = ? WHERE id = ?');
      put.run(Buffer.alloc(16), rows[0]?.id);
      put.run(rows[0]?.i, rows[1]?.id);
      put.run(rows[1]?.i, rows[0]?.id);
    });
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    for (const name of ['alpha', 'beta']) {
      await expect(valueOf(vault, name)).rejects.toMatchObject({ code: 'record_corrupt' });
    }
    expect((await vault.previewRepair(call())).dropped).toHaveLength(2);
    await vault.close();
  });
});

describe('what nobody vouches for is not repeated', () => {
  it('a planted generation does not get into the log: with the old one the vault is whole again', async () => {
    const home = await homeWithTwoSecrets();
    const was = generation(home, 1_000_000);
    const { vault } = await opened(home);
    expect(await valueOf(vault, 'alpha')).toBe('one');
    await vault.close();
    generation(home, was);
    const again = await opened(home);
    expect(again.report.state).toBe('unlocked');
    await again.vault.close();
  });

  it('a setting whose own MAC was changed is noticed, although the digest does not cover that column', async () => {
    const { vault: first, home } = await unlockedVault();
    await first.settings.set({ name: 'history.keep', value: '3' }, call());
    await first.close();
    flipBit(home, { table: 'settings', column: 'row_mac', byte: 0 });
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    const { dropped } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(dropped).toEqual([{ table: 'settings', id: 'history.keep' }]);
    await vault.close();
  });

  it('a planted setting is not in force in a tampered vault', async () => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (db) =>
      db.exec("INSERT INTO settings VALUES ('history.keep', '0', 'a', zeroblob(32))"),
    );
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    expect(await vault.settings.get({ name: 'history.keep' }, call())).toMatchObject({ value: 10 });
    await vault.close();
  });

  it('a planted seed does not take the place of a chain’s first key', async () => {
    const home = await homeWithTwoSecrets();
    const { audit } = vaultPaths(home);
    rmSync(audit, { recursive: true });
    await openVaultAt(home).close();
    const chainId = readFileSync(join(audit, 'chain')).subarray(8, 24);
    editDatabase(home, (db) => {
      db.prepare("INSERT INTO audit_chains VALUES (?, x'00')").run(chainId);
    });
    const { vault } = await opened(home);
    expect(await vault.audit.verify(call())).toMatchObject({ ok: true });
    await vault.close();
  });

  it('rows in a file without a password are never set up over', async () => {
    const home = await seededHome();
    editDatabase(home, (db) => {
      db.exec('DELETE FROM auth_config; DELETE FROM vault_manifest; DELETE FROM audit_chains');
      db.exec("INSERT INTO settings VALUES ('history.keep', '1', 'a', zeroblob(32))");
    });
    const vault = openVaultAt(home);
    await expect(vault.setup({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
      code: 'vault_header_invalid',
    });
    await vault.close();
  });
});

describe('a record by its id', () => {
  it('can be opened, changed, and removed although its metadata does not open', async () => {
    const { vault, home } = await unlockedVault();
    const { id } = await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
    await vault.secrets.rename({ id, newName: 'gamma', expectedVersion: 1 }, call());
    const opens = await vault.secrets.withSecret({ id }, 'read', ({ name }) => name, call());
    expect(opens).toBe('gamma');
    await expect(vault.secrets.remove({ id, expectedVersion: 1 }, call())).rejects.toMatchObject({
      code: 'version_conflict',
    });
    await expect(vault.secrets.describe({ id: 'x' }, call())).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await vault.close();
    editDatabase(home, (db) => {
      // The record's own digest term is right again after the repair below.
      db.exec("UPDATE secrets_metadata SET encrypted_metadata = x'00'");
    });
    const again = await opened(home);
    expect(again.report.state).toBe('tampered');
    await again.vault.repair({ password: utf8(PASSWORD) }, call());
    expect((await again.vault.secrets.list(call())).damaged).toEqual([]);
    await again.vault.close();
  });

  it('is guarded by its version in every change', async () => {
    const { vault } = await unlockedVault();
    const name = 'alpha';
    const guard = { expectedVersion: 7 };
    await expect(
      vault.secrets.set({ name, fields: [field('1')], ...guard }, call()),
    ).rejects.toMatchObject({ code: 'version_conflict' });
    await vault.secrets.set({ name, fields: [field('1')] }, call());
    const conflict = { code: 'version_conflict' };
    const { secrets } = vault;
    await expect(secrets.set({ name, fields: [], ...guard }, call())).rejects.toMatchObject(
      conflict,
    );
    await expect(secrets.rename({ name, newName: 'b', ...guard }, call())).rejects.toMatchObject(
      conflict,
    );
    await expect(secrets.restore({ name, version: 1, ...guard }, call())).rejects.toMatchObject(
      conflict,
    );
    await expect(secrets.remove({ name, ...guard }, call())).rejects.toMatchObject(conflict);
    expect(await valueOf(vault, name)).toBe('1');
    await vault.close();
  });
});
