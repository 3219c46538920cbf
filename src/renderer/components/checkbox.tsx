import type { ComponentProps, ReactNode } from 'react';
import css from './checkbox.module.css';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
}

/** Takes effect with the button of its form; what acts at once is a switch. */
export function Checkbox({ children, hint, className, ...rest }: CheckboxProps): ReactNode {
  return (
    <label className={css['check']}>
      <input {...rest} type="checkbox" className={cx(css['box'], className)} />
      <span>
        {children}
        {hint !== undefined && <span className={css['hint']}>{hint}</span>}
      </span>
    </label>
  );
}
