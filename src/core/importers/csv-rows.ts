import { VaultError } from '../../shared/vault-error.ts';

/** A record of a CSV file and the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The records of a CSV text (RFC 4180): commas, cells in quotation marks that may hold commas, line ends and doubled
 * marks; LF or CRLF. Empty lines are passed over. Each character is looked at once.
 * @throws VaultError `invalid_input` for a mark that is never closed or that has text behind it.
 */
export function* csvRecords(text: string): Generator<CsvRecord, void, undefined> {
  let cells: string[] = [];
  let line = 1;
  let began = 1;
  let at = 0;
  while (at < text.length) {
    const { cell, next, lines } =
      text.charCodeAt(at) === QUOTE ? quoted(text, at) : plain(text, at);
    cells.push(cell);
    line += lines;
    at = next;
    if (text.charCodeAt(at) === COMMA) {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    }
    at = behindLineEnd(text, at);
    if (cells.length > 1 || cells[0] !== '') yield { line: began, cells };
    cells = [];
    line += 1;
    began = line;
  }
}

interface Cell {
  readonly cell: string;
  /** Where the cell ends: at a comma, a line end or the end of the text. */
  readonly next: number;
  readonly lines: number;
}

function plain(text: string, start: number): Cell {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === NEWLINE) break;
    if (code === RETURN && text.charCodeAt(at + 1) === NEWLINE) break;
  }
  return { cell: text.slice(start, at), next: at, lines: 0 };
}

function quoted(text: string, start: number): Cell {
  let close = start + 1;
  for (;;) {
    close = text.indexOf('"', close);
    if (close < 0) throw broken('A quotation mark is never closed.');
    if (text.charCodeAt(close + 1) !== QUOTE) break;
    close += 2;
  }
  const next = close + 1;
  const code = text.charCodeAt(next);
  const ends = next >= text.length || code === COMMA || code === NEWLINE;
  if (!ends && !(code === RETURN && text.charCodeAt(next + 1) === NEWLINE)) {
    throw broken('There is text after a closing quotation mark.');
  }
  const raw = text.slice(start + 1, close);
  return { cell: raw.replaceAll('""', '"'), next, lines: raw.split('\n').length - 1 };
}

function behindLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === RETURN ? at + 2 : at + 1;
}

function broken(hint: string): VaultError {
  return new VaultError('invalid_input', { hint });
}
