import { ShieldAlert } from 'lucide-react';
import { useId, type ReactElement, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { openOverlay } from '../../app/route.ts';
import { useStatus } from '../../app/status.ts';
import { Bones } from '../../components/bones.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Bar, PaneScroll, SheetPane } from '../../components/panes.tsx';
import { PageSheet } from '../../components/record.tsx';
import { RefusalLine } from '../doors/refusal-line.tsx';
import { ContentProtectionRow, LanguageRow, ThemeRow, TrayRow } from './preferences.tsx';
import { SettingRow } from './setting-row.tsx';
import { SETTING_GROUPS, type SettingEntry } from './setting-table.ts';
import css from './settings.module.css';
import { useSettings, type Settings } from './use-settings.ts';
import { VaultSetting } from './vault-setting.tsx';

export function SettingsView(): ReactElement {
  const { t } = useMessages();
  const settings = useSettings();
  const tampered = useStatus()?.state === 'tampered';
  const rows = (entries: readonly SettingEntry[]) => (
    <VaultRows entries={entries} settings={settings} disabled={tampered} />
  );
  return (
    <SheetPane main label={t('settings.title')}>
      <Bar title={t('settings.title')} />
      <PaneScroll label={t('settings.title')}>
        <PageSheet>
          <div className={css['groups']}>
            {tampered && (
              <Notice tone="brass" icon={ShieldAlert} title={t('settings.read_only')}>
                {t('settings.read_only.text')}
              </Notice>
            )}
            {settings.error !== null && <RefusalLine error={settings.error} />}
            <Group title={t('settings.appearance')}>
              <ThemeRow />
              <LanguageRow />
            </Group>
            <Group title={t('settings.window')}>
              <ContentProtectionRow />
              <TrayRow />
            </Group>
            <Group title={t('settings.locking')}>{rows(SETTING_GROUPS.locking)}</Group>
            <Group title={t('settings.clipboard_reveal')}>
              {rows(SETTING_GROUPS.clipboardReveal)}
            </Group>
            <Group title={t('settings.history_expiry')}>{rows(SETTING_GROUPS.historyExpiry)}</Group>
            <Group title={t('settings.password')}>
              <PasswordRow disabled={tampered} />
              {rows(SETTING_GROUPS.password)}
            </Group>
          </div>
        </PageSheet>
      </PaneScroll>
    </SheetPane>
  );
}

interface GroupProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Group({ title, children }: GroupProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={css['groupTitle']}>
        {title}
      </h2>
      {children}
    </section>
  );
}

interface VaultRowsProps {
  readonly entries: readonly SettingEntry[];
  readonly settings: Settings;
  readonly disabled: boolean;
}

function VaultRows({ entries, settings, disabled }: VaultRowsProps): ReactNode {
  const { t } = useMessages();
  const { values, error, put } = settings;
  if (error !== null) return <p className={css['hint']}>{t('settings.not_listed')}</p>;
  return entries.map((entry) => {
    const setting = values?.get(entry.name);
    if (setting === undefined) {
      return (
        <div
          key={entry.name}
          className={css['row']}
          role="status"
          aria-busy="true"
          aria-label={t('settings.loading')}
        >
          <Bones />
        </div>
      );
    }
    return (
      <VaultSetting
        key={entry.name}
        entry={entry}
        setting={setting}
        disabled={disabled}
        onChange={put}
      />
    );
  });
}

function PasswordRow({ disabled }: { readonly disabled: boolean }): ReactNode {
  const { t } = useMessages();
  return (
    <SettingRow label={t('settings.owner_password')} hint={t('settings.owner_password.hint')}>
      {({ describedBy }) => (
        <Button
          aria-describedby={describedBy}
          disabled={disabled}
          onClick={() => openOverlay({ kind: 'change_password' })}
        >
          {t('settings.change_password')}
        </Button>
      )}
    </SettingRow>
  );
}
