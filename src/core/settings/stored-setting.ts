import type { StoreReader } from '../ports.ts';
import { SETTINGS, type SettingName, type SettingValue } from './definitions.ts';

/**
 * What the owner chose, or null for the default. A stored text that the setting does not take (written by a newer
 * version, say) counts as not chosen. Rows were verified at unlock.
 */
export function storedSetting<N extends SettingName>(
  store: StoreReader,
  name: N,
): SettingValue<N> | null {
  const row = store.get('settings', name);
  return row === null ? null : (SETTINGS[name].parse(row.value) as SettingValue<N> | null);
}
