import { Dices } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { openOverlay } from '../../app/route.ts';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field, InputBox, controlProps } from '../../components/field.tsx';
import { Segments } from '../../components/segments.tsx';
import { Switch } from '../../components/switch.tsx';
import css from './generate.module.css';
import { holdPrefill } from './prefill.ts';
import { LIMITS, useSuggestion, type Choices } from './use-suggestion.ts';

const FIRST: Choices = {
  form: 'password',
  length: 24,
  symbols: true,
  ambiguous: false,
  words: 7,
  separator: '-',
};

/** A fresh password or passphrase. It goes nowhere but into a new secret: there is no way to copy free text. */
export function GenerateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t, language } = useMessages();
  const [choices, setChoices] = useState(FIRST);
  const { text, bits, error, again } = useSuggestion(choices);
  const use = () => {
    holdPrefill(new TextEncoder().encode(text));
    openOverlay({ kind: 'new_secret' });
  };
  return (
    <Dialog
      open
      title={t('generate.title')}
      onClose={onClose}
      footer={
        <DialogActs>
          <Button onClick={onClose}>{t('generate.close')}</Button>
          <Button tone="primary" disabled={text === ''} onClick={use}>
            {t('generate.use')}
          </Button>
        </DialogActs>
      }
    >
      <div className={css['row']}>
        <Segments
          label={t('generate.form')}
          value={choices.form}
          options={[
            { value: 'password', label: t('generate.password') },
            { value: 'passphrase', label: t('generate.passphrase') },
          ]}
          onChange={(form) => {
            setChoices({ ...choices, form });
          }}
        />
        <Button icon={Dices} data-autofocus onClick={again}>
          {t('generate.again')}
        </Button>
      </div>
      <output className={css['suggestion']} aria-live="off" translate="no">
        {text}
      </output>
      <p className="quiet fig" role="status">
        {error === null ? t('generate.bits', { count: bits }) : sentenceOf(error.code, language)}
      </p>
      {choices.form === 'password' ? (
        <PasswordChoices choices={choices} onChange={setChoices} />
      ) : (
        <PassphraseChoices choices={choices} onChange={setChoices} />
      )}
    </Dialog>
  );
}

interface ChoicesProps {
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

function PasswordChoices({ choices, onChange }: ChoicesProps): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <NumberField
        label={t('generate.length')}
        {...LIMITS.length}
        value={choices.length}
        onChange={(length) => {
          onChange({ ...choices, length });
        }}
      />
      <Switch
        checked={choices.symbols}
        onChange={(symbols) => {
          onChange({ ...choices, symbols });
        }}
      >
        {t('generate.symbols')}
      </Switch>
      <Switch
        checked={choices.ambiguous}
        onChange={(ambiguous) => {
          onChange({ ...choices, ambiguous });
        }}
      >
        {t('generate.ambiguous')}
      </Switch>
    </>
  );
}

const SEPARATOR_NAMES = {
  '-': 'generate.dash',
  ' ': 'generate.space',
  '.': 'generate.dot',
  _: 'generate.underscore',
} as const satisfies Record<Choices['separator'], MessageKey>;

const SEPARATORS = ['-', ' ', '.', '_'] as const;

function PassphraseChoices({ choices, onChange }: ChoicesProps): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <NumberField
        label={t('generate.words')}
        {...LIMITS.words}
        value={choices.words}
        onChange={(words) => {
          onChange({ ...choices, words });
        }}
      />
      <div className={css['group']}>
        <span className={css['label']}>{t('generate.separator')}</span>
        <Segments
          label={t('generate.separator')}
          value={choices.separator}
          options={SEPARATORS.map((value) => ({
            value,
            label: t(SEPARATOR_NAMES[value]),
          }))}
          onChange={(separator) => {
            onChange({ ...choices, separator });
          }}
        />
      </div>
    </>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number by slider or by typing it. */
function NumberField({ label, min, max, value, onChange }: NumberFieldProps): ReactNode {
  // What is being typed may be no number yet, or one that is too small for a moment.
  const [typed, setTyped] = useState(String(value));
  useEffect(() => {
    setTyped(String(value));
  }, [value]);
  const take = (text: string) => {
    setTyped(text);
    const number = Number(text);
    if (Number.isInteger(number) && number >= min && number <= max) onChange(number);
  };
  return (
    <Field label={label}>
      {(ids) => (
        <div className={css['number']}>
          <input
            {...controlProps(ids)}
            type="range"
            min={min}
            max={max}
            value={value}
            onChange={(event) => {
              take(event.currentTarget.value);
            }}
          />
          <InputBox>
            <input
              type="number"
              aria-label={label}
              min={min}
              max={max}
              value={typed}
              onChange={(event) => {
                take(event.currentTarget.value);
              }}
              onBlur={() => {
                setTyped(String(value));
              }}
            />
          </InputBox>
        </div>
      )}
    </Field>
  );
}
