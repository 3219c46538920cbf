import { CONVERSATION_LIMITS, type Page, type PageInput } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { nextTurn } from '../next-turn.ts';
import type { StoreReader } from '../ports.ts';
import { WALKS, type Cell, type Row, type WalkName, type WalkRow } from '../rows.ts';

const CURSOR_CHARS = 512;
/** Rows read and opened before the event loop gets a turn. */
const SLICE = 16;

/** A page ends behind the entry with which it is as large as this, so that one answer never holds a whole history. */
const LARGEST_PAGE_CHARS = 8 * 1024 * 1024;

/** Which walk, of what, and which part of it. */
export interface PageRequest<W extends WalkName> {
  readonly walk: W;
  readonly of: readonly Cell[];
  readonly input: PageInput;
}

function placeOf(walk: WalkName, cursor: unknown): readonly Cell[] | null {
  if (cursor === undefined || cursor === null) return null;
  if (typeof cursor !== 'string' || cursor.length > CURSOR_CHARS) throw badCursor();
  let cells: unknown;
  try {
    cells = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  const { by } = WALKS[walk];
  if (!Array.isArray(cells) || cells.length !== by.length) throw badCursor();
  const fits = by.every((column, i) => {
    const cell: unknown = cells[i];
    if (column === 'sequence') return Number.isSafeInteger(cell);
    return typeof cell === 'string' && cell.isWellFormed();
  });
  if (!fits) throw badCursor();
  return cells as readonly Cell[];
}

function badCursor(): VaultError {
  return new VaultError('invalid_input', { hint: 'The cursor is not one of this list.' });
}

/** How many rows are asked for. @throws VaultError `invalid_input`. */
function limitOf(limit: unknown): number {
  if (limit === undefined) return CONVERSATION_LIMITS.pageSize;
  const fits =
    Number.isInteger(limit) &&
    Number(limit) >= 1 &&
    Number(limit) <= CONVERSATION_LIMITS.longestPage;
  if (!fits) throw new VaultError('invalid_input', { hint: 'A page has 1 to 500 entries.' });
  return Number(limit);
}

/** What is done with the rows of a page. */
export interface PageWork<R, T> {
  /** Null for a row that does not open, undefined for one that is not to be shown. */
  readonly open: (row: R) => T | null | undefined;
  /** How large an entry is, in UTF-16 units; left out where entries are small. */
  readonly charsOf?: (item: T) => number;
  /** Throws if the work must end. */
  readonly mayGoOn: () => void;
}

/** One page of a walk, read and opened in slices; shorter than was asked for if its entries are large. */
export async function readPage<W extends WalkName, T>(
  store: StoreReader,
  { walk, of, input }: PageRequest<W>,
  { open, charsOf = () => 0, mayGoOn }: PageWork<WalkRow<W>, T>,
): Promise<Page<T>> {
  const wanted = limitOf(input.limit);
  const { newestFirst: descending = false } = input;
  const items: T[] = [];
  const damaged: string[] = [];
  let after = placeOf(walk, input.cursor);
  let chars = 0;
  for (let read = 0; ; read += SLICE) {
    // One more than is wanted says whether there is a next page.
    const limit = Math.min(SLICE, wanted - read + 1);
    const rows = store.walk(walk, { of, after, descending, limit });
    for (const [i, row] of rows.entries()) {
      if (read + i === wanted || chars >= LARGEST_PAGE_CHARS) {
        return { items, next: cursorText(after), damaged };
      }
      after = WALKS[walk].by.map((column: string) => (row as Row)[column] ?? null);
      const item = open(row);
      if (item === null) damaged.push(idOf(row));
      else if (item !== undefined) {
        items.push(item);
        chars += charsOf(item);
      }
    }
    if (rows.length < limit) return { items, next: null, damaged };
    await nextTurn();
    mayGoOn();
  }
}

function cursorText(place: readonly Cell[] | null): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function idOf(row: Row): string {
  const id = row['id'] ?? row['conversation_id'];
  return typeof id === 'string' ? id : '';
}
