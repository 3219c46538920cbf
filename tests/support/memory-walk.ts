import { WALKS, type Row, type WalkName, type WalkPart } from '../../src/core/rows.ts';

/** The part of a walk that these rows of its table hold. `keyText` gives a text that orders as SQLite orders the cells. */
export function walkRows(
  rows: readonly Row[],
  name: WalkName,
  { of, after = null, descending = false, limit }: WalkPart,
  keyText: (cells: readonly unknown[]) => string,
): readonly Row[] {
  const { of: wanted, by } = WALKS[name];
  const sign = descending ? -1 : 1;
  const place = (row: Row): string => keyText(by.map((column: string) => row[column]));
  const behind = after === null ? null : keyText(after);
  return rows
    .filter((row) =>
      wanted.every((column: string, i) => keyText([row[column]]) === keyText([of[i]])),
    )
    .sort((a, b) => (place(a) < place(b) ? -sign : sign))
    .filter((row) => behind === null || (place(row) > behind ? 1 : -1) === sign)
    .filter((row) => place(row) !== behind)
    .slice(0, limit);
}
