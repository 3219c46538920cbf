import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { ringShare } from './ring-share.ts';
import css from './ring.module.css';

export interface CountdownRingProps {
  /** In the same unit as `total`. */
  readonly remaining: number;
  readonly total: number;
  /** `brass` for the last seconds. */
  readonly tone?: 'accent' | 'brass' | undefined;
  /** Without it the ring is decoration beside written seconds. */
  readonly label?: string | undefined;
}

export function CountdownRing({
  remaining,
  total,
  tone = 'accent',
  label,
}: CountdownRingProps): ReactNode {
  return (
    <Ring label={label} className={cx(css['stepped'], tone === 'brass' && css['brass'])}>
      <Left share={ringShare(remaining, total)} />
    </Ring>
  );
}

/** A ring that runs by itself, once, from when it is shown. */
export function RunningRing({ durationMs }: { readonly durationMs: number }): ReactNode {
  return (
    <Ring className={css['running']}>
      <circle
        className={css['left']}
        cx="9"
        cy="9"
        r="7"
        pathLength="100"
        strokeDasharray="100 100"
        style={{
          animationDuration: `${String(durationMs)}ms`,
          // With reduced motion it moves once a second; the sheet decides whether this is used.
          ['--steps' as string]: `steps(${String(Math.max(Math.round(durationMs / 1000), 1))})`,
        }}
      />
    </Ring>
  );
}

interface RingProps {
  readonly label?: string | undefined;
  readonly className: string | undefined;
  readonly children: ReactNode;
}

function Ring({ label, className, children }: RingProps): ReactNode {
  return (
    <svg
      className={cx(css['ring'], className)}
      viewBox="0 0 18 18"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined || undefined}
    >
      <circle className={css['track']} cx="9" cy="9" r="7" />
      {children}
    </svg>
  );
}

function Left({ share }: { readonly share: number }): ReactNode {
  // A round cap would leave a dot at zero.
  if (share === 0) return null;
  return (
    <circle
      className={css['left']}
      cx="9"
      cy="9"
      r="7"
      pathLength="100"
      strokeDasharray={`${String(share)} 100`}
    />
  );
}
