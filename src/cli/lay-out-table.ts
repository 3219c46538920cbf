import { columnsOf } from './escape-text.ts';
import { wrapText } from './wrap-text.ts';

const GAP = '  ';
/** A column is not cut further than to a date. */
const LEAST_COLUMNS = '2026-12-31'.length;
/** The first column names the row: it keeps so much more than the others. */
const FIRST_KEEPS = 16;
const LEAST_PROSE_COLUMNS = 24;

/**
 * A table for people, heading first: columns that nothing stands in are left out, and the rest is made to fit the
 * terminal. A last column without a heading holds sentences, which are broken between words; of the other columns the
 * widest is cut first, and the first one, which names the row, last.
 */
export function layOutTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | null,
): readonly string[] {
  const used = [...heading.keys()].filter((i) => rows.some((row) => (row[i] ?? '') !== ''));
  const cells = [heading, ...rows].map((row) => used.map((i) => row[i] ?? ''));
  const natural = used.map((_, i) => Math.max(...cells.map((row) => columnsOf(row[i] ?? ''))));
  const endsInProse = cells[0]?.at(-1) === '';
  const widths = columns === null ? natural : fitted(natural, columns, endsInProse);
  return cells.flatMap((row) => layOutRow(row, widths, endsInProse));
}

function fitted(
  natural: readonly number[],
  columns: number,
  endsInProse: boolean,
): readonly number[] {
  const room = columns - GAP.length * (natural.length - 1);
  if (!endsInProse) return shrunk(natural, room);
  const others = natural.slice(0, -1);
  const left = Math.max(room - sum(others), LEAST_PROSE_COLUMNS);
  const prose = Math.min(natural.at(-1) ?? 0, left);
  return [...shrunk(others, room - prose), prose];
}

function shrunk(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const keeps = (i: number): number => LEAST_COLUMNS + (i === 0 ? FIRST_KEEPS : 0);
  while (sum(widths) > room) {
    const spare = widths.map((width, i) => width - keeps(i));
    const most = Math.max(...spare);
    // When all others are at their least, the first column goes down to it as well.
    const index = most > 0 ? spare.indexOf(most) : 0;
    const width = widths[index] ?? 0;
    if (width <= LEAST_COLUMNS) break;
    widths[index] = width - 1;
  }
  return widths;
}

function layOutRow(
  row: readonly string[],
  widths: readonly number[],
  endsInProse: boolean,
): readonly string[] {
  const last = row.length - 1;
  const [prose = '', ...more] = endsInProse
    ? wrapText(row[last] ?? '', widths[last] ?? 0).split('\n')
    : [cut(row[last] ?? '', widths[last] ?? 0)];
  const before = row.slice(0, last).map((cell, i) => padded(cell, widths[i] ?? 0) + GAP);
  const indent = ' '.repeat(columnsOf(before.join('')));
  return [(before.join('') + prose).trimEnd(), ...more.map((line) => indent + line)];
}

function padded(cell: string, width: number): string {
  const shown = cut(cell, width);
  return shown + ' '.repeat(width - columnsOf(shown));
}

function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (columnsOf(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
