import type { VaultCore } from '../session/vault-core.ts';
import { SETTINGS, type SettingName, type SettingValue } from './definitions.ts';
import { storedSetting } from './stored-setting.ts';

/** The setting in force: the owner's choice or the default. */
export function readSetting<N extends SettingName>(
  { store }: Pick<VaultCore, 'store'>,
  name: N,
): SettingValue<N> {
  return storedSetting(store, name) ?? (SETTINGS[name].default as SettingValue<N>);
}
