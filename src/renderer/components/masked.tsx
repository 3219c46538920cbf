import type { ReactNode } from 'react';
import css from './masked.module.css';

/** Always as many, so that they say nothing about the length. */
const DOTS = '•'.repeat(16);

export interface MaskedValueProps {
  readonly revealed?: string | undefined;
  /** What a screen reader says instead of the dots, such as "hidden". */
  readonly label: string;
}

export function MaskedValue({ revealed, label }: MaskedValueProps): ReactNode {
  if (revealed === undefined) {
    return (
      <span className={css['masked']} role="img" aria-label={label}>
        {DOTS}
      </span>
    );
  }
  return (
    <bdi className={css['revealed']} translate="no">
      {revealed}
    </bdi>
  );
}
