import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './switch.module.css';

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'role' | 'onChange'> {
  readonly onChange?: ((on: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** Acts at once. */
export function Switch({ children, onChange, className, ...rest }: SwitchProps): ReactNode {
  return (
    <label className={cx(css['switch'], className)}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
