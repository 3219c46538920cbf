import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { vaultPaths } from '../../../../src/runtime/paths.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  call,
  field,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const rows = (home: string) =>
  editDatabase(home, (db) => db.prepare('SELECT * FROM secrets_metadata ORDER BY id').all());

async function changed(renewVaultKey: boolean) {
  const { vault, home } = await unlockedVault();
  for (const name of ['a', 'b', 'c']) {
    await vault.secrets.set({ name, fields: [field(`${name}1`)] }, call());
    await vault.secrets.set({ name, fields: [field(`${name}2`)] }, call());
  }
  await vault.settings.set({ name: 'history.keep', value: '5' }, call());
  await vault.close();
  const before = rows(home);
  const again = openVaultAt(home);
  await again.unlock({ password: utf8(PASSWORD) }, call());
  await again.changePassword(
    { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey },
    call(),
  );
  expect(await valueOf(again, 'a')).toBe('a2');
  await again.secrets.set({ name: 'd', fields: [field('d1')] }, call());
  await again.secrets.remove({ name: 'd' }, call());
  await again.close();
  return { home, before };
}

describe('changePassword', () => {
  it.each([false, true])(
    'opens with the new password only and loses nothing (new vault key: %s)',
    async (renewVaultKey) => {
      const { home, before } = await changed(renewVaultKey);
      const vault = openVaultAt(home);
      await expect(vault.unlock({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
        code: 'bad_password',
      });
      const report = await vault.unlock({ password: utf8(OTHER_PASSWORD) }, call());
      expect(report).toMatchObject({ state: 'unlocked', notices: [] });
      for (const name of ['a', 'b', 'c']) {
        expect(await valueOf(vault, name)).toBe(`${name}2`);
        expect(await valueOf(vault, name, { version: 1 })).toBe(`${name}1`);
      }
      expect(await vault.settings.get({ name: 'history.keep' }, call())).toMatchObject({ value: 5 });
      expect(await vault.audit.verify(call())).toMatchObject({ ok: true, faults: [] });
      await vault.close();
      if (renewVaultKey) expect(rows(home)).not.toEqual(before);
      else expect(rows(home)).toEqual(before);
    },
  );

  it('leaves no envelope of the old vault key in the folder after a renewal', async () => {
    const { home, before } = await changed(true);
    const { database } = vaultPaths(home);
    const files = readdirSync(home).filter((file) => file.startsWith('vault.db'));
    expect(files).toEqual(['vault.db']);
    const bytes = readFileSync(database);
    for (const row of before as { encrypted_value: Buffer; encrypted_metadata: Buffer }[]) {
      expect(bytes.includes(row.encrypted_value.subarray(0, 48))).toBe(false);
      expect(bytes.includes(row.encrypted_metadata.subarray(0, 48))).toBe(false);
    }
    expect(join(home, 'vault.db')).toBe(database);
  });

  it('refuses a wrong present password, a weak new one and the same one; the old one still opens', async () => {
    const { vault, home } = await unlockedVault();
    const change = (current: string, next: string) =>
      vault.changePassword(
        { current: utf8(current), next: utf8(next), renewVaultKey: false },
        call(),
      );
    await expect(change('wrong', OTHER_PASSWORD)).rejects.toMatchObject({ code: 'bad_password' });
    await expect(change(PASSWORD, 'password')).rejects.toMatchObject({ code: 'weak_password' });
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(vault.status().failedAttempts).toBe(0);
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    await again.close();
  });
});
