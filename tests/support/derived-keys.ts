import { hkdfSync } from 'node:crypto';
import { decodeHeader } from '../../src/core/format/header.ts';
import { derivePasswordKeys, unwrapVaultKey } from '../../src/core/format/key-path.ts';
import type { AuthConfigRow } from '../../src/core/rows.ts';
import { editDatabase } from './edit-database.ts';
import { utf8 } from './vault-fixture.ts';

/** Every key that a password opens in a closed vault, made from its file alone (docs/format.md §§1 to 3). */
export async function derivedKeys(
  home: string,
  password: string,
): Promise<Record<string, Uint8Array>> {
  const auth = editDatabase(
    home,
    (db) => db.prepare('SELECT * FROM auth_config').get() as AuthConfigRow,
  );
  const header = decodeHeader(auth.kdf_header);
  const { kek, kck } = await derivePasswordKeys(utf8(password), header);
  const vaultKey = unwrapVaultKey(kek, auth.wrap_nonce, auth.wrapped_vault_key, auth.kdf_header);
  if (vaultKey === null) throw new Error('the password does not open this vault');
  const subkey = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', vaultKey, header.vaultId, `strongroom/${label}/v1`, 32));
  return {
    vaultKey,
    kek,
    kck,
    headerKey: subkey('hdr'),
    indexKey: subkey('idx'),
    setKey: subkey('set'),
    rowKey: subkey('row'),
  };
}
