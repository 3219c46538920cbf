import type { ReactNode } from 'react';
import css from './spinner.module.css';

/** Decoration: what is busy says so itself with `aria-busy`. */
export function Spinner(): ReactNode {
  return <span className={css['spinner']} aria-hidden="true" />;
}
