import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useMessages, type Translate } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { IconButton } from '../../components/button.tsx';
import { controlProps, InputBox, type FieldIds } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { vaultClient } from '../../vault-client.ts';
import type { SettingReply } from '../../../shared/ipc/replies.ts';
import { SettingRow } from './setting-row.tsx';
import {
  choicesOf,
  sayChoice,
  sentText,
  shownText,
  type SettingControl,
  type SettingEntry,
} from './setting-table.ts';
import css from './settings.module.css';
import { useSaving } from './use-saving.ts';

export interface VaultSettingProps {
  readonly entry: SettingEntry;
  readonly setting: SettingReply;
  readonly disabled: boolean;
  readonly onChange: (setting: SettingReply) => void;
}

/** One setting that is kept in the vault. It acts at once; what is refused stays in its field. */
export function VaultSetting({ entry, setting, disabled, onChange }: VaultSettingProps): ReactNode {
  const { t, language } = useMessages();
  const { saved, error, save, forget } = useSaving<SettingReply>();
  const { name, control, zeroWarning } = entry;
  const take = (reply: SettingReply | null) => {
    if (reply !== null) onChange(reply);
  };
  const set = (value: string) => void save(vaultClient.settings.set({ name, value })).then(take);
  const reset = () => void save(vaultClient.settings.reset({ name })).then(take);
  const refused =
    error?.code === 'invalid_input' && control.kind === 'text' ? t(control.refused) : null;
  return (
    <SettingRow
      label={t(entry.label)}
      hint={t(entry.hint)}
      error={error !== null && (refused ?? sentenceOf(error.code, language))}
      saved={saved}
      labelled={control.kind === 'text'}
      warning={setting.value === 0 && zeroWarning !== undefined && t(zeroWarning)}
      start={
        setting.value !== setting.default &&
        !disabled && (
          <IconButton
            label={t('settings.reset', { value: say(control, setting.default, t) })}
            icon={RotateCcw}
            iconSize={14}
            onClick={reset}
          />
        )
      }
    >
      {(ids) =>
        control.kind === 'choice' ? (
          <ChoiceSetting
            {...{ ids, control, disabled }}
            label={t(entry.label)}
            value={Number(setting.value)}
            onSet={set}
          />
        ) : (
          <TextSetting
            {...{ ids, disabled }}
            value={setting.value}
            numeric={control.numeric}
            onSet={set}
            onType={forget}
          />
        )
      }
    </SettingRow>
  );
}

interface ChoiceSettingProps {
  readonly ids: FieldIds;
  readonly label: string;
  readonly control: Extract<SettingControl, { kind: 'choice' }>;
  readonly value: number;
  readonly disabled: boolean;
  readonly onSet: (value: string) => void;
}

function ChoiceSetting({
  ids,
  label,
  control,
  value,
  disabled,
  onSet,
}: ChoiceSettingProps): ReactNode {
  const { t } = useMessages();
  return (
    <Select
      bare
      label={label}
      aria-describedby={ids.describedBy}
      className={css['field']}
      disabled={disabled}
      value={String(value)}
      options={choicesOf(control, value).map((choice) => ({
        value: String(choice),
        label: say(control, choice, t),
      }))}
      onChange={onSet}
    />
  );
}

function say(control: SettingControl, value: number | string, t: Translate): string {
  if (control.kind === 'text') return shownText(value);
  const { key, values } = sayChoice(control, Number(value));
  return t(key, values);
}

interface TextSettingProps {
  readonly ids: FieldIds;
  readonly value: number | string;
  readonly numeric: boolean;
  readonly disabled: boolean;
  readonly onSet: (value: string) => void;
  readonly onType: () => void;
}

/** Taken over by Enter and on leaving; Esc takes back what was typed. */
function TextSetting({
  ids,
  value,
  numeric,
  disabled,
  onSet,
  onType,
}: TextSettingProps): ReactNode {
  const kept = shownText(value);
  const [typed, setTyped] = useState(kept);
  /** What was sent last: leaving a refused text does not send it again. */
  const before = useRef(kept);
  useEffect(() => {
    before.current = kept;
    setTyped(kept);
  }, [kept]);
  const commit = () => {
    if (typed === before.current) return;
    before.current = typed;
    onSet(sentText(typed));
  };
  return (
    <span className={css['field']}>
      <InputBox invalid={ids.invalid}>
        <input
          {...controlProps(ids)}
          type="text"
          inputMode={numeric ? 'numeric' : undefined}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          value={typed}
          onChange={(event) => {
            before.current = kept;
            setTyped(event.currentTarget.value);
            onType();
          }}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') {
              setTyped(kept);
              before.current = kept;
              onType();
            }
          }}
        />
      </InputBox>
    </span>
  );
}
