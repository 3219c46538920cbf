import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { HeadCells, RowCells, type Column } from './table-parts.tsx';
import css from './table.module.css';

export interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** The heads are for screen readers only. */
  readonly hideHead?: boolean | undefined;
  /** As wide as its pane. */
  readonly inset?: boolean | undefined;
  /** Rows that are over and kept for the record. */
  readonly isEnded?: ((row: T) => boolean) | undefined;
}

export function Table<T>({
  label,
  columns,
  rows,
  keyOf,
  hideHead = false,
  inset = false,
  isEnded,
}: TableProps<T>): ReactNode {
  return (
    <table className={cx(css['table'], inset && css['inset'])} aria-label={label}>
      <thead className={cx(hideHead && 'sr-only')}>
        <tr>
          <HeadCells columns={columns} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={cx(isEnded?.(row) === true && css['ended'])}>
            <RowCells columns={columns} row={row} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
