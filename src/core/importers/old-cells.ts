import type { OldRow } from './old-store.ts';

/** The first of these columns that the row has; undefined if none. */
export function cellOf({ cells }: OldRow, columns: readonly string[]): unknown {
  for (const column of columns) {
    const cell = cells.get(column);
    if (cell !== undefined && cell !== null) return cell;
  }
  return undefined;
}

/** The text of a cell, a whole number as its digits; null for an empty cell and for anything else. */
export function textCell(row: OldRow, columns: readonly string[]): string | null {
  const cell = cellOf(row, columns);
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) return String(cell);
  return typeof cell === 'string' && cell !== '' ? cell : null;
}

/** A number from 0 on, also as digits, rounded; null for anything else. */
export function countCell(row: OldRow, columns: readonly string[]): number | null {
  const cell = cellOf(row, columns);
  const isDigits = typeof cell === 'string' && /^\d{1,15}(?:\.\d{1,9})?$/.test(cell);
  const count = isDigits || typeof cell === 'number' ? Math.round(Number(cell)) : -1;
  return Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** The text of a cell that may hold an object of JSON; null for an empty one. */
export function jsonCell(row: OldRow, columns: readonly string[]): string | null {
  const cell = cellOf(row, columns);
  if (typeof cell !== 'object' || cell === null) return textCell(row, columns);
  try {
    return JSON.stringify(cell);
  } catch {
    return null;
  }
}

/** The row with its line, if it has one: for a problem. */
export function lineOf({ line }: OldRow): { readonly line?: number } {
  return line === undefined ? {} : { line };
}
