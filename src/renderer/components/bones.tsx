import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './bones.module.css';

/** Two lines in the place of a text that is on its way. Whatever holds them says `aria-busy`. */
export function Bones(): ReactNode {
  return (
    <span className={css['bones']} aria-hidden="true">
      <span className={cx(css['bone'], css['short'])} />
      <span className={cx(css['bone'], css['long'])} />
    </span>
  );
}
