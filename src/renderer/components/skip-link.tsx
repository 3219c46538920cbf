import type { ReactNode } from 'react';
import css from './skip-link.module.css';

export interface SkipLinkProps {
  /** The id of what has the content. */
  readonly target: string;
  readonly children: ReactNode;
}

/** The first stop of the Tab key. A link to a fragment would leave a trace in the address. */
export function SkipLink({ target, children }: SkipLinkProps): ReactNode {
  return (
    <button
      type="button"
      className={css['skip']}
      onClick={() => document.getElementById(target)?.focus()}
    >
      {children}
    </button>
  );
}
