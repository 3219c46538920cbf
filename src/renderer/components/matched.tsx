import type { ReactNode } from 'react';
import { partsOf } from './matched-text.ts';

export interface MatchedProps {
  readonly text: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/**
 * A text with what was searched for in it marked. Whatever shows it is a `bdi`: a second one in between would hide from
 * it which way the text runs, and with that where it is cut off.
 */
export function Matched({ text, ranges }: MatchedProps): ReactNode {
  return partsOf(text, ranges).map((part, index) =>
    part.matched ? <mark key={index}>{part.text}</mark> : part.text,
  );
}
