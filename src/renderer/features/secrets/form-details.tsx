import { useState, type ReactNode } from 'react';
import { SECRET_LIMITS } from '../../../shared/secret.ts';
import type { SecretTemplate } from '../../../shared/templates.ts';
import { nowText } from '../../clock.ts';
import { useMessages } from '../../app/info.ts';
import {
  Field,
  Hint,
  InputBox,
  TextArea,
  TextInput,
  controlProps,
} from '../../components/field.tsx';
import { Segments } from '../../components/segments.tsx';
import { stampOf } from '../../components/stamp-word.ts';
import { addDays, localDay } from './days.ts';
import type { SecretForm } from './form-state.ts';
import css from './secret-form.module.css';

export interface FormDetailsProps {
  readonly form: SecretForm;
  readonly onChange: (form: SecretForm) => void;
  readonly template: SecretTemplate;
}

/** Fields of a template that say where the provider answers, so that no address is asked for beside them. */
const ADDRESS_FIELDS = ['base-url', 'endpoint'];

/** Whose it is and where it is used: asked for where the provider has such a thing, or something is there. */
export function ProviderDetails({ form, onChange, template }: FormDetailsProps): ReactNode {
  const { t } = useMessages();
  const text = (key: 'provider' | 'account' | 'url', label: string, mono = false) => (
    <TextInput
      key={key}
      label={label}
      mono={mono}
      maxLength={key === 'url' ? SECRET_LIMITS.urlChars : SECRET_LIMITS.metadataTextChars}
      value={form[key]}
      onChange={(event) => {
        onChange({ ...form, [key]: event.currentTarget.value });
      }}
    />
  );
  const { brand, kind, account, addresses, fields } = template;
  const addressed = fields.some(({ name }) => ADDRESS_FIELDS.includes(name));
  const hasAddress = !addressed && (brand === null || Object.keys(addresses).length > 0);
  const parts = [
    brand === null &&
      text('provider', kind === 'generic' ? t('secret_form.service') : t('secret_form.provider')),
    (account !== null || form.account !== '') &&
      text('account', t(account ?? 'template.account.broker'), true),
    (hasAddress || form.url !== '') && text('url', t('secrets.address')),
  ].filter((part) => part !== false);
  return parts.length > 0 && <div className={css['two']}>{parts}</div>;
}

type Money = 'paper' | 'live' | 'other';

/** Paper or real money; anything else in the owner's own word. */
export function Environment({
  environment,
  onChange,
}: {
  readonly environment: string;
  readonly onChange: (environment: string) => void;
}): ReactNode {
  const { t } = useMessages();
  const stamp = stampOf(environment)?.kind ?? 'other';
  return (
    <div className={css['group']}>
      <span className={css['label']}>{t('secret_form.environment')}</span>
      <div className={css['row']}>
        <Segments<Money>
          label={t('secret_form.environment')}
          value={stamp}
          options={[
            { value: 'paper', label: t('secret_form.paper') },
            { value: 'live', label: t('secret_form.live') },
            { value: 'other', label: t('secret_form.other_word') },
          ]}
          onChange={(money) => {
            onChange(money === 'other' ? '' : money);
          }}
        />
        {stamp === 'other' && (
          <InputBox>
            <input
              aria-label={t('secret_form.environment_word')}
              placeholder={t('secret_form.environment_example')}
              maxLength={SECRET_LIMITS.metadataTextChars}
              value={environment}
              onChange={(event) => {
                onChange(event.currentTarget.value);
              }}
            />
          </InputBox>
        )}
      </div>
      {stamp === 'live' && <Hint tone="wax">{t('secrets.sub.live')}</Hint>}
    </div>
  );
}

const PRESETS = [30, 90, 365] as const;

type Preset = (typeof PRESETS)[number] | 'never' | 'date';

/** The day after which the key should not be used any longer. */
export function ExpiryDay({ form, onChange }: Omit<FormDetailsProps, 'template'>): ReactNode {
  const { t } = useMessages();
  const [today] = useState(() => localDay(nowText()));
  const { expiresOn } = form;
  const preset: Preset =
    expiresOn === ''
      ? 'never'
      : (PRESETS.find((days) => addDays(today, days) === expiresOn) ?? 'date');
  const set = (day: string) => {
    onChange({ ...form, expiresOn: day });
  };
  return (
    <Field label={t('secrets.expires')}>
      {(ids) => (
        <div className={css['row']}>
          <InputBox>
            <input
              {...controlProps(ids)}
              type="date"
              min={addDays(today, 1)}
              max="9999-12-31"
              value={expiresOn}
              onChange={(event) => {
                set(event.currentTarget.value);
              }}
            />
          </InputBox>
          <Segments<Preset>
            label={t('secret_form.expires_in')}
            value={preset}
            options={[
              ...PRESETS.map((days) => ({
                value: days,
                label: t('secret_form.days', { count: days }),
              })),
              { value: 'never' as const, label: t('secrets.expiry.never') },
            ]}
            onChange={(chosen) => {
              set(typeof chosen === 'number' ? addDays(today, chosen) : '');
            }}
          />
        </div>
      )}
    </Field>
  );
}

export function Notes({ form, onChange }: Omit<FormDetailsProps, 'template'>): ReactNode {
  const { t } = useMessages();
  return (
    <TextArea
      label={t('secrets.notes')}
      hint={t('secret_form.notes_hint')}
      maxLength={SECRET_LIMITS.descriptionChars}
      value={form.notes}
      onChange={(event) => {
        onChange({ ...form, notes: event.currentTarget.value });
      }}
    />
  );
}
