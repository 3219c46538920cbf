import type { ReactNode } from 'react';
import css from './dialog.module.css';

/** The buttons of a dialog, the one that goes on last. */
export function DialogActs({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={css['acts']}>{children}</div>;
}
