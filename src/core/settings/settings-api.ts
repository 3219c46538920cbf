import { VaultError } from '../../shared/vault-error.ts';
import type { SettingView, SettingsApi } from '../api.ts';
import type { CallContext } from '../call.ts';
import { writeCovered, type CoveredTransaction } from '../integrity/write-covered.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { SETTINGS, isSettingName, type SettingName } from './definitions.ts';
import { readSetting } from './read-setting.ts';

/** The verbs over settings, bound to one vault. All need it unlocked, so that what is shown was verified. */
export function settingsApi(core: VaultCore): SettingsApi {
  const read = <R>(context: CallContext, body: () => R) =>
    core.unlocked({ event: 'settings.read' }, context, body);
  return {
    list: (context) =>
      read(context, () =>
        Object.keys(SETTINGS)
          .filter(isSettingName)
          .map((name) => view(core, name)),
      ),
    get: ({ name }, context) => read(context, () => view(core, known(name))),
    set: ({ name, value }, context) =>
      change(core, context, () => {
        const setting = known(name);
        const parsed = SETTINGS[setting].parse(value);
        if (parsed === null) {
          throw new VaultError('invalid_input', { hint: 'The setting does not take this value.' });
        }
        return { setting, value: String(parsed) };
      }),
    reset: ({ name }, context) =>
      change(core, context, () => ({ setting: known(name), value: null })),
  };
}

function known(name: string): SettingName {
  if (isSettingName(name)) return name;
  throw new VaultError('not_found', { hint: 'There is no setting of that name.' });
}

function view(core: VaultCore, name: SettingName): SettingView {
  const { default: fallback, description } = SETTINGS[name];
  return { name, value: readSetting(core, name), default: fallback, description };
}

function change(
  core: VaultCore,
  context: CallContext,
  parse: () => { readonly setting: SettingName; readonly value: string | null },
): Promise<SettingView> {
  const event = 'settings.change';
  return core.writable({ event }, context, (session) => {
    const { setting, value } = parse();
    const line = { event, ref: { setting } };
    core.audit.write({ ...line, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      put(tx, setting, value, core.clock.nowText());
    });
    core.done(line, context);
    return view(core, setting);
  });
}

function put(
  tx: CoveredTransaction,
  name: SettingName,
  value: string | null,
  updatedAt: string,
): void {
  if (value === null) {
    tx.remove('settings', [name]);
    return;
  }
  const row = { name, value, updated_at: updatedAt };
  if (tx.raw.get('settings', name) === null) tx.insert('settings', row);
  else tx.update('settings', [name], row);
}
