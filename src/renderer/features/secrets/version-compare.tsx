import { X } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { FieldChange } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { SecretSummary, VersionSummary } from '../../../shared/secret.ts';
import { fieldLabel } from '../../../shared/templates.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useLanguage } from '../../components/language.ts';
import { Ledger, LedgerLine } from '../../components/ledger.tsx';
import { Section } from '../../components/section.tsx';
import { Select } from '../../components/select.tsx';
import { timeText } from '../../components/time-text.ts';
import { vaultClient } from '../../vault-client.ts';
import { RevealButton, ShownValue } from './field-line.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import css from './secrets.module.css';
import { useLoaded } from './use-loaded.ts';
import { useRevealed } from './use-revealed.ts';

const CHANGE_WORDS = {
  same: 'secrets.change.same',
  changed: 'secrets.change.changed',
  added: 'secrets.change.added',
  removed: 'secrets.change.removed',
} as const satisfies Record<FieldChange['change'], MessageKey>;

export interface VersionCompareProps {
  readonly secret: SecretSummary;
  readonly version: number;
  readonly versions: readonly VersionSummary[];
  readonly onClose: () => void;
}

/** How an older version differs from the current one or another, and the way back to it. */
export function VersionCompare(props: VersionCompareProps): ReactNode {
  const { secret, version, versions, onClose } = props;
  const { t } = useMessages();
  const { locale } = useLanguage();
  const [restoring, setRestoring] = useState(false);
  const createdAt = versions.find((one) => one.version === version)?.createdAt ?? '';
  return (
    <Section
      title={t('secrets.compare.title', {
        version: String(version),
        date: timeText(createdAt, { style: 'date', locale }),
      })}
      actions={
        <>
          <Button
            onClick={() => {
              setRestoring(true);
            }}
          >
            {t('secrets.restore')}
          </Button>
          <IconButton label={t('secrets.compare.close')} icon={X} iconSize={14} onClick={onClose} />
        </>
      }
    >
      <Changes {...props} />
      {restoring && (
        <RestoreDialog
          secret={secret}
          version={version}
          onClose={() => {
            setRestoring(false);
          }}
        />
      )}
    </Section>
  );
}

function Changes(props: VersionCompareProps): ReactNode {
  const { secret, version, versions } = props;
  const { id } = secret;
  const { t, language } = useMessages();
  const [other, setOther] = useState(
    () => versions.find((one) => one.current)?.version ?? secret.version,
  );
  const load = useCallback(
    () => vaultClient.secrets.compare({ id, version, with: other }),
    [id, version, other],
  );
  const { value, error } = useLoaded(load);
  return (
    <Ledger>
      <LedgerLine label={t('secrets.compare.with')}>
        <OtherVersion {...props} other={other} onChange={setOther} />
      </LedgerLine>
      {value?.fields.map((field) => (
        <ChangeLine
          key={`${field.name} ${String(other)}`}
          id={id}
          field={field}
          version={version}
          isEarlier={version < other}
          provider={secret.metadata.provider}
        />
      ))}
      {value !== null && value.totp !== 'same' && (
        <LedgerLine label={t('secrets.totp')}>{t(CHANGE_WORDS[value.totp])}</LedgerLine>
      )}
      {error !== null && (
        <LedgerLine label="" prose>
          <span className="wax">{sentenceOf(error.code, language)}</span>
        </LedgerLine>
      )}
    </Ledger>
  );
}

interface OtherVersionProps extends VersionCompareProps {
  readonly other: number;
  readonly onChange: (version: number) => void;
}

function OtherVersion({ version, versions, other, onChange }: OtherVersionProps): ReactNode {
  const { t } = useMessages();
  const { locale } = useLanguage();
  return (
    <Select
      bare
      label={t('secrets.compare.with')}
      value={String(other)}
      options={versions
        .filter((one) => one.version !== version)
        .map((one) => ({
          value: String(one.version),
          label: t(one.current ? 'secrets.compare.current' : 'secrets.compare.older', {
            version: String(one.version),
            date: timeText(one.createdAt, { style: 'date', locale }),
          }),
        }))}
      onChange={(chosen) => {
        onChange(Number(chosen));
      }}
    />
  );
}

interface ChangeLineProps {
  readonly id: string;
  readonly field: FieldChange;
  readonly version: number;
  /** Than the one it is compared with. */
  readonly isEarlier: boolean;
  readonly provider: string | undefined;
}

/** One field of the older version: what became of it, and its older value on request. */
function ChangeLine({ id, field, version, isEarlier, provider }: ChangeLineProps): ReactNode {
  const { t } = useMessages();
  const key = fieldLabel(field.name, provider);
  const label = key === null ? field.name : t(key);
  const revealing = useRevealed({ id, field: field.name, version });
  const wasThere = field.change !== (isEarlier ? 'added' : 'removed');
  return (
    <LedgerLine
      label={label}
      prose={revealing.revealed !== null}
      actions={wasThere ? <RevealButton label={label} {...revealing} /> : undefined}
    >
      {revealing.revealed === null ? (
        <span className={field.change === 'same' ? 'quiet' : css['changed']}>
          {t(CHANGE_WORDS[field.change])}
        </span>
      ) : (
        <ShownValue revealed={revealing.revealed} />
      )}
    </LedgerLine>
  );
}
