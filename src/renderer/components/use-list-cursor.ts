import { useState, type KeyboardEvent } from 'react';
import { moveBy } from './list-keys.ts';
import { isTyping } from './type-ahead.ts';
import { useTypeAhead } from './use-type-ahead.ts';

export type SelectedBy = 'keyboard' | 'pointer';

export interface ListChoices<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** For type-ahead. */
  readonly labelOf?: ((item: T) => string) | undefined;
  readonly selectedKey?: string | null | undefined;
  /** Keys select as they move; `how` lets a narrow window open only what was clicked. */
  readonly onSelect?: ((item: T, how: SelectedBy) => void) | undefined;
  /** Enter, or a double click. */
  readonly onActivate?: ((item: T) => void) | undefined;
  /** For keys on top of these, such as Delete. Called first; `preventDefault` ends it. */
  readonly onKeyDown?: ((event: KeyboardEvent, active: T | undefined) => void) | undefined;
}

export interface ListCursor<T> {
  /** -1 while there is none. */
  readonly activeIndex: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onPick: (item: T) => void;
}

interface CursorView {
  readonly rowsPerPage: () => number;
  readonly scrollTo: (index: number) => void;
}

/** The active row of a list whose one tab stop is the list itself: it follows the selection, keys and clicks. */
export function useListCursor<T>(choices: ListChoices<T>, view: CursorView): ListCursor<T> {
  const { items, keyOf, labelOf, selectedKey = null, onSelect, onActivate } = choices;
  const [activeKey, setActiveKey] = useState<string | null>(selectedKey);
  const [seenKey, setSeenKey] = useState(selectedKey);
  if (seenKey !== selectedKey) {
    setSeenKey(selectedKey);
    if (selectedKey !== null) setActiveKey(selectedKey);
  }
  const typeAhead = useTypeAhead();
  const activeIndex =
    activeKey === null ? -1 : items.findIndex((item) => keyOf(item) === activeKey);

  const goTo = (index: number): void => {
    const item = items[index];
    if (item === undefined) return;
    setActiveKey(keyOf(item));
    view.scrollTo(index);
    onSelect?.(item, 'keyboard');
  };
  const labelAt = (index: number): string | undefined => {
    const item = items[index];
    return item === undefined ? undefined : labelOf?.(item);
  };

  return {
    activeIndex,
    onPick: (item) => {
      setActiveKey(keyOf(item));
      onSelect?.(item, 'pointer');
    },
    onFocus: () => {
      const first = items[0];
      if (activeIndex < 0 && first !== undefined) setActiveKey(keyOf(first));
    },
    onKeyDown: (event) => {
      const active = items[activeIndex];
      choices.onKeyDown?.(event, active);
      if (event.defaultPrevented || event.target !== event.currentTarget) return;
      const { key } = event;
      if (key === 'Enter' && active !== undefined) {
        event.preventDefault();
        onActivate?.(active);
        return;
      }
      const position = { index: activeIndex, count: items.length, page: view.rowsPerPage() };
      const target = isPlain(event)
        ? (moveBy(key, position) ??
          (isTyping(event) ? typeAhead(key, labelAt, items.length, activeIndex) : undefined))
        : undefined;
      if (target === undefined) return;
      event.preventDefault();
      goTo(target);
    },
  };
}

function isPlain({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey;
}
