import type { ComponentProps, ReactNode } from 'react';
import { controlProps, Field } from './field.tsx';
import css from './select.module.css';
import { cx } from './cx.ts';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<T extends string> extends Omit<
  ComponentProps<'select'>,
  'id' | 'value' | 'onChange' | 'children' | 'multiple'
> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
  /** The label is for screen readers only, as in a row of filters. */
  readonly bare?: boolean | undefined;
}

export function Select<T extends string>({
  label,
  hint,
  error,
  value,
  options,
  onChange,
  bare = false,
  className,
  ...rest
}: SelectProps<T>): ReactNode {
  const control = (props: ComponentProps<'select'>): ReactNode => (
    <select
      {...rest}
      {...props}
      className={cx(css['select'], className)}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
  if (bare) return control({ 'aria-label': label });
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => control(controlProps(ids))}
    </Field>
  );
}
