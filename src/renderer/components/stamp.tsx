import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { stampOf } from './stamp-word.ts';
import css from './stamp.module.css';
import { Tag } from './tag.tsx';

export interface StampProps {
  /** As the record has it. Nothing is shown without one. */
  readonly environment: string | null | undefined;
  readonly large?: boolean | undefined;
}

/** LIVE and PAPER differ in fill, edge, glyph and word. Any other environment is a tag in its own words. */
export function Stamp({ environment, large = false }: StampProps): ReactNode {
  const stamp = stampOf(environment);
  if (stamp === null) return null;
  if (stamp.kind === 'other') return <Tag>{stamp.word}</Tag>;
  return (
    <span className={cx(css['stamp'], css[stamp.kind], large && css['large'])}>{stamp.word}</span>
  );
}
