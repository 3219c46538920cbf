import { Plus, Trash2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { Hint, TextInput } from '../../components/field.tsx';
import { Switch } from '../../components/switch.tsx';
import type { FormPartProps } from './form-part.ts';
import { ownField, type FormField } from './form-state.ts';
import { FormTotp } from './form-totp.tsx';
import { KeptLine } from './kept-line.tsx';
import css from './secret-form.module.css';
import { ValueInput } from './value-input.tsx';

export interface FormFieldsProps extends FormPartProps {
  /** For the first concealed field. */
  readonly prefill: Uint8Array | null;
  /** The vault holds a seed of one-time codes. */
  readonly storedTotp: boolean;
}

/** What is secret: typed for a new record; kept, replaced or removed in one that is there. */
export function FormFields({ prefill, storedTotp, ...props }: FormFieldsProps): ReactNode {
  const { t } = useMessages();
  const { form, problems } = props;
  const first = form.fields.find(({ concealed }) => concealed)?.key;
  return (
    <div className={css['fields']}>
      {form.fields.map((field, at) =>
        field.state === 'typed' ? (
          <TypedField
            key={field.key}
            {...props}
            field={field}
            prefill={field.key === first ? prefill : null}
            autoFocus={at === 0 || field.stored}
          />
        ) : (
          <StoredField key={field.key} {...props} field={field} />
        ),
      )}
      {form.totp !== 'none' && <FormTotp {...props} stored={storedTotp} />}
      {problems['fields'] !== undefined && (
        <div role="alert">
          <Hint tone="wax">{t(problems['fields'])}</Hint>
        </div>
      )}
      <Adds {...props} />
    </div>
  );
}

function Adds({ form, onChange }: Pick<FormPartProps, 'form' | 'onChange'>): ReactNode {
  const { t } = useMessages();
  const addField = () => {
    const used = form.fields.map(({ key }) => Number(/^own-(\d+)$/.exec(key)?.[1] ?? 0));
    onChange({ ...form, fields: [...form.fields, ownField(1 + Math.max(0, ...used))] });
  };
  return (
    <div className={css['adds']}>
      <Button tone="quiet" icon={Plus} onClick={addField}>
        {t('secret_form.add_field')}
      </Button>
      {form.totp === 'none' && (
        <Button
          tone="quiet"
          icon={Plus}
          onClick={() => {
            onChange({ ...form, totp: 'typed' });
          }}
        >
          {t('secret_form.add_totp')}
        </Button>
      )}
    </div>
  );
}

interface OneFieldProps extends FormPartProps {
  readonly field: FormField;
}

function changeField(
  { form, onChange, field }: Pick<OneFieldProps, 'form' | 'onChange' | 'field'>,
  change: Partial<FormField> | null,
): void {
  const changed = form.fields.flatMap((other) => {
    if (other.key !== field.key) return [other];
    return change === null ? [] : [{ ...other, ...change }];
  });
  onChange({ ...form, fields: changed });
}

/** Values that the owner makes up rather than gets. */
const MADE_UP = ['password', 'value'];

interface TypedFieldProps extends OneFieldProps {
  readonly prefill: Uint8Array | null;
  readonly autoFocus: boolean;
}

function TypedField(props: TypedFieldProps): ReactNode {
  const { field, inputs, problems, prefill, autoFocus, onTyped } = props;
  const { t } = useMessages();
  const { key, name, label, concealed, stored, optional } = field;
  const problem = problems[key];
  const own = label === null && !stored;
  const title = own ? t('secret_form.value') : label === null ? name : t(label);
  const value = (
    <ValueInput
      concealed={concealed}
      multiline={field.multiline}
      example={field.example}
      initial={field.initial}
      inputKey={key}
      inputs={inputs}
      label={
        <>
          {title} {optional && <span className="quiet">{t('secret_form.optional')}</span>}
        </>
      }
      error={problem === undefined ? undefined : t(problem)}
      generates={concealed && (own || MADE_UP.includes(name))}
      prefill={prefill}
      autoFocus={autoFocus}
      onTyped={() => {
        onTyped(key);
      }}
    />
  );
  if (own) return <OwnField {...props}>{value}</OwnField>;
  if (!stored) return value;
  return (
    <div className={css['replaced']}>
      {value}
      <Button
        tone="quiet"
        icon={Undo2}
        onClick={() => {
          changeField(props, { state: 'kept' });
        }}
      >
        {t('secret_form.keep')}
      </Button>
    </div>
  );
}

/** A field that the owner adds: what it is called, whether it is concealed, and its value. */
function OwnField(props: OneFieldProps & { readonly children: ReactNode }): ReactNode {
  const { field, onTyped, children } = props;
  const { t } = useMessages();
  return (
    <fieldset className={css['own']}>
      <legend className="sr-only">{t('secret_form.own_field')}</legend>
      <TextInput
        label={t('secret_form.field_name')}
        mono
        value={field.name}
        autoFocus
        onChange={(event) => {
          changeField(props, { name: event.currentTarget.value });
          onTyped(field.key);
        }}
      />
      {children}
      <div className={css['ownEnd']}>
        <Switch
          checked={field.concealed}
          onChange={(concealed) => {
            changeField(props, { concealed });
          }}
        >
          {t('secret_form.concealed')}
        </Switch>
        <Button
          tone="quiet"
          icon={Trash2}
          onClick={() => {
            changeField(props, null);
          }}
        >
          {t('secret_form.remove_field')}
        </Button>
      </div>
    </fieldset>
  );
}

/** A field of which the vault holds the value: it is never shown here. */
function StoredField(props: OneFieldProps): ReactNode {
  const { field } = props;
  const { t } = useMessages();
  const removed = field.state === 'removed';
  const label = field.label === null ? field.name : t(field.label);
  return (
    <KeptLine
      label={label}
      removed={removed}
      onReplace={() => {
        changeField(props, { state: 'typed' });
      }}
      onRemove={() => {
        changeField(props, { state: 'removed' });
      }}
      onKeep={() => {
        changeField(props, { state: 'kept' });
      }}
    />
  );
}
