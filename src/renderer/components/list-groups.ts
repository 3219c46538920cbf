/** A row of a list with group heads: a head or an item. */
export type ListEntry<T> =
  | { readonly kind: 'head'; readonly key: string; readonly group: string }
  | { readonly kind: 'item'; readonly key: string; readonly item: T; readonly index: number };

/** Puts a head before the first item of every run of the same group. Without `groupOf` there are none. */
export function withHeads<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  groupOf: ((item: T) => string | undefined) | undefined,
): readonly ListEntry<T>[] {
  const entries: ListEntry<T>[] = [];
  let current: string | undefined;
  items.forEach((item, index) => {
    const group = groupOf?.(item);
    if (group !== undefined && group !== current) {
      entries.push({ kind: 'head', key: `head:${String(index)}`, group });
    }
    current = group;
    entries.push({ kind: 'item', key: `item:${keyOf(item)}`, item, index });
  });
  return entries;
}

/** The place of the last head at or before a row, which stays in sight above it. */
export function headAbove(heads: readonly number[], row: number): number | undefined {
  return heads.findLast((head) => head <= row);
}
