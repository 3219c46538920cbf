import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './ledger.module.css';

export interface LedgerProps {
  /** Values may run over several lines. */
  readonly prose?: boolean | undefined;
  readonly children: ReactNode;
}

/** Labels, the margin rule, values. */
export function Ledger({ prose = false, children }: LedgerProps): ReactNode {
  return <dl className={cx(css['ledger'], prose && css['prose'])}>{children}</dl>;
}

export interface LedgerLineProps {
  readonly label: ReactNode;
  /** Buttons at the end, always in the tab order. */
  readonly actions?: ReactNode;
  readonly mono?: boolean | undefined;
  /** The value may run over several lines. */
  readonly prose?: boolean | undefined;
  /** A double rule above. */
  readonly total?: boolean | undefined;
  readonly children: ReactNode;
}

export function LedgerLine({
  label,
  actions,
  mono = false,
  prose = false,
  total = false,
  children,
}: LedgerLineProps): ReactNode {
  return (
    <div className={cx(css['line'], total && css['total'])}>
      <dt className={css['label']}>{label}</dt>
      <dd className={cx(css['value'], prose && css['long'], mono && 'mono')}>
        <bdi>{children}</bdi>
      </dd>
      {actions !== undefined && <dd className={css['acts']}>{actions}</dd>}
    </div>
  );
}
