import {
  defaultRangeExtractor,
  useVirtualizer,
  type Range,
  type VirtualItem,
  type Virtualizer,
} from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { cx } from './cx.ts';
import { headAbove, withHeads, type ListEntry } from './list-groups.ts';
import rowCss from './list-row.module.css';
import { useRemScale } from './rem.ts';
import { useListCursor, type ListChoices, type ListCursor } from './use-list-cursor.ts';
import css from './virtual-list.module.css';

const HEAD_HEIGHT = 28;
const GAP_ABOVE_HEAD = 8;

export interface VirtualListProps<T> extends ListChoices<T> {
  readonly label: string;
  readonly renderRow: (item: T) => ReactNode;
  /** In pixels at a text size of 16. */
  readonly rowHeight?: number | undefined;
  /** Items of the same group follow each other. */
  readonly groupOf?: ((item: T) => string | undefined) | undefined;
  readonly renderHead?: ((group: string) => ReactNode) | undefined;
  readonly ref?: Ref<HTMLDivElement | null> | undefined;
}

/** A listbox of any length with one tab stop. Only the rows in sight are in the document. */
export function VirtualList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, keyOf, label, groupOf } = props;
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(props.ref, () => box.current);
  const id = useId();
  const { entries, rows } = useEntries(items, keyOf, groupOf);
  const { virtualizer, stuckHead, keepRow, rowHeight } = useRows(box, entries, props.rowHeight);
  const cursor = useListCursor(props, {
    rowsPerPage: () => Math.floor((box.current?.clientHeight ?? 0) / rowHeight),
    scrollTo: (index) => scrollToRow(virtualizer, index, rows[index]),
  });
  keepRow(rows[cursor.activeIndex]);
  useRevealSelection(props, virtualizer, rows);

  return (
    <div
      ref={box}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={
        cursor.activeIndex < 0 ? undefined : `${id}${String(cursor.activeIndex)}`
      }
      className={css['list']}
      onKeyDown={cursor.onKeyDown}
      onFocus={cursor.onFocus}
    >
      <div
        role="presentation"
        className={css['sizer']}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((place) => {
          const entry = entries[place.index];
          if (entry === undefined) return null;
          if (entry.kind === 'item') {
            return (
              <OptionRow
                key={entry.key}
                id={`${id}${String(entry.index)}`}
                place={place}
                entry={entry}
                list={props}
                cursor={cursor}
              />
            );
          }
          return (
            <HeadRow key={entry.key} place={place} stuck={place.index === stuckHead()}>
              {props.renderHead?.(entry.group) ?? entry.group}
            </HeadRow>
          );
        })}
      </div>
    </div>
  );
}

interface Entries<T> {
  readonly entries: readonly ListEntry<T>[];
  /** The row of every item, for there are heads between them. */
  readonly rows: readonly number[];
}

function useEntries<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  groupOf: ((item: T) => string | undefined) | undefined,
): Entries<T> {
  return useMemo(() => {
    const entries = withHeads(items, keyOf, groupOf);
    const rows = entries.flatMap((entry, row) => (entry.kind === 'item' ? [row] : []));
    return { entries, rows };
  }, [items, keyOf, groupOf]);
}

type Rows = Virtualizer<HTMLDivElement, Element>;

interface RowsView {
  readonly virtualizer: Rows;
  readonly stuckHead: () => number | undefined;
  /** A row that stays in the document out of sight, because `aria-activedescendant` names it. */
  readonly keepRow: (row: number | undefined) => void;
  readonly rowHeight: number;
}

function useRows<T>(
  box: RefObject<HTMLDivElement | null>,
  entries: readonly ListEntry<T>[],
  height = 52,
): RowsView {
  const scale = useRemScale();
  const heads = useMemo(
    () => entries.flatMap((entry, row) => (entry.kind === 'head' ? [row] : [])),
    [entries],
  );
  const stuck = useRef<number | undefined>(undefined);
  const kept = useRef<number | undefined>(undefined);
  const rangeExtractor = useCallback(
    (range: Range) => {
      stuck.current = headAbove(heads, range.startIndex);
      const wanted = [stuck.current, kept.current].filter((row) => row !== undefined);
      return [...new Set([...wanted, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
    },
    [heads],
  );
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: entries.length,
    getScrollElement: () => box.current,
    getItemKey: (row) => entries[row]?.key ?? row,
    estimateSize: (row) => {
      if (entries[row]?.kind !== 'head') return height * scale;
      return (row === 0 ? HEAD_HEIGHT : HEAD_HEIGHT + GAP_ABOVE_HEAD) * scale;
    },
    rangeExtractor,
    overscan: 8,
    paddingEnd: GAP_ABOVE_HEAD * scale,
    scrollPaddingStart: heads.length > 0 ? HEAD_HEIGHT * scale : GAP_ABOVE_HEAD * scale,
    scrollPaddingEnd: GAP_ABOVE_HEAD * scale,
  });
  return {
    virtualizer,
    rowHeight: height * scale,
    stuckHead: () => stuck.current,
    keepRow: (row) => (kept.current = row),
  };
}

/** A selection that was made elsewhere, such as by a search, is brought into sight. */
function useRevealSelection<T>(
  { items, keyOf, selectedKey }: VirtualListProps<T>,
  virtualizer: Rows,
  rows: readonly number[],
): void {
  const row = rows[items.findIndex((item) => keyOf(item) === selectedKey)];
  useEffect(() => {
    if (row !== undefined) virtualizer.scrollToIndex(row, { align: 'auto' });
  }, [virtualizer, row]);
}

function scrollToRow(virtualizer: Rows, index: number, row: number | undefined): void {
  if (index === 0) virtualizer.scrollToOffset(0);
  else if (row !== undefined) virtualizer.scrollToIndex(row, { align: 'auto' });
}

interface HeadRowProps {
  readonly place: VirtualItem;
  readonly stuck: boolean;
  readonly children: ReactNode;
}

function HeadRow({ place, stuck, children }: HeadRowProps): ReactNode {
  return (
    <div
      role="presentation"
      className={cx(css['head'], stuck && css['stuck'])}
      style={stuck ? undefined : placeOf(place)}
    >
      {children}
    </div>
  );
}

interface OptionRowProps<T> {
  readonly id: string;
  readonly place: VirtualItem;
  readonly entry: Extract<ListEntry<T>, { readonly kind: 'item' }>;
  readonly list: VirtualListProps<T>;
  readonly cursor: ListCursor<T>;
}

function OptionRow<T>({ id, place, entry, list, cursor }: OptionRowProps<T>): ReactNode {
  const { item, index } = entry;
  return (
    <div
      id={id}
      role="option"
      aria-selected={list.keyOf(item) === list.selectedKey}
      aria-setsize={list.items.length}
      aria-posinset={index + 1}
      data-active={index === cursor.activeIndex || undefined}
      className={cx(rowCss['row'], css['row'])}
      style={placeOf(place)}
      onClick={() => cursor.onPick(item)}
      onDoubleClick={() => list.onActivate?.(item)}
    >
      {list.renderRow(item)}
    </div>
  );
}

function placeOf({ start, size }: VirtualItem): {
  readonly transform: string;
  readonly height: number;
} {
  return { transform: `translateY(${String(start)}px)`, height: size };
}
