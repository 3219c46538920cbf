import type { ReactNode } from 'react';
import css from './one-time-code.module.css';
import { CountdownRing } from './ring.tsx';

/** The ring turns brass for these last seconds. */
const LATE_S = 5;

export interface OneTimeCodeProps {
  /** Digits in a row, or null while they are not known. */
  readonly code: string | null;
  readonly remainingS: number;
  readonly periodS: number;
  /** The seconds in words, such as "18 s". */
  readonly remainingText: string;
}

export function OneTimeCode({
  code,
  remainingS,
  periodS,
  remainingText,
}: OneTimeCodeProps): ReactNode {
  return (
    <span className={css['otp']}>
      <span className={css['code']} translate="no">
        {inHalves(code ?? '')}
      </span>
      <CountdownRing
        remaining={remainingS}
        total={periodS}
        tone={remainingS <= LATE_S ? 'brass' : 'accent'}
      />
      <span className="quiet fig">{remainingText}</span>
    </span>
  );
}

function inHalves(code: string): string {
  const half = Math.ceil(code.length / 2);
  return code.length < 6 ? code : `${code.slice(0, half)} ${code.slice(half)}`;
}
