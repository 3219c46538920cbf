import type { ReactNode } from 'react';
import css from './trace.module.css';

export interface TraceStep {
  readonly id: string;
  readonly title: ReactNode;
  /** Under the title, one line each. */
  readonly lines: readonly ReactNode[];
  readonly current?: boolean | undefined;
}

/** What happened under one correlation id, in order. */
export function Trace({
  label,
  steps,
}: {
  readonly label: string;
  readonly steps: readonly TraceStep[];
}): ReactNode {
  return (
    <ol className={css['trace']} aria-label={label}>
      {steps.map(({ id, title, lines, current }) => (
        <li key={id} aria-current={current === true ? 'step' : undefined}>
          <b>{title}</b>
          {lines.map((line, index) => (
            <span key={index} className={css['line']}>
              {line}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}
