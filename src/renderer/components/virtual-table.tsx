import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { useRemScale } from './rem.ts';
import { HeadCells, RowCells, type Column } from './table-parts.tsx';
import css from './table.module.css';
import { useListCursor, type ListChoices, type ListCursor } from './use-list-cursor.ts';

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 28;
/** More is fetched so many rows before it is needed. */
const ROWS_AHEAD = 50;

export interface VirtualTableProps<T> extends ListChoices<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  /** All there are, when `items` holds the first part of them. */
  readonly total?: number | undefined;
  /** The last of `items` comes into sight: time to fetch more. */
  readonly onNearEnd?: (() => void) | undefined;
}

/** A table of any length whose rows can be selected. Only the rows in sight are in the document. */
export function VirtualTable<T>(props: VirtualTableProps<T>): ReactNode {
  const { label, columns, items, keyOf, total, onNearEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const scale = useRemScale();
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT * scale,
    overscan: 12,
    scrollPaddingStart: HEAD_HEIGHT * scale,
  });
  const cursor = useListCursor(props, {
    rowsPerPage: () => Math.floor((box.current?.clientHeight ?? 0) / (ROW_HEIGHT * scale)),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  });
  const places = virtualizer.getVirtualItems();
  useNearEnd(places.at(-1)?.index, items.length, onNearEnd);
  const before = places[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (places.at(-1)?.end ?? 0);
  const activeSeen = places.some((place) => place.index === cursor.activeIndex);

  return (
    <div ref={box} className={css['scroll']}>
      <table
        role="grid"
        aria-label={label}
        aria-rowcount={(total ?? items.length) + 1}
        aria-activedescendant={activeSeen ? `${id}${String(cursor.activeIndex)}` : undefined}
        tabIndex={0}
        className={cx(css['table'], css['inset'], css['long'])}
        onKeyDown={cursor.onKeyDown}
        onFocus={cursor.onFocus}
      >
        <Heads columns={columns} />
        <tbody>
          <Spacer height={before} />
          {places.map(({ index }) => {
            const row = items[index];
            if (row === undefined) return null;
            return (
              <SelectableRow
                key={keyOf(row)}
                id={`${id}${String(index)}`}
                row={row}
                index={index}
                table={props}
                cursor={cursor}
              />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

function useNearEnd(
  lastSeen: number | undefined,
  count: number,
  onNearEnd: (() => void) | undefined,
): void {
  const isNear = lastSeen !== undefined && lastSeen >= count - 1 - ROWS_AHEAD;
  useEffect(() => {
    if (isNear) onNearEnd?.();
  }, [isNear, count, onNearEnd]);
}

function Heads<T>({ columns }: { readonly columns: readonly Column<T>[] }): ReactNode {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width, wide }) => (
          <col key={id} className={cx(wide === true && 'is-wide')} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <HeadCells columns={columns} />
        </tr>
      </thead>
    </>
  );
}

interface SelectableRowProps<T> {
  readonly id: string;
  readonly row: T;
  readonly index: number;
  readonly table: VirtualTableProps<T>;
  readonly cursor: ListCursor<T>;
}

function SelectableRow<T>({ id, row, index, table, cursor }: SelectableRowProps<T>): ReactNode {
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={table.keyOf(row) === table.selectedKey}
      data-active={index === cursor.activeIndex || undefined}
      onClick={() => cursor.onPick(row)}
      onDoubleClick={() => table.onActivate?.(row)}
    >
      <RowCells columns={table.columns} row={row} />
    </tr>
  );
}

/** One cell only: columns that have left a narrow window must not come back by a span. */
function Spacer({ height }: { readonly height: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tr className={css['spacer']} aria-hidden="true">
      <td style={{ height }} />
    </tr>
  );
}
