import type { ReactNode } from 'react';
import { setPreferences, useInfo, useMessages } from '../../app/info.ts';
import { asRefusal, sentenceOf } from '../../app/refusal.ts';
import { Segments } from '../../components/segments.tsx';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import type { Preferences } from '../../../shared/ipc/replies.ts';
import type { Reply } from '../../../shared/ipc/types.ts';
import { SettingRow } from './setting-row.tsx';
import css from './settings.module.css';
import { useSaving } from './use-saving.ts';

interface Preference {
  readonly saved: boolean;
  readonly error: ReactNode;
  readonly set: (change: Partial<Preferences>) => void;
}

/** The window's own choices are kept beside the vault, and can be changed whatever state it is in. */
function usePreference(): Preference {
  const { language } = useMessages();
  const { saved, error, save } = useSaving<null>();
  const change = async (wanted: Partial<Preferences>): Promise<Reply<null>> => {
    try {
      await setPreferences(wanted);
      return { ok: true, value: null };
    } catch (thrown) {
      return { ok: false, error: asRefusal(thrown) };
    }
  };
  return {
    saved,
    error: error && sentenceOf(error.code, language),
    set: (wanted) => void save(change(wanted)),
  };
}

export function ThemeRow(): ReactNode {
  const { t } = useMessages();
  const { theme } = useInfo().preferences;
  const { saved, error, set } = usePreference();
  return (
    <SettingRow label={t('settings.theme')} saved={saved} error={error}>
      {() => (
        <Segments
          label={t('settings.theme')}
          value={theme}
          options={[
            { value: 'system', label: t('settings.theme.system') },
            { value: 'light', label: t('settings.theme.light') },
            { value: 'dark', label: t('settings.theme.dark') },
          ]}
          onChange={(wanted) => set({ theme: wanted })}
        />
      )}
    </SettingRow>
  );
}

export function LanguageRow(): ReactNode {
  const { t } = useMessages();
  const { language } = useInfo().preferences;
  const { saved, error, set } = usePreference();
  return (
    <SettingRow label={t('settings.language')} saved={saved} error={error}>
      {({ describedBy }) => (
        <Select
          bare
          label={t('settings.language')}
          aria-describedby={describedBy}
          className={css['field']}
          value={language}
          // A language is called by its own name, whatever the window speaks.
          options={[
            { value: 'system', label: t('settings.language.system') },
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
          onChange={(wanted) => set({ language: wanted })}
        />
      )}
    </SettingRow>
  );
}

export function ContentProtectionRow(): ReactNode {
  const { t } = useMessages();
  const { preferences, platform } = useInfo();
  const { saved, error, set } = usePreference();
  return (
    <SettingRow
      label={t('settings.content_protection')}
      hint={
        platform === 'linux'
          ? t('settings.content_protection.hint_linux')
          : t('settings.content_protection.hint')
      }
      saved={saved}
      error={error}
    >
      {({ describedBy }) => (
        <Switch
          aria-describedby={describedBy}
          checked={preferences.contentProtection}
          onChange={(on) => set({ contentProtection: on })}
        >
          <span className="sr-only">{t('settings.content_protection')}</span>
        </Switch>
      )}
    </SettingRow>
  );
}

export function TrayRow(): ReactNode {
  const { t } = useMessages();
  const { tray } = useInfo().preferences;
  const { saved, error, set } = usePreference();
  return (
    <SettingRow
      label={t('settings.tray')}
      hint={t('settings.tray.hint')}
      saved={saved}
      error={error}
    >
      {({ describedBy }) => (
        <Switch aria-describedby={describedBy} checked={tray} onChange={(on) => set({ tray: on })}>
          <span className="sr-only">{t('settings.tray')}</span>
        </Switch>
      )}
    </SettingRow>
  );
}
