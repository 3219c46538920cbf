import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './guilloche.module.css';

interface Band {
  readonly rx: number;
  readonly ry: number;
  readonly angle: number;
}

function bandsOf(rx: number, ry: number, stepDegrees: number): readonly Band[] {
  const count = 180 / stepDegrees;
  return Array.from({ length: count }, (_, index) => ({ rx, ry, angle: index * stepDegrees }));
}

const BANDS = [...bandsOf(300, 118, 3), ...bandsOf(118, 46, 5)];

export interface GuillocheProps {
  /** `centre` fades out behind the text of a door, `corner` lies in the end corner of an empty sheet. */
  readonly place?: 'centre' | 'corner' | undefined;
}

/** Line work of a bank note, turned ellipses. On locked, first run and empty, nowhere else. */
export function Guilloche({ place = 'centre' }: GuillocheProps): ReactNode {
  return (
    <svg
      className={cx(css['guilloche'], place === 'corner' && css['corner'])}
      viewBox="-310 -310 620 620"
      aria-hidden="true"
    >
      {BANDS.map(({ rx, ry, angle }) => (
        <ellipse
          key={`${String(rx)}/${String(angle)}`}
          rx={rx}
          ry={ry}
          transform={`rotate(${String(angle)})`}
        />
      ))}
    </svg>
  );
}
