import { CircleAlert, Search, type LucideIcon } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './field.module.css';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import { Spinner } from './spinner.tsx';

export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What happened and what to do about it. It stands in the hint's place. */
  readonly error?: ReactNode;
  readonly children: (ids: FieldIds) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}hint`;
  const invalid = isThere(error);
  const described = invalid || isThere(hint);
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      {children({ id, invalid, describedBy: described ? hintId : undefined })}
      {/* There before the error is, or a screen reader would not notice it. */}
      <div role="status">
        {invalid && (
          <Hint id={hintId} tone="wax" icon={CircleAlert}>
            {error}
          </Hint>
        )}
      </div>
      {!invalid && isThere(hint) && <Hint id={hintId}>{hint}</Hint>}
    </div>
  );
}

function isThere(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false && node !== '';
}

export interface HintProps {
  readonly id?: string | undefined;
  readonly tone?: 'plain' | 'brass' | 'wax' | undefined;
  readonly icon?: LucideIcon | undefined;
  /** Read out when its text changes. */
  readonly live?: boolean | undefined;
  readonly children: ReactNode;
}

/** A sentence below a control. */
export function Hint({ id, tone = 'plain', icon, live = false, children }: HintProps): ReactNode {
  return (
    <p id={id} className={cx(css['hint'], css[tone])} role={live ? 'status' : undefined}>
      {icon && <Icon icon={icon} size={14} />}
      <span>{children}</span>
    </p>
  );
}

export interface InputBoxProps {
  readonly large?: boolean | undefined;
  readonly invalid?: boolean | undefined;
  readonly busy?: boolean | undefined;
  /** Grows with what is in it, like a text area. */
  readonly tall?: boolean | undefined;
  readonly children: ReactNode;
}

/** The frame round whatever is typed into. */
export function InputBox({ large, invalid, busy, tall, children }: InputBoxProps): ReactNode {
  return (
    <div
      className={cx(
        css['box'],
        large === true && css['large'],
        invalid === true && css['invalid'],
        tall === true && css['tall'],
      )}
      aria-busy={busy === true || undefined}
    >
      {children}
      {busy === true && <Spinner />}
    </div>
  );
}

/** What a field gives to the control in it. */
export function controlProps(ids: FieldIds): {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
} {
  return {
    id: ids.id,
    'aria-describedby': ids.describedBy,
    'aria-invalid': ids.invalid || undefined,
  };
}

interface TextExtras {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly busy?: boolean | undefined;
  readonly mono?: boolean | undefined;
}

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'id'>, TextExtras {
  readonly large?: boolean | undefined;
  /** After the text, such as a check mark or a unit. */
  readonly end?: ReactNode;
}

export function TextInput({
  label,
  hint,
  error,
  busy,
  large,
  mono = false,
  end,
  className,
  ...rest
}: TextInputProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <InputBox large={large} invalid={ids.invalid} busy={busy}>
          <input
            type="text"
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            {...rest}
            {...controlProps(ids)}
            className={cx(mono && 'mono', className)}
          />
          {end}
        </InputBox>
      )}
    </Field>
  );
}

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'>, TextExtras {}

export function TextArea({
  label,
  hint,
  error,
  busy,
  mono = false,
  className,
  ...rest
}: TextAreaProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <InputBox invalid={ids.invalid} busy={busy} tall>
          <textarea
            rows={3}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            {...rest}
            {...controlProps(ids)}
            className={cx(mono && 'mono', className)}
          />
        </InputBox>
      )}
    </Field>
  );
}

export interface SearchInputProps extends ComponentProps<'input'> {
  readonly label: string;
  /** The shortcut that leads here. */
  readonly keys?: readonly string[] | undefined;
}

export function SearchInput({ label, keys, ...rest }: SearchInputProps): ReactNode {
  return (
    <label className={cx(css['box'], css['search'])}>
      <Icon icon={Search} size={14} />
      <span className="sr-only">{label}</span>
      <input type="search" autoComplete="off" spellCheck={false} dir="auto" {...rest} />
      {keys && (
        <span aria-hidden="true">
          <Keys keys={keys} />
        </span>
      )}
    </label>
  );
}
