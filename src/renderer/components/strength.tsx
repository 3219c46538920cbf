import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './strength.module.css';

export type StrengthLevel = 0 | 1 | 2 | 3 | 4;

export interface StrengthMeterProps {
  readonly level: StrengthLevel;
  /** Such as "Good". */
  readonly word: string;
  /** What to do, or why it is good. */
  readonly sentence: string;
  /** Such as "81 bits". */
  readonly bits: string;
  /** Such as "Strength 3 of 4". */
  readonly label: string;
  readonly id?: string | undefined;
}

const TONES = ['wax', 'wax', 'brass', 'ok', 'ok'] as const;
const STEPS = [1, 2, 3, 4] as const;

export function StrengthMeter({
  level,
  word,
  sentence,
  bits,
  label,
  id,
}: StrengthMeterProps): ReactNode {
  const tone = TONES[level];
  return (
    <>
      <div className={cx(css['strength'], css[tone])} role="img" aria-label={label}>
        {STEPS.map((step) => (
          <span key={step} className={cx(step <= level && css['full'])} />
        ))}
      </div>
      <p id={id} className={css['words']} role="status">
        <span>
          {word !== '' && <b className={tone}>{word}</b>} {sentence}
        </span>
        <span className="nowrap">{bits}</span>
      </p>
    </>
  );
}
