import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { SETTINGS, type SettingName, type SettingValue } from './definitions.ts';
import { storedSetting } from './stored-setting.ts';

/** The setting in force: the owner's choice if his key vouches for it, else the default. */
export function readSetting<N extends SettingName>(
  { store, session }: Pick<VaultCore, 'store' | 'session'>,
  name: N,
): SettingValue<N> {
  const row = store.get('settings', name);
  const holds =
    row !== null && session !== null && rowMacHolds(session.keys, hashCovered('settings', row));
  const chosen = holds ? storedSetting(store, name) : null;
  return chosen ?? (SETTINGS[name].default as SettingValue<N>);
}
