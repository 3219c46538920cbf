import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './table.module.css';

export interface Column<T> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: T) => ReactNode;
  /** Numbers and times stand at the end. */
  readonly align?: 'start' | 'end' | undefined;
  /** The one column that names its row. */
  readonly rowHead?: boolean | undefined;
  /** Leaves in a narrow window. */
  readonly wide?: boolean | undefined;
  /** Takes the room that is left, and is clipped. */
  readonly fold?: boolean | undefined;
  readonly tone?: 'soft' | 'quiet' | undefined;
  readonly mono?: boolean | undefined;
  /** A CSS length; in a table of any length every column but the folding one needs it. */
  readonly width?: string | undefined;
}

function classOf<T>(column: Column<T>): string {
  return cx(
    column.align === 'end' && 'num',
    column.wide === true && 'is-wide',
    column.fold === true && css['fold'],
  );
}

export function HeadCells<T>({ columns }: { readonly columns: readonly Column<T>[] }): ReactNode {
  return columns.map((column) => (
    <th key={column.id} scope="col" className={classOf(column)}>
      {column.head}
    </th>
  ));
}

interface RowCellsProps<T> {
  readonly columns: readonly Column<T>[];
  readonly row: T;
}

export function RowCells<T>({ columns, row }: RowCellsProps<T>): ReactNode {
  return columns.map((column) => {
    const className = cx(classOf(column), column.tone, column.mono === true && 'mono');
    const content = <bdi>{column.cell(row)}</bdi>;
    return column.rowHead === true ? (
      <th key={column.id} scope="row" className={className}>
        {content}
      </th>
    ) : (
      <td key={column.id} className={className}>
        {content}
      </td>
    );
  });
}
