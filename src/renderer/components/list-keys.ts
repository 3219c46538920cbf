export interface ListPosition {
  /** -1 when nothing is chosen yet. */
  readonly index: number;
  readonly count: number;
  /** Rows that fit into the window of the list. */
  readonly page: number;
}

/** Where a key leads in a list, or undefined if the key is not one of a list. */
export function moveBy(key: string, { index, count, page }: ListPosition): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const clamp = (wanted: number): number => Math.min(Math.max(wanted, 0), last);
  switch (key) {
    case 'ArrowDown':
      return clamp(index + 1);
    case 'ArrowUp':
      return index < 0 ? last : clamp(index - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageDown':
      return clamp(Math.max(index, 0) + Math.max(page - 1, 1));
    case 'PageUp':
      return clamp(index - Math.max(page - 1, 1));
    default:
      return undefined;
  }
}

/** The same in a menu, where the ends meet and disabled items keep their place. */
export function moveRound(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowUp':
      return (Math.max(index, 0) - 1 + count) % count;
    case 'Home':
    case 'PageUp':
      return 0;
    case 'End':
    case 'PageDown':
      return count - 1;
    default:
      return undefined;
  }
}
