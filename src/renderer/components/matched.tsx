import type { ReactNode } from 'react';
import { partsOf } from './matched-text.ts';

export interface MatchedProps {
  readonly text: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A text with what was searched for in it marked. */
export function Matched({ text, ranges }: MatchedProps): ReactNode {
  return (
    <bdi>
      {partsOf(text, ranges).map((part, index) =>
        part.matched ? <mark key={index}>{part.text}</mark> : part.text,
      )}
    </bdi>
  );
}
