import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeHeader } from '../../../../src/core/format/header.ts';
import { derivePasswordKeys, unwrapVaultKey } from '../../../../src/core/format/key-path.ts';
import { normalizePassword } from '../../../../src/core/format/password.ts';
import { VaultKeys } from '../../../../src/core/format/vault-keys.ts';
import { authConfigRow, preparePasswordWrap } from '../../../../src/core/session/wrap.ts';
import { vaultPaths } from '../../../../src/runtime/paths.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  call,
  field,
  openVaultAt,
  removeHomes,
  seededHome,
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

/** Gives the vault's key its last number, as after 254 renewals; what was sealed before is not touched. */
async function withLastKeyId(home: string): Promise<void> {
  const auth = editDatabase(home, (db) => db.prepare('SELECT * FROM auth_config').get()) as Record<
    'kdf_header' | 'wrap_nonce' | 'wrapped_vault_key',
    Uint8Array
  >;
  const password = normalizePassword(utf8(PASSWORD));
  const header = decodeHeader(auth.kdf_header);
  const { kek } = await derivePasswordKeys(password, header);
  const key = unwrapVaultKey(kek, auth.wrap_nonce, auth.wrapped_vault_key, auth.kdf_header);
  if (key === null) throw new Error('the vault opens with its password');
  const wrapped = await preparePasswordWrap(password, { ...header, keyId: 255 });
  const keys = new VaultKeys(key, header.vaultId, 255);
  const now = '2026-11-20T07:00:00.000Z';
  const row = authConfigRow(keys, wrapped, { createdAt: now, updatedAt: now });
  editDatabase(home, (db) => {
    const { id, ...columns } = row;
    const places = Object.keys(columns).map((column) => `${column} = ?`);
    db.prepare(`UPDATE auth_config SET ${places.join(', ')} WHERE id = ?`).run(
      ...Object.values(columns),
      id,
    );
  });
}

describe('changePassword', () => {
  it('refuses to renew the vault key when its number is the last, and still changes the password', async () => {
    const home = await seededHome();
    await withLastKeyId(home);
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    const change = (renewVaultKey: boolean) =>
      vault.changePassword(
        { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey },
        call(),
      );
    await expect(change(true)).rejects.toMatchObject({ code: 'not_available' });
    await change(false);
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(OTHER_PASSWORD) }, call());
    await again.close();
  });

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
      expect(await vault.settings.get({ name: 'history.keep' }, call())).toMatchObject({
        value: 5,
      });
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
