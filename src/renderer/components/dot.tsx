import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './dot.module.css';

export type DotState = 'on' | 'off' | 'wait' | 'harm';

/** Decoration beside a word that says the same. The four differ in fill and shape too. */
export function Dot({ state }: { readonly state: DotState }): ReactNode {
  return <span className={cx(css['dot'], css[state])} data-state={state} aria-hidden="true" />;
}
