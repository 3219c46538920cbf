import { columnsOf } from './escape-text.ts';

/** A line broken between words so that each part fits; parts keep the indent, a word that is too long stays whole. */
export function wrapText(line: string, columns: number): string {
  if (columns <= 0 || columnsOf(line) <= columns) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? indent + word : `${current} ${word}`;
    if (current === '' || columnsOf(longer) <= columns) {
      current = longer;
      continue;
    }
    lines.push(current);
    current = indent + word;
  }
  return [...lines, current].join('\n');
}
